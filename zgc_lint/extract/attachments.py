"""The attachments a filing lists, the files that are there, and which file is which entry."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zgc_lint.extract.fields import Fields, Reading
from zgc_lint.extract.sheets import Ledger
from zgc_lint.extract.text import HAN, fold
from zgc_lint.model import Document, Filing, Picture, Place, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zgc_lint.knowledge import Kind, Knowledge
    from zgc_lint.knowledge.documents import DocumentNames

__all__ = ["Attachments", "File", "Listed"]

_NUMERAL = "[一二三四五六七八九十]{1,2}"
_CIRCLED = re.compile("[①-⑳]")
_ENTRY_NUMBER = re.compile(
    rf"^\s*(?:附件\s*(\d{{1,2}})(?![\d份张页个件])[.．、:：)）_\-]?|(?:附件\s*)?(?:[（(]\s*(\d{{1,2}})\s*[）)]"
    rf"|(\d{{1,2}})\s*[.．、:：)）]|[（(]?{_NUMERAL}[）)、.．:：]))\s*"
)
_SPLIT = re.compile(  # between lines, before a number after a blank (1.甲 2.乙), before one without (1.甲2.乙)
    r"[\n;；]+"
    rf"|(?<![ \t\u3000])[ \t\u3000]+(?=(?:附件)?[（(]?\d{{1,2}}[.．、)）:：]|附件\d|(?:附件)?{_NUMERAL}[、:：])"
    rf"|(?<=[^\d\s])(?=\d{{1,2}}[.．、](?!\d)|[（(]\d{{1,2}}[）)][《{HAN}](?<![份张页个件])|附件\d{{1,2}}[.．、:：])"
)
_QUANTITY = re.compile(r"[（(]?(?:共|各)?[\d一二三四五六七八九十两]{1,3}(?:份|张|页|件|个|段|条)[）)]?$")
_NOT_AN_ENTRY = re.compile(
    r"^(?:无|暂无|没有|无附件|无需|见附件|详见附件|附后|如下|同上|附件|(?:共|计)?\s*\d+\s*(?:份|张|页|件)|/|-|—+)[。；;]?$"
)
_BUNDLE = "附件|附件材料|佐证材料|佐证|证据材料|证据|证明材料|材料"
_FILE_NUMBER = re.compile(
    rf"^\s*(?:(?:{_BUNDLE})\s*)?[（(]?(\d{{1,2}})[）)]?(?=[.．、_\-\s:：）)]|$|[^\d])[.．、_\-\s:：]*"
)
_CAMERA_NAME = re.compile(
    r"^(?:IMG|DSCN?|PXL|MVIMG|WP|mmexport|WeChat ?IMG|WeChat Image|微信图片|QQ图片|图片|照片|截图|截屏|屏幕截图"
    r"|Screenshot|image|扫描件|扫描|扫描全能王|CamScanner|Scan|新建文档|文档)?[\d_\-().:（） ]*(?:com\.[\w.]*)?$",
    re.I,
)
_WHOLE = re.compile(rf"^(?:全部|所有|合并)?(?:{_BUNDLE}|扫描件|合并|全部)(?:扫描件|合并)?([\d（）() ]*)$")
_COPY = re.compile(r"[（(]?(?:加盖公章|盖章版|盖章|扫描件|原件|电子版)[）)]?")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the attachment list: number (from 1), name without numbering and quantity, kind, place."""

    number: int
    name: str
    kind: Kind | None
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file among the attachments: its number if its name has one, its name without that, its kind."""

    document: Document
    number: int | None
    name: str
    kind: Kind | None

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture file."""
        return self.document.format in {"jpeg", "jpg", "png", "heic", "tif", "tiff", "webp", "bmp", "gif"}

    @property
    def is_nameless(self) -> bool:
        """Whether the name says nothing of the content (IMG_0012, 附件2)."""
        return not self.name or bool(_CAMERA_NAME.match(self.name))


