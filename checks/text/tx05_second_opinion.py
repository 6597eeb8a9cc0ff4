"""TX05: what pycorrector, where an office has installed it, would write otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from zgc_lint.api import Check, Document, Finding, SecondOpinion, Unjudged


@dataclass(frozen=True, slots=True)
class Model:
    """`model`: the file of a kenlm model (.klm, .bin or .arpa) on this machine; "" for none."""

    model: str = ""


class PycorrectorHint(Check):
    code, name, title = "TX05", "second-opinion", "疑似错别字（pycorrector）"
    row = "typo"
    scope = "document"
    by_default = False
    extra = "pycorrector"
    needs = (SecondOpinion,)
    Options = Model

    def run(self, document: Document, options: Model) -> Iterator[Finding | Unjudged]:
        """Yield a hint for each place that pycorrector would change."""
        for one in document[SecondOpinion].ask(options.model):
            if isinstance(one, Unjudged):
                yield one
                continue
            where = "" if one.context == one.wrong else f"“{one.context}”中"
            yield Finding(
                one.passage.place.within(one.start, one.end),
                f"pycorrector 认为{where}“{one.wrong}”可能应为“{one.right}”，请核对",
                text=one.wrong,
                suggest=one.right,
                confidence=one.confidence,
                case=one.passage.case,
            )
