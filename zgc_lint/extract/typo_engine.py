"""The one corrector of this process, and from what probability on its suspicions are reported."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zgc_lint.bundled import dictionaries_folder

if TYPE_CHECKING:
    from zgc_lint.typo.corrector import Corrector

__all__ = ["CERTAIN", "LIKELY", "corrector"]

#: Least probabilities. Set by what `python -m benchmarks.text` measured; see benchmarks/results/text.md.
CERTAIN, LIKELY = 0.91, 0.5


@cache
def corrector() -> Corrector:
    """The corrector. Its modules and tables are loaded only now: numpy alone takes 0.1 s."""
    from zgc_lint.typo.corrector import Corrector

    return Corrector(dictionaries_folder() / "models")
