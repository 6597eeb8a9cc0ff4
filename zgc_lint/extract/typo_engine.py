"""The one corrector and finder of gaps of this process, and from what probability on its suspicions are reported."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zgc_lint.bundled import dictionaries_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zgc_lint.typo.corrector import Corrector, Suspicion
    from zgc_lint.typo.gaps import Gaps

__all__ = ["CERTAIN", "LIKELY", "LIKELY_GAP", "corrector", "gaps", "judged"]

#: Least probabilities. Set by what `python -m benchmarks.text` measured; see benchmarks/results/text.md.
CERTAIN, LIKELY = 0.93, 0.5
#: Of a character left out: what is complete without it has more forms than the corpora show (许可证, 许可).
LIKELY_GAP = 0.6


@cache
def corrector() -> Corrector:
    """The corrector. Its modules and tables are loaded only now: numpy alone takes 0.1 s."""
    from zgc_lint.typo.corrector import Corrector

    return Corrector(dictionaries_folder() / "models")


@cache
def gaps() -> Gaps:
    """What finds characters left out; shares the corrector's tables."""
    from zgc_lint.typo.gaps import Gaps

    return Gaps(dictionaries_folder() / "models", corrector())


def judged(texts: Sequence[str], least: float) -> list[list[Suspicion]]:
    """All that is suspected in each text at least so probably: slips, what was left out, what stands twice."""
    from zgc_lint.typo.doubles import doubled

    ways = corrector().suspicions(texts, least), gaps().suspicions(texts, least), doubled(corrector(), texts, least)
    return [[one for way in found for one in way] for found in zip(*ways, strict=True)]
