"""Ways to damage a file: its bytes, the members of a zip, the elements of an XML part, the lines of a YAML file.

Each mutation takes the file and a seeded random generator, and returns the damaged file; the same seed, the same bytes.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from lxml.etree import _Element as Element

    Mutation = Callable[[bytes, Random], bytes]

__all__ = ["mutate"]

_MARGIN = 96  # bytes at both ends of a file, where headers and directories lie
_WORDS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_VALUES = (
    "",
    "0",
    "-1",
    "1",
    "65536",
    "2147483648",
    "99999999999999999999",
    "1e308",
    "NaN",
    "-0.0",
    "a" * 5_000,
    "\u202e",
)
_MOST_COPIES = 3_000
_DEEPEST = 400
_LARGEST = 8 * 2**20  # bytes of a mutated part: what is larger is cut, so that the fuzzer itself stays quick
_YAML_VALUES = (
    *("", "~", "2026-06-31", "0x7fffffffffffffff", "1" * 400, "[", "{a: {b: [", "&a [*a]", "*missing"),
    *("!!python/name:os.system", "!!binary x", "{<<: *a}", "|", "'", "\t", "\0", "\ufeff", "- - - -", "[" * 2_000),
    *("{" * 2_000, "? ", "true", ".inf", "!!set {a, b}", "!!omap [a: 1]", "2026-06-05T25:61:61Z", "99999999999-01-01"),
    *("%YAML 3.0", "---\n---", "(((((a+)+)+)+)+$"),
)
_LAUGHS = "a0: &a0 [笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


def mutate(data: bytes, kind: str, random: Random) -> bytes:
    """`data`, a file of `kind` ("docx", "pdf", "yaml" …), damaged in one to three ways."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = random.choice(_OF_KIND[kind])(data, random)[:_LARGEST]
    return data


# Bytes.


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 64)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 4, 16, 256, 4_096)))


def _swap_blocks(data: bytes, random: Random) -> bytes:
    (one, one_end), (other, other_end) = sorted((_span(data, random), _span(data, random)))
    if one_end > other:
        return data[other:] + data[:other]
    return data[:one] + data[other:other_end] + data[one_end:other] + data[one:one_end] + data[other_end:]


def _duplicate_block(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]


def _drop_block(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _noise(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _set_number(data: bytes, place: int, random: Random) -> bytes:
    size = random.choice((1, 2, 4))
    word = (random.choice(_WORDS) & (1 << 8 * size) - 1).to_bytes(size, random.choice(("little", "big")))
    return data[:place] + word + data[place + size :]


def _header_field(data: bytes, random: Random) -> bytes:
    """A number near the beginning or the end replaced by one at the border of its range."""
    margin = min(_MARGIN, len(data))
    place = random.randrange(margin + 1)
    return _set_number(data, place if random.random() < 0.7 else len(data) - place, random)


def _binary_number(data: bytes, random: Random) -> bytes:
    return _set_number(data, random.randrange(len(data) + 1), random)


def _inflate_number(data: bytes, random: Random) -> bytes:
    """A number written in digits replaced by another."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + random.choice(_VALUES[1:10]).encode() + data[match.end() :]


def _segment(data: bytes, random: Random) -> bytes:
    """The bytes behind a marker of a JPEG segment, a PNG chunk or a PDF key changed."""
    found = list(re.finditer(rb"\xff[\xc0-\xfe]|IHDR|IDAT|tEXt|eXIf|/[A-Z][A-Za-z]+|obj|stream|xref", data))
    if not found:
        return _flip(data, random)
    return _set_number(data, random.choice(found).end() + random.randrange(8), random)


_BYTES: Sequence[Mutation] = (
    *(_flip, _truncate, _swap_blocks, _duplicate_block, _drop_block, _noise),
    *(_header_field, _binary_number, _inflate_number),
)


# Zip.


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a zip that can be read; none where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except Exception:  # damaged by a mutation before
        return {}


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2026, 6, 5, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=1)
    return buffer.getvalue()


def _mutate_member(data: bytes, random: Random) -> bytes:
    """A member changed and packed again, so that the damage is found by what reads the member."""
    members = _unpacked(data)
    if not members:
        return _flip(data, random)
    name = random.choice(list(members))
    ending = name.rpartition(".")[2].lower()
    if ending in ("docx", "xlsx", "ofd", "pdf", "jpg", "png"):
        members[name] = mutate(members[name], {"png": "jpg"}.get(ending, ending), random)
    elif ending in ("xml", "rels"):
        members[name] = random.choice(_XML)(members[name], random)[:_LARGEST]
    else:
        members[name] = random.choice(_BYTES)(members[name], random)[:_LARGEST]
    return _packed(list(members.items()))


def _main_part(data: bytes, random: Random) -> bytes:
    """The largest XML part changed: the body of a document, a sheet, a page."""
    members = _unpacked(data)
    parts = sorted((name for name in members if name.endswith(".xml")), key=lambda name: -len(members[name]))[:3]
    if not parts:
        return _mutate_member(data, random)
    name = random.choice(parts)
    members[name] = random.choice(_XML)(members[name], random)[:_LARGEST]
    return _packed(list(members.items()))


def _rearrange(data: bytes, random: Random) -> bytes:
    """A member left out, named otherwise, put in twice, or two contents exchanged."""
    members = list(_unpacked(data).items())
    if len(members) < 2:
        return _truncate(data, random)
    one, other = random.sample(range(len(members)), 2)
    how = random.randrange(4)
    if how == 0:
        del members[one]
    elif how == 1:
        members[one] = (
            random.choice(("../../出去.xml", "/etc/x", "C:\\x", "\0", "x" * 300, members[one][0].upper())),
            members[one][1],
        )
    elif how == 2:
        members.insert(one, (members[one][0].lower() + "_", members[other][1]))
    else:
        (name, content), (second, other_content) = members[one], members[other]
        members[one], members[other] = (name, other_content), (second, content)
    return _packed(members)


def _directory_field(data: bytes, random: Random) -> bytes:
    """A field of a zip's local headers, central directory or end record: sizes, offsets, flags, methods."""
    found = list(re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data))
    if not found:
        return _flip(data, random)
    return _set_number(data, random.choice(found).end() + random.randrange(42), random)


# XML.


def _xml(change: Callable[[Element, Sequence[Element], Random], None]) -> Mutation:
    """A mutation of bytes made of one of a tree's elements; of the bytes themselves where they are no XML."""

    def changed(data: bytes, random: Random) -> bytes:
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, ValueError):
            return _flip(data, random)
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        change(random.choice(elements), elements, random)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    return changed


