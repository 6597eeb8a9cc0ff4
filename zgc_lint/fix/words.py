"""What was done and what is left, in Chinese, for the screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zgc_lint.fix.repair import Change, Repair, Repairs

__all__ = ["diff", "summary"]

_CONTEXT = 4  # characters shown on both sides of a change
_LONGEST = 30


def summary(repairs: Repairs) -> str:
    """File by file what was changed, where the copy lies, what is left; then the sums."""
    return "\n".join(_lines(repairs)) + "\n"


def diff(repairs: Repairs) -> str:
    """The changed paragraphs of all files as one unified diff."""
    return "".join(f"{line}\n" for file in repairs.files for line in file.diff())


def _lines(repairs: Repairs) -> Iterator[str]:
    for file in repairs.files:
        if file.changes or file.problem:
            yield from _file(file, written=repairs.written)
    by_hand = [file for file in repairs.files if file.left]
    if by_hand:
        yield "需手工修改："
        for file in by_hand:
            yield f"  {file.document or '全部材料'}　{len(file.left)} 处"
            reasons = Counter((entry.finding.code, entry.why) for entry in file.left)
            for (code, why), count in reasons.items():
                yield f"    {code} {count} 处：{why}"
    yield _verdict(repairs)


def _file(file: Repair, *, written: bool) -> Iterator[str]:
    if file.problem:
        yield f"{file.document}：没有写出校对稿"
        yield f"  {file.problem}"
        return
    yield f"{file.document}：{'改了' if written else '可改'} {sum(len(c.findings) for c in file.changes)} 处"
    for change in file.changes:
        yield f"  {_change(change, file)}"
    if file.copy:
        yield f"  校对稿：{file.copy}"


def _change(change: Change, file: Repair) -> str:
    made = change.replacement
    text = file.before[made.paragraph - 1] if made.paragraph <= len(file.before) else ""
    around = ""
    if text[made.start : made.end] == made.original and len(made.original) < _CONTEXT:  # else masked, or long enough
        around = f"（…{text[max(0, made.start - _CONTEXT) : made.end + _CONTEXT]}…）".replace("\n", " ")
    codes = "、".join(dict.fromkeys(finding.code for finding in change.findings))
    result = f"改为“{_short(made.text)}”" if made.text else "删去"
    original = f"“{_short(made.original)}”" if made.original else "此处"
    return f"{codes} 第 {made.paragraph} 段第 {made.start + 1} 字　{original}{around}{result}"


def _short(text: str) -> str:
    flat = text.replace("\n", "⏎")
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _verdict(repairs: Repairs) -> str:
    copies = sum(bool(file.changes) for file in repairs.files)
    if not repairs.fixed and not repairs.left:
        done = "没有需要修改的地方"
    else:
        done = f"{'共改' if repairs.written else '可改'} {repairs.fixed} 处，涉及 {copies} 个文件"
        done += f"；还有 {repairs.left} 处需手工修改" if repairs.left else "；没有需手工修改的地方"
    if not repairs.found:
        return f"{done}。没有找到申报材料：请确认给出的是当月文件夹，其下每件申报一个以工单编号开头的文件夹。"
    return f"{done}。" if repairs.complete else f"{done}。没有全部完成：有文件无法读取、检查或写出，见上。"
