"""CO05: numbers that do not come out: 附件共3份 against the list, sums, amounts in words, counts against lists."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from zgc_lint.api import (
    Attachments,
    Cell,
    Check,
    Confidence,
    Document,
    Figure,
    Filing,
    Finding,
    Line,
    NoOptions,
    Paper,
    Papers,
    Place,
    Prose,
    Quote,
    Role,
    Table,
    TableCell,
    figures,
    read_count,
    tallies,
)

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_ENCLOSED = re.compile(
    rf"(?:附件|附件材料|佐证材料|证明材料)(?:材料)?(?:共计|合计|总计|一共|共有|共|计|：|:)\s*(?:共|计)?(?P<number>{_NUMBER})\s*(?:份|件|个|项)"
    rf"|(?:附|后附|随附|提交|报送)(?:上述|以下|有|有关|相关)?(?:附件|佐证材料|证明材料)(?:共)?(?P<number2>{_NUMBER})\s*(?:份|件|个|项)"
)
_TOTAL_LABELS = {"合计", "总计", "共计"}
_FIGURE = re.compile(r"[¥￥]?\s*(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*(?:元|户|人|处|件|次|平方米|张|份|个)?")


class NumberMismatch(Check):
    code, name, title = "CO05", "number-mismatch", "数目对不上"
    row = "contradiction"
    needs = (Papers, Attachments, Prose)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Hold the numbers of each paper against one another, against the list and between the papers."""
        own = [paper for paper in filing[Papers].papers if paper.own]
        yield from _enclosed(filing, own)
        told: set[tuple[str, str]] = set()
        for paper in own:
            for line in paper.lines:
                for finding in _within(paper, line):
                    if (key := (finding.text, finding.message)) not in told:
                        told.add(key)
                        yield finding
        for document in filing.documents:
            if document.problem is None and any(paper.path == document.path for paper in own):
                yield from _sums(document)
        yield from _between(own)


def _within(paper: Paper, line: Line) -> Iterator[Finding]:
    for tally in tallies(line.text):
        if line.is_quoted(tally.start, tally.end):
            continue
        said, counted = line.quote(tally.start, tally.end), line.quote(tally.other_start, tally.other_end)
        yield Finding(
            said.place,
            f"{paper.name}中{tally.kind}对不上：写的是“{said.text}”，而“{counted.text}”是 {_plain(tally.counted)}",
            text=said.text,
            evidence=[said, counted],
            confidence=Confidence.CERTAIN if tally.sure and line.score == 1 else Confidence.LIKELY,
        )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _enclosed(filing: Filing, own: list[Paper]) -> Iterator[Finding]:
    """附件共3份, where the list has another number of entries."""
    attachments = filing[Attachments]
    listed = attachments.listed
    if not listed:
        return
    for paper in own:
        for line in paper.lines:
            match = _ENCLOSED.search(line.text)
            said = read_count(match["number"] or match["number2"]) if match else None
            if match is None or said is None or said == len(listed) or line.is_quoted(*match.span()):
                continue
            if paper.role is Role.ATTACHMENT or (said == len(attachments.files) and not attachments.merged):
                continue  # counts sheets: one entry may stand for several files
            quote = line.quote(*match.span())
            names = "、".join(entry.name for entry in listed)
            yield Finding(
                quote.place,
                f"{paper.name}写“{quote.text}”，附件清单列了 {len(listed)} 份：{names}",
                text=quote.text,
                evidence=[quote, Quote(listed[0].place, names)],
                confidence=Confidence.CERTAIN if line.score == 1 else Confidence.LIKELY,
            )
            return


def _sums(document: Document) -> Iterator[Finding]:
    """A table whose row 合计 is not the sum of the rows above it."""
    for table in document.tables:
        for index, row in enumerate(table.rows):
            label = next((cell for cell in row if cell.text.strip()), None)
            if index < 3 or label is None or "".join(label.text.split()) not in _TOTAL_LABELS:
                continue
            for column, cell in enumerate(row):
                total, parts = _figure(cell), [_figure(above[column]) for above in table.rows[1:index]]
                counted = sum((part for part in parts if part is not None), Decimal(0))
                if total is None or cell.column_span > 1 or None in parts or _is_serial(table, column):
                    continue
                if total != counted:
                    place = _place(document, table, cell)
                    yield Finding(
                        place,
                        f"表中“{label.text.strip()}”写 {cell.text.strip()}，上面各行相加是 {_plain(counted)}",
                        text=cell.text.strip(),
                        evidence=[Quote(place, "、".join(above[column].text.strip() for above in table.rows[1:index]))],
                        confidence=Confidence.LIKELY,
                    )
            return


def _figure(cell: TableCell) -> Decimal | None:
    match = _FIGURE.fullmatch(cell.text.strip())
    try:
        return Decimal(match[1].replace(",", "")) if match else None
    except InvalidOperation:
        return None


def _is_serial(table: Table, column: int) -> bool:
    return any(word in table.rows[0][column].text for word in ("序号", "编号", "日期", "电话", "单价"))


def _place(document: Document, table: Table, cell: TableCell) -> Place:
    paragraph = cell.paragraphs[0] if cell.paragraphs else None
    return Place(document.path, paragraph=paragraph, cell=Cell(table.number, cell.row, cell.column))


def _between(own: list[Paper]) -> Iterator[Finding]:
    """The same amount, area or total in two papers: 押金8600元 here, 押金6800元 there; once in each."""
    first: dict[tuple[str, str], tuple[Paper, Line, Figure]] = {}
    for paper in own:
        told: dict[tuple[str, str], list[tuple[Line, Figure]]] = {}
        for line in paper.lines:
            for figure in figures(line.text):
                if not line.is_quoted(figure.start, figure.end):
                    told.setdefault((figure.what, figure.unit), []).append((line, figure))
        for key, found in told.items():
            if len({figure.number for _, figure in found}) != 1:
                first.pop(key, None)  # several figures of one name: which is meant cannot be told
                continue
            line, figure = found[0]
            if key not in first:
                first[key] = paper, line, figure
                continue
            other_paper, other_line, other = first[key]
            if other.number != figure.number:
                yield _differs(key, (other_paper, other_line, other), (paper, line, figure))


def _differs(key: tuple[str, str], one: tuple[Paper, Line, Figure], other: tuple[Paper, Line, Figure]) -> Finding:
    (first_paper, first_line, first), (paper, line, figure) = one, other
    said, here = first_line.quote(first.start, first.end), line.quote(figure.start, figure.end)
    what = f"{key[0]}的{'次数' if key[1] == '次' else '数目'}"
    return Finding(
        here.place,
        f"{what}不一致：{first_paper.name}写 {said.text}{key[1]}，{paper.name}写 {here.text}{key[1]}",
        text=here.text,
        evidence=[_around(first_line, first), _around(line, figure)],
        confidence=Confidence.LIKELY,
    )


def _around(line: Line, figure: Figure) -> Quote:
    return line.quote(max(0, figure.start - 16), min(len(line.text), figure.end + 6))