@_xml
def _attribute(element: Element, elements: Sequence[Element], random: Random) -> None:
    having = [candidate for candidate in elements if candidate.attrib]
    if having:
        element = random.choice(having)
        key = random.choice(list(element.keys()))
        if random.random() < 0.2:
            del element.attrib[key]
        else:
            borrowed = random.choice(list(random.choice(having).values()))
            element.set(key, random.choice((*_VALUES, borrowed)))


@_xml
def _text(element: Element, _elements: Sequence[Element], random: Random) -> None:
    element.text = random.choice((*_VALUES, "工单编号：" * 400, "，" * 3_000, "2026年6月5日" * 300, "１" * 999))


@_xml
def _remove(element: Element, _elements: Sequence[Element], _random: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


@_xml
def _copy(element: Element, _elements: Sequence[Element], random: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        size = len(etree.tostring(element))
        for _ in range(min(random.choice((1, 10, _MOST_COPIES)), _LARGEST // 8 // size)):
            parent.append(copy.deepcopy(element))


@_xml
def _nest(element: Element, _elements: Sequence[Element], random: Random) -> None:
    inner = element
    for _ in range(random.choice((1, 20, 200, _DEEPEST))):
        inner = etree.SubElement(inner, element.tag, {str(key): str(value) for key, value in element.items()})


@_xml
def _move(element: Element, elements: Sequence[Element], random: Random) -> None:
    target = random.choice(elements)
    if element.getparent() is not None and element not in (target, *target.iterancestors()):
        target.append(element)


@_xml
def _rename(element: Element, elements: Sequence[Element], random: Random) -> None:
    element.tag = random.choice((random.choice(elements).tag, "未知"))


def _entities(data: bytes, _random: Random) -> bytes:
    """A document type with entities that grow, and one that leads to a file."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    kind = f'<!DOCTYPE r [<!ENTITY a0 "笑">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    head, mark, rest = data.partition(b"?>")
    return head + mark + kind.encode() + rest.replace(b"</", b"&a8;&f;</", 1) if mark else kind.encode() + data


_XML: Sequence[Mutation] = (
    *(_attribute, _attribute, _attribute, _text, _remove, _copy, _nest, _move, _rename),
    *(_inflate_number, _entities, _flip, _truncate),
)


# YAML.


def _yaml_line(data: bytes, random: Random) -> bytes:
    """A line left out, repeated, moved in or out, or its value replaced."""
    lines = data.decode("utf-8", "replace").splitlines()
    if not lines:
        return random.choice(_YAML_VALUES).encode("utf-8", "replace")
    place = random.randrange(len(lines))
    line = lines[place]
    how = random.randrange(6)
    if how == 0:
        del lines[place]
    elif how == 1:
        lines.insert(place, line)
    elif how == 2:
        lines[place] = " " * random.randrange(1, 9) + line
    elif how == 3:
        lines[place] = line.lstrip()
    else:
        lines[place] = re.sub(r"(?<=[:\-] ).*|$", lambda _: random.choice(_YAML_VALUES), line, count=1)
    return "\n".join(lines).encode("utf-8", "replace")


def _laughs(data: bytes, random: Random) -> bytes:
    """A list that doubles and doubles, in place of a value or before everything."""
    key = re.findall(rb"(?m)^[a-z_]+(?=:)", data)
    chosen = random.choice(key) if key else b"months"
    return _LAUGHS.encode() + data + b"\n" + chosen + b": *a9\n"


_OFFICE: Sequence[Mutation] = (
    *(_main_part, _main_part, _main_part, _mutate_member, _mutate_member),
    *(_rearrange, _directory_field, *_BYTES),
)
_OF_KIND: dict[str, Sequence[Mutation]] = {
    "docx": _OFFICE,
    "xlsx": _OFFICE,
    "ofd": _OFFICE,
    "zip": (_mutate_member, _mutate_member, _rearrange, _directory_field, *_BYTES),
    "pdf": (*_BYTES, _inflate_number, _inflate_number, _segment, _segment),
    "jpg": (*_BYTES, _header_field, _segment, _segment),
    "yaml": (_yaml_line, _yaml_line, _yaml_line, _yaml_line, _laughs, *_BYTES),
}
