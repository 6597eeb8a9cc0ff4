"""File and folder names: order, what is passed over, month and work-order number in a name."""

from __future__ import annotations

import re

__all__ = [
    "ending_of",
    "is_passed_over",
    "month_in",
    "natural_key",
    "number_at_start",
    "original_of",
    "printable",
    "proof_name",
    "stem_of",
]

_DIGITS = re.compile(r"([0-9]+)")

_PASSED_OVER = frozenset(
    {
        "thumbs.db",
        "desktop.ini",
        "__macosx",
        "expected.yaml",
        "zgc-lint.yaml",
    }
)

_PROOF = "（校对稿）"

# 2026-06, 202606, 2026.6, 2026年6月 at the start; what goes on with digits is a date or a number.
_END_OF_NUMBER = re.compile(r"(?![A-Za-z0-9])")
_MONTH_AT_START = re.compile(r"(20\d\d)(?:[-_./ ]?(0[1-9]|1[0-2])|[-_./ ]([1-9]))(?![0-9]|[-_.][0-9])")
_MONTH_IN_WORDS = re.compile(r"(20\d\d)\s*年\s*(0?[1-9]|1[0-2])\s*月")


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts "2.x" before "10.x". Names that differ have keys that differ.

    >>> sorted(["10.jpg", "2.jpg", "附件"], key=natural_key)
    ['2.jpg', '10.jpg', '附件']
    """
    parts = [part for part in _DIGITS.split(name) if part]
    key = [
        # A number is compared by its length, then digit by digit: as int() would, without its limit.
        (0, len(part.lstrip("0")), part.lstrip("0")) if part[0] in "0123456789" else (1, 0, part)
        for part in parts
    ]
    return (*key, (-1, 0, name))  # the name itself tells "01" from "1"


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is no part of the material: hidden, or made by a program."""
    return name.startswith((".", "~$")) or name.lower() in _PASSED_OVER


def ending_of(name: str) -> str:
    """The ending of a file name in lower case, without dot; empty where it has none.

    >>> ending_of("1.现场照片.JPG")
    'jpg'
    """
    return name.rpartition("/")[2].rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""


def stem_of(name: str) -> str:
    """A file name without its ending."""
    return name.rpartition(".")[0] or name


def proof_name(name: str) -> str:
    """The name of the corrected copy of a file.

    >>> proof_name("情况说明.docx"), original_of("情况说明（校对稿）.docx"), original_of("情况说明.docx")
    ('情况说明（校对稿）.docx', '情况说明.docx', None)
    """
    stem = stem_of(name)
    return f"{stem}{_PROOF}{name[len(stem) :]}"


def original_of(name: str) -> str | None:
    """The name of the file that a file of this name is the corrected copy of, or None."""
    stem = stem_of(name)
    return f"{stem.removesuffix(_PROOF)}{name[len(stem) :]}" if stem.endswith(_PROOF) and stem != _PROOF else None


def month_in(name: str) -> str | None:
    """The month ("2026-06") that a folder's name speaks of, or None.

    >>> month_in("2026年6月剔除材料"), month_in("202606"), month_in("20260605012345")
    ('2026-06', '2026-06', None)
    """
    found = _MONTH_AT_START.match(name)
    if found:
        return f"{found[1]}-{int(found[2] or found[3]):02}"
    found = _MONTH_IN_WORDS.search(name)
    return f"{found[1]}-{int(found[2]):02}" if found else None


def number_at_start(name: str, case_id: re.Pattern[str]) -> str | None:
    """The work-order number a name starts with (the longest that fits `case_id`), or None.

    A number ends where the name ends or something other than an ASCII letter or digit follows.
    """
    ends = [end.start() for end in _END_OF_NUMBER.finditer(name)]
    return next((name[:end] for end in reversed(ends) if case_id.fullmatch(name, 0, end)), None)


def printable(raw: bytes) -> str:
    """A file name from its bytes: UTF-8, else GB 18030 (old Windows), else with U+FFFD in it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