@dataclass(frozen=True)
class Attachments:
    """The list (from form, else statement, else ledger), the files, the pairs between them and what is left over.

    `merged`: files whose name claims to be all the attachments at once (附件.pdf), and `spare`: files beyond
    those an entry needed whose names say nothing (IMG_0012.jpg); with either, no entry can be called missing.
    `pairs`: each file that is there for an entry, further sheets of it included.
    `embedded`: the number of pictures inside the form and the statement, seals aside. An entry that names form or
    statement is there where they are.
    """

    stays = True

    listed: tuple[Listed, ...]
    files: tuple[File, ...]
    missing: tuple[Listed, ...]
    unlisted: tuple[File, ...]
    merged: tuple[File, ...]
    spare: tuple[File, ...]
    embedded: int
    pairs: tuple[tuple[Listed, File], ...]

    @classmethod
    def extract(cls, filing: Filing, knowledge: Knowledge) -> Attachments:
        """Read the filing's list and match it with its attachment files."""
        names = knowledge.documents
        readings = _list_readings(filing)
        documents = {document.path: document for document in filing.documents}
        listed = tuple(_placed(entry, documents) for entry in _entries(readings, names))
        files = tuple(_file(d, names) for d in filing.documents if d.role is Role.ATTACHMENT)
        merged = tuple(file for file in files if _is_whole(file, len(files)))
        papers = [_file(d, names) for d in filing.documents if d.role in (Role.FORM, Role.STATEMENT)]
        missing, left, spare, pairs = _match(listed, [file for file in files if file not in merged])
        missing = tuple(entry for entry in missing if not any(_is_paper(entry, paper) for paper in papers))
        unlisted = tuple(file for file in left if not (missing and file in spare))
        inside = (p for d in filing.with_role(Role.FORM, Role.STATEMENT) if d.format == "docx" for p in d.pictures)
        embedded = sum(not _is_seal(picture) for picture in inside)
        return cls(listed, files, missing, unlisted, merged, spare, embedded, pairs)

    def kinds(self, names: DocumentNames) -> set[str]:
        """The keys of the kinds of the files that are there; one called 起诉状及传票 is both."""
        named = {key for file in self.files for key in names.kinds_in(file.name)}
        return named | {file.kind.key for file in self.files if file.kind is not None}


def _list_readings(filing: Filing) -> list[Reading]:
    readings = list(filing[Fields].all("attachment_list"))
    if readings:
        first = readings[0].place.document
        return [reading for reading in readings if reading.place.document == first]
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    reading = row.reading("attachment_list") if row else None
    return [reading] if reading else []


def _entries(readings: Sequence[Reading], names: DocumentNames) -> Iterator[Listed]:
    number = 0
    for reading in readings:
        lines = _CIRCLED.sub(lambda mark: f"\n{ord(mark.group()) - ord('①') + 1}.", reading.text)
        for part in _SPLIT.split(lines):
            for entry in _unnumbered_parts(part):
                text = entry.strip()
                match = _ENTRY_NUMBER.match(text)
                name = _bare(text[match.end() :] if match else text)
                if not name or _NOT_AN_ENTRY.match(name):
                    continue
                given = next(filter(None, match.groups()), None) if match else None
                number = int(given) if given else number + 1
                yield Listed(number, name, names.kind_of(name), reading.place, text.rstrip("。；;，,"))


def _placed(entry: Listed, documents: Mapping[str, Document]) -> Listed:
    """The entry with the place of its own words in the cell or paragraph where the list begins, if they stand there."""
    place, document = entry.place, documents.get(entry.place.document)
    if document is None or place.paragraph is None:
        return entry
    first, *others = document.paragraphs[place.paragraph - 1 :]
    in_cell = itertools.takewhile(lambda other: first.cell is not None and other.cell == first.cell, others)
    for paragraph in itertools.chain([first], in_cell):
        at = paragraph.text.find(entry.text, (place.start or 0) if paragraph is first else 0)
        if at >= 0:
            own = replace(place, page=paragraph.page, paragraph=paragraph.number, start=at, end=at + len(entry.text))
            return replace(entry, place=own)
    return entry


def _unnumbered_parts(part: str) -> list[str]:
    """The entries of ``现场照片、民事判决书`` (no numbers); a numbered entry is one whatever marks it holds."""
    if _ENTRY_NUMBER.match(part):
        return [part]
    return re.split(r"[、，,](?![^（(）)]{0,80}[）)])", part)


