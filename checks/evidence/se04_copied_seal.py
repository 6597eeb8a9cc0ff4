"""SE04: the very same picture of a seal stands on two different papers."""

from collections.abc import Iterator

from zgc_lint.api import (
    SEAL_ALIKE,
    Batch,
    Check,
    Document,
    Finding,
    NoOptions,
    Quote,
    SealPairs,
    SealSeen,
    alike,
    same_page,
)


class CopiedSeal(Check):
    code, name, title = "SE04", "copied-seal", "印章系复制"
    row = "attachment-forged"
    scope = "batch"
    needs = (SealPairs,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding]:
        """Yield, for each later paper, the first earlier one that bears the same picture of a seal."""
        accused: set[str] = set()
        for (first, one), (second, two) in batch[SealPairs].pairs:
            if second.path in accused or _is_one_paper(first, one, second, two):
                continue
            if alike(one.print, two.print) < SEAL_ALIKE:
                continue
            accused.add(second.path)
            drawn = one.electronic and two.electronic
            hint = "请核实是否电子印章" if drawn else "手工盖章不会完全相同"
            yield Finding(
                two.place,
                f"印章与“{first.name}”上的印章是同一个图像，{hint}",
                text=two.name,
                evidence=[_read(two), _read(one)],
                confidence="hint" if drawn else "likely",
                case=second.filing.case if second.filing else None,
            )


def _read(seal: SealSeen) -> Quote:
    return Quote(seal.place, seal.name, seal.name_score if seal.name else None)


def _is_one_paper(first: Document, one: SealSeen, second: Document, two: SealSeen) -> bool:
    """Whether a paper lies there twice, told by its text where it has one, else by the look of the page."""
    if first.sha256 == second.sha256:
        return True
    if first.paragraphs and second.paragraphs:
        return [line.text for line in first.paragraphs] == [line.text for line in second.paragraphs]
    return same_page(one.page, two.page)
