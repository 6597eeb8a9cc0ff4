"""Label and value on the page: the ways a form shows which value belongs to which label.

A form may be a table (value right of its label, or below it, cells merged), a list of ``标签：值`` lines, a
line with several of them, a label on a line above its value, or a mixture. Which texts are labels is the
caller's knowledge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from zgc_lint.extract.text import HAN
from zgc_lint.knowledge.fields import label_pattern, plain_label
from zgc_lint.model import Document, Paragraph, Part, Place, Table, TableCell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["LabelFinder", "Pair", "Span", "read_pairs"]


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a paragraph (by number) that belongs to a value; start == end marks a label or an empty value."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A label's key and its value; `place` is the value's first character, or the label's where the value is empty."""

    key: str
    text: str
    place: Place
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class LabelFinder:
    """The caller's labels: `key_of` a whole text; `before_colon` finds ``标签：`` in a line, group 1 the label.

    `long` are the keys whose values may go on over several paragraphs; of these `single` in prose hold but one: what
    follows the citizen's words there is the office's own.
    """

    key_of: Callable[[str], str | None]
    before_colon: re.Pattern[str]
    long: frozenset[str]
    lists: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()

    @classmethod
    def of(cls, labels: Iterable[str]) -> LabelFinder:
        """A finder for some labels that are no fields; each label, as written there, is its own key."""
        by_label = {plain_label(label): label for label in labels}
        pattern = label_pattern(by_label.values())
        return cls(lambda text: by_label.get(plain_label(text)) if len(text) <= 40 else None, pattern, frozenset())


_SECTION_HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章节]|[（(][一二三四五六七八九十]{1,3}[）)]).{0,18}(?<![。；，：])"
)
_LIST_ENTRY = re.compile(
    r"\s*(?:(?:附件\s*)?[（(]?\d{1,2}[）).．、:：\s]|[①-⑳]|附件[一二三四五六七八九十]{1,2}[:：、])"
)
_NUMERAL_ENTRY = re.compile(r"\s*[一二三四五六七八九十]{1,2}、")
_OTHER_LABEL = re.compile(rf"\s*[{HAN}]{{2,8}}\s*[:：]")
_ORDINAL = frozenset({"序号", "次数", "次序"})


def read_pairs(document: Document, labels: LabelFinder, *, form: bool) -> list[Pair]:
    """All label–value pairs of `document`, tables first, then lines, each in reading order.

    `form`: whether the document is a form, in which a line may be nothing but a label, its value below it,
    and long values run over several paragraphs.
    """
    by_number = {paragraph.number: paragraph for paragraph in document.paragraphs}
    pairs = [pair for table in document.tables for pair in _in_table(document, table, by_number, labels)]
    running = (p for p in document.paragraphs if p.cell is None and p.part in (Part.BODY, Part.TEXT_BOX))
    loose = [paragraph for paragraph in running if paragraph.text.strip()]
    pairs.extend(_in_lines(document, loose, labels, form=form))
    return pairs


# -- tables ------------------------------------------------------------------


def _in_table(document: Document, table: Table, by_number: dict[int, Paragraph], labels: LabelFinder) -> Iterator[Pair]:
    header: list[TableCell] = []
    seen: set[tuple[int, int]] = set()  # label and value cells; merged over several rows they come by again
    for cells in table.rows:
        row = _distinct(cells)
        found: list[tuple[TableCell, TableCell | None]] = []
        if header:
            found = _below(header, row, labels)
            header = []
        if not found or any(labels.key_of(cell.text) for cell in row):
            if _is_header(row, labels):
                header = [cell for cell in row if labels.key_of(cell.text)]
            else:
                found.extend(_rightward(row, labels))
                yield from _inside_cells(document, row, [value for _, value in found], by_number, labels)
        for label, value in found:
            if (id(label), id(value)) not in seen:
                seen.add((id(label), id(value)))
                yield _cell_pair(document, table, labels.key_of(label.text) or "", label, value, by_number)
    for label in header:  # labels in the last row: nothing below them
        yield _cell_pair(document, table, labels.key_of(label.text) or "", label, None, by_number)


def _distinct(row: Sequence[TableCell]) -> list[TableCell]:
    return list({id(cell): cell for cell in row}.values())


def _is_header(row: Sequence[TableCell], labels: LabelFinder) -> bool:
    """Whether the row heads columns: nothing but labels, or mostly labels with no blank cell to write in."""
    cells = [cell for cell in row if cell.row_span == 1 or cell.text.strip()]
    known = [labels.key_of(cell.text) is not None for cell in cells]
    if not any(known) or not all(cell.text.strip() for cell in cells):
        return False
    if all(known):
        return True
    adjacent = any(left and right for left, right in pairwise(known))
    return (adjacent and 2 * sum(known) > len(known)) or plain_label(cells[0].text) in _ORDINAL


def _below(
    header: Sequence[TableCell], row: Sequence[TableCell], labels: LabelFinder
) -> list[tuple[TableCell, TableCell | None]]:
    """Each label of a row of labels with the cell beneath it, by columns; None where labels stand beneath it."""
    found: list[tuple[TableCell, TableCell | None]] = []
    for label in header:
        last = label.column + label.column_span - 1
        under = [cell for cell in row if cell.column <= last and label.column < cell.column + cell.column_span]
        free = bool(under) and not any(labels.key_of(cell.text) for cell in under)
        found.append((label, under[0] if free else None))
    return found


def _rightward(row: Sequence[TableCell], labels: LabelFinder) -> Iterator[tuple[TableCell, TableCell | None]]:
    """Each label of a row with the cell right of it; None where that is a label too."""
    for label, right in zip(row, [*row[1:], None], strict=True):
        if labels.key_of(label.text) is not None:
            yield label, right if right is not None and labels.key_of(right.text) is None else None