def _bare(text: str) -> str:
    """An entry's or file's name without book-title marks, quantity and closing marks."""
    bare = fold(text).strip().rstrip("。;,")
    bare = re.sub(r"[《》“”\"]", "", bare)
    return _QUANTITY.sub("", bare).strip()


def _file(document: Document, names: DocumentNames) -> File:
    stem = fold(document.stem)
    match = _FILE_NUMBER.match(stem)
    name = stem[match.end() :] if match else stem
    kind = names.kind_of(name) or _kind_by_title(document, names)
    return File(document, int(match.group(1)) if match else None, _bare(name), kind)


def _kind_by_title(document: Document, names: DocumentNames) -> Kind | None:
    """The kind that one of the first lines of the text gives; long lines are no titles."""
    for paragraph in document.paragraphs[:4]:
        kind = names.kind_of("".join(paragraph.text.split())) if len(paragraph.text.strip()) <= 24 else None
        if kind is not None:
            return kind
    return None


def _match(
    listed: Sequence[Listed], files: Sequence[File]
) -> tuple[tuple[Listed, ...], tuple[File, ...], tuple[File, ...], tuple[tuple[Listed, File], ...]]:
    """Pair entries with files, the surest pairs first; returns the entries and files left over, spare files, pairs.

    After every entry has had its choice, further files of an entry's name or kind are its second and third sheets.
    """
    open_entries, open_files = list(listed), list(files)
    pairs: list[tuple[Listed, File]] = []
    for fits in (_same_name, _name_within, _same_kind, _only_number, _plain_picture):
        for entry in list(open_entries):
            file = next((file for file in open_files if fits(entry, file)), None)
            if file is not None:
                open_entries.remove(entry)
                open_files.remove(file)
                pairs.append((entry, file))
    spare = tuple(file for file in open_files if file.is_nameless and file.kind is None)
    matched = [entry for entry, _ in pairs]
    left = []
    for file in open_files:
        further = next((entry for entry in matched if _is_further(entry, file)), None)
        if further is None:
            left.append(file)
        else:
            pairs.append((further, file))
    return tuple(open_entries), tuple(left), spare, tuple(pairs)


def _is_further(entry: Listed, file: File) -> bool:
    return _name_within(entry, file) or _same_kind(entry, file) or _plain_picture(entry, file)


def _is_seal(picture: Picture) -> bool:
    """Whether a picture in a paper is a seal laid over the text rather than a photograph or a screenshot."""
    return picture.floating and 0.8 <= picture.width / max(1, picture.height) <= 1.25


def _is_whole(file: File, files: int) -> bool:
    """Whether the file's name claims to be all attachments; with a number (附件1.pdf) only if there is no other."""
    match = _WHOLE.match(file.document.stem)
    if match is None or file.is_picture:
        return False
    return not match.group(1).strip() or (files == 1 and file.kind is None)


def _is_paper(entry: Listed, paper: File) -> bool:
    """Whether the entry names the form or the statement, which lie beside the attachments."""
    name = _key(_COPY.sub("", entry.name))
    return len(name) >= 3 and (
        name in _key(paper.document.stem) or name.removeprefix("剔除") in _key(paper.document.stem)
    )


def _same_name(entry: Listed, file: File) -> bool:
    return _key(entry.name) == _key(file.name)


def _name_within(entry: Listed, file: File) -> bool:
    left, right = _key(entry.name), _key(file.name)
    return min(len(left), len(right)) >= 3 and (left in right or right in left)


def _same_kind(entry: Listed, file: File) -> bool:
    return entry.kind is not None and file.kind is not None and entry.kind.key == file.kind.key


def _only_number(entry: Listed, file: File) -> bool:
    return file.number == entry.number and file.is_nameless


def _plain_picture(entry: Listed, file: File) -> bool:
    return entry.kind is not None and entry.kind.picture and file.is_picture and file.is_nameless


def _key(name: str) -> str:
    return re.sub(r"[\W_\d]+", "", name)
