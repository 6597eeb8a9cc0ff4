"""LY01: numbers that jump, repeat, run backwards or begin anew: 一、 三、."""

from collections.abc import Iterator, Sequence

from zgc_lint.api import Check, Confidence, Document, Finding, Mark, NoOptions, Outline, Prose, Quote

_SECTION = 1  # depth of 一、


class NumberingGap(Check):
    code, name, title = "LY01", "numbering-gap", "序号不连续"
    row = "layout"
    scope = "document"
    needs = (Outline, Prose)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield the first number of each break in a count."""
        for marks in document[Outline].groups():
            yield from self._breaks(marks)

    def _breaks(self, marks: Sequence[Mark]) -> Iterator[Finding]:
        open_: list[Mark] = []  # the last mark of each level that is being counted, outermost first
        last: dict[int, int] = {}  # the last number of each level, also of counts that are over
        for position, mark in enumerate(marks):
            if mark.loose and not _fits(mark, open_):
                continue
            while any(before.depth == mark.depth for before in open_[:-1]):
                open_.pop()
            if not open_ or open_[-1].depth != mark.depth:
                open_.append(mark)
                runs_on = mark.number == last.get(mark.depth, 0) + 1
                last[mark.depth] = mark.number
                if mark.number > 1 and not runs_on and _is_counted_on(mark, marks[position + 1 :]):
                    yield _finding(mark, None, f"序号从“{mark.text}”开始，前面缺少“1”号")
                continue
            before, open_[-1] = open_[-1], mark
            last[mark.depth] = mark.number
            if mark.number == before.number + 1 or mark.loose or before.loose:
                continue
            if mark.number == 1:
                if mark.depth == _SECTION or before.number == 1:
                    yield _finding(mark, before, f"序号“{mark.text}”重新开始，前一个序号是“{before.text}”")
            elif mark.number == before.number:
                yield _finding(mark, before, f"序号“{mark.text}”重复")
            else:
                how = "跳号" if mark.number > before.number else "倒退"
                yield _finding(mark, before, f"序号{how}：“{before.text}”之后是“{mark.text}”")


def _fits(mark: Mark, open_: Sequence[Mark]) -> bool:
    """Whether what may be the number of an item is the next one."""
    last = next((before.number for before in reversed(open_) if before.depth == mark.depth), 0)
    return mark.number in (1, last + 1)


def _is_counted_on(mark: Mark, following: Sequence[Mark]) -> bool:
    """Whether the count that begins with `mark` goes on, so that it is one and no reference to something else."""
    same = next((later for later in following if later.depth <= mark.depth), None)
    return same is not None and (same.depth, same.number) == (mark.depth, mark.number + 1)


def _finding(mark: Mark, before: Mark | None, message: str) -> Finding:
    evidence = () if before is None else (Quote(before.place, before.text + before.rest[:12]),)
    likely = before is None or mark.number == 1
    return Finding(
        mark.place,
        message,
        text=mark.text,
        evidence=evidence,
        confidence=Confidence.LIKELY if likely else Confidence.CERTAIN,
        case=mark.case,
    )