def _inside_cells(
    document: Document,
    row: Sequence[TableCell],
    values: Sequence[TableCell | None],
    by_number: dict[int, Paragraph],
    labels: LabelFinder,
) -> Iterator[Pair]:
    """The pairs within cells that hold ``标签：值`` themselves and are not the value of a label beside them."""
    for cell in row:
        if cell not in values and labels.key_of(cell.text) is None and labels.before_colon.match(cell.text):
            inside = [by_number[n] for n in cell.paragraphs if n in by_number and by_number[n].text.strip()]
            yield from _in_lines(document, inside, labels, form=False)


def _cell_pair(
    document: Document,
    table: Table,
    key: str,
    label: TableCell,
    value: TableCell | None,
    by_number: dict[int, Paragraph],
) -> Pair:
    label_lines = [by_number[number] for number in label.paragraphs if number in by_number]
    value_lines = [by_number[number] for number in value.paragraphs if number in by_number] if value else []
    spans = [Span(line.number, len(line.text), len(line.text)) for line in label_lines]
    text = value.text.strip() if value else ""
    first = next((line for line in value_lines if line.text.strip()), None)
    if first is None:
        shown = next((line for line in label_lines if line.text.strip()), None)
        page, number, cell = (shown.page, shown.number, shown.cell) if shown else (table.page, None, None)
        return Pair(key, text, Place(document.path, page, number, field=key, cell=cell), tuple(spans))
    spans.extend(Span(line.number, 0, len(line.text)) for line in value_lines)
    start = len(first.text) - len(first.text.lstrip())
    place = Place(document.path, first.page, first.number, start, len(first.text.rstrip()), field=key, cell=first.cell)
    return Pair(key, text, place, tuple(spans))


# -- lines -------------------------------------------------------------------


def _in_lines(
    document: Document, paragraphs: Sequence[Paragraph], labels: LabelFinder, *, form: bool
) -> Iterator[Pair]:
    growing: Pair | None = None  # the last pair of the lines above, whose value may go on below
    for paragraph in paragraphs:
        pairs = _on_line(document, paragraph, labels, form=form)
        if not pairs and growing is not None and _goes_on(growing, paragraph, labels, form=form):
            growing = _extend(document, growing, paragraph)
            if growing.key in labels.long and (form or growing.key not in labels.single):
                continue
            pairs, growing = [growing], None
        elif growing is not None:
            yield growing
            growing = None
        yield from pairs[:-1]
        if pairs and _may_grow(pairs, labels, form=form):
            growing = pairs[-1]
        else:
            yield from pairs[-1:]
    if growing is not None:
        yield growing


def _on_line(document: Document, paragraph: Paragraph, labels: LabelFinder, *, form: bool) -> list[Pair]:
    """The pairs that begin on a line: ``标签：值`` once or several times, or (in a form) a label alone."""
    found = [m for m in labels.before_colon.finditer(paragraph.text) if labels.key_of(m.group(1))]
    if found and not paragraph.text[: found[0].start()].strip():
        ends = [match.start() for match in found[1:]] + [len(paragraph.text)]
        return [
            _line_pair(document, paragraph, labels.key_of(match.group(1)) or "", match.end(), end)
            for match, end in zip(found, ends, strict=True)
        ]
    key = labels.key_of(paragraph.text) if form else None
    if key is None:
        return []
    return [_line_pair(document, paragraph, key, len(paragraph.text), len(paragraph.text))]


def _may_grow(pairs: Sequence[Pair], labels: LabelFinder, *, form: bool) -> bool:
    """Whether the paragraphs below may belong to the last value of a line.

    In a form the value of a long field does, and any value whose line is empty but for its one label; in
    prose only a long field announced by its label alone, and a list.
    """
    pair = pairs[-1]
    if pair.key in labels.lists:
        return True
    if not pair.text:
        return pair.key in labels.long or (form and len(pairs) == 1)
    return form and pair.key in labels.long


def _line_pair(document: Document, paragraph: Paragraph, key: str, start: int, end: int) -> Pair:
    value = paragraph.text[start:end]
    text = value.strip()
    first = start + len(value) - len(value.lstrip()) if text else start
    place = Place(
        document.path, paragraph.page, paragraph.number, first, first + len(text), field=key, cell=paragraph.cell
    )
    return Pair(key, text, place, (Span(paragraph.number, first, first + len(text)),))


def _goes_on(pair: Pair, paragraph: Paragraph, labels: LabelFinder, *, form: bool) -> bool:
    """Whether the paragraph belongs to the value of the pair above it."""
    if paragraph.heading:
        return False
    if pair.key in labels.lists:
        if _NUMERAL_ENTRY.match(paragraph.text):
            return not pair.text or bool(_NUMERAL_ENTRY.match(pair.text))
        return bool(_LIST_ENTRY.match(paragraph.text)) or (form and not pair.text)
    if _SECTION_HEADING.fullmatch(paragraph.text):
        return False
    return pair.key in labels.long or not _OTHER_LABEL.match(paragraph.text)


def _extend(document: Document, pair: Pair, paragraph: Paragraph) -> Pair:
    span = Span(paragraph.number, 0, len(paragraph.text))
    if pair.text:
        return Pair(pair.key, f"{pair.text}\n{paragraph.text.strip()}", pair.place, (*pair.spans, span))
    continued = _line_pair(document, paragraph, pair.key, 0, len(paragraph.text))
    return Pair(pair.key, continued.text, continued.place, (*pair.spans, span))
