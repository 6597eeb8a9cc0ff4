"""What a check is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.model import Confidence, Document, Finding, Fix, Unjudged

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from zgc_lint.knowledge import Knowledge

__all__ = ["Check", "NoOptions", "PatternCheck"]

Scope = Literal["document", "filing", "batch"]


@dataclass(frozen=True, slots=True)
class NoOptions:
    """The options of a check that has none."""


class Check:
    """A check: a subclass in a file of its own, with its doc (.md) and cases (.yaml) of the same stem beside it.

    Class attributes:
        code: "PH01"; never changes its meaning.
        name: "unwatermarked-photo"; names the defect.
        title: the Chinese name, for users.
        row: the row of the price list (contract.md) its findings fall under; None for advice.
        scope: what `run` is given: each "document", each "filing" or the "batch".
        by_default: whether it runs unless it is asked for by its own code or name; False for questions of style.
        extra: the extra of zgc-lint that has to be installed for it (``zgc-lint[pycorrector]``); "" where none has.
        needs: the facts it asks its subject for; asking for another one raises.
        Options: a frozen dataclass of settings with defaults; the office sets them under ``checks: CODE:``.
        settings_of: the code of another check under which its Options are set, where the two share them.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[str]
    row: ClassVar[str | None] = None
    scope: ClassVar[Scope] = "filing"
    by_default: ClassVar[bool] = True
    extra: ClassVar[str] = ""
    needs: ClassVar[Sequence[type]] = ()
    Options: ClassVar[type] = NoOptions
    settings_of: ClassVar[str] = ""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def run(self, subject: Any, options: Any) -> Iterable[Finding | Unjudged]:
        """Yield the defects of `subject`, and `Unjudged` for what cannot be decided.

        A check knows facts: neither bytes nor money are its business.
        """
        raise NotImplementedError


class PatternCheck(Check):
    """A check that is one regular expression over the office's own prose.

    A subclass sets `pattern` (where words of a dictionary go into it, in its __init__) and `message` (with
    ``{text}``, ``{suggest}`` and ``{context}``, the match with a few characters around it), and may override
    `suggest` (what to write in place of a match), `allows` (guards) and `sureness`. Matches that touch a quoted
    zone are passed over.
    """

    scope: ClassVar[Scope] = "document"
    needs: ClassVar[Sequence[type]] = (Prose,)
    pattern: re.Pattern[str]
    message: ClassVar[str]
    confidence: ClassVar[Confidence] = Confidence.CERTAIN
    safe: ClassVar[bool] = True

    def suggest(self, match: re.Match[str]) -> str | None:
        """What to write in place of the match; None where that takes a human being."""
        return None

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        """Whether the match is lawful after all."""
        return False

    def sureness(self, match: re.Match[str], document: Document) -> Confidence:
        """How sure a finding is in a document of this format."""
        return self.confidence

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        """Yield a finding for each match that no guard allows."""
        for passage in document[Prose].passages:
            for match in self.pattern.finditer(passage.text):
                start, end = match.span()
                if passage.is_quoted(start, end) or self.allows(match, passage):
                    continue
                suggestion = self.suggest(match)
                context = passage.text[max(0, start - 4) : end + 4].replace("\n", " ").strip()
                yield Finding(
                    passage.place.within(start, end),
                    self.message.format(text=match.group(), suggest=suggestion, context=context),
                    text=match.group(),
                    suggest=suggestion,
                    fix=None if suggestion is None else Fix(suggestion, safe=self.safe),
                    confidence=self.sureness(match, document),
                    case=passage.case,
                )
