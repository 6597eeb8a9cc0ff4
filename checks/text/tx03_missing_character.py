"""TX03: a character or word left out: 街道办处, 经核，, 对堆物进行。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from zgc_lint.api import (
    Check,
    Confidence,
    CorrectorOptions,
    Document,
    Fields,
    Finding,
    Passage,
    Prose,
    Surroundings,
    Suspicions,
)


class Gap(NamedTuple):
    """A gap in a sentence: `missing` names what may have stood there."""

    pattern: re.Pattern[str]
    missing: str
    confidence: Confidence


GAPS = (
    Gap(re.compile(r"进行了(?=[，。；])"), "“进行”后缺少所做的事", Confidence.CERTAIN),
    Gap(
        re.compile(r"(?:已经?|予以|立即|及时)对[^，。；：]{2,20}进行(?=[，。；])"),
        "“进行”后缺少所做的事",
        Confidence.LIKELY,
    ),
    Gap(
        re.compile(
            r"对[^，。；：]{0,12}(?:问题|情况|堆物|垃圾|线路|设施|设备|车辆|现场|商户|人员|物业|诉求人|居民|小区|楼道|路面)"
            r"进行(?=[，。；])"
        ),
        "“进行”后缺少所做的事",
        Confidence.LIKELY,
    ),
    Gap(re.compile(r"(?:^|(?<=[，。；]))经(?=[，。；])"), "“经”后缺少“核实”“协调”等字", Confidence.CERTAIN),
    Gap(re.compile(r"(?<![已曾])经后(?=[，。])"), "“经后”缺少“核实”“协商”等字", Confidence.CERTAIN),
    Gap(
        re.compile(r"(?:^|(?<=[，。；]))经(?:我|本)(?:街道|处|科|社区|单位|办|局|委)(?=[，。])"),
        "“经……”后缺少“核实”“研究”等字",
        Confidence.LIKELY,
    ),
    Gap(
        re.compile(r"(?:根据|依据|按照|依照)《[^《》]{2,40}》(?:第[一二三四五六七八九十百\d]+条)?的(?=[，。；])"),
        "“的”后缺少“规定”“要求”等字",
        Confidence.CERTAIN,
    ),
    Gap(re.compile(r"(?<=[》的定])第条"), "条文缺少序号", Confidence.CERTAIN),
    Gap(re.compile(r"共计(?=[件次处份张名户栋个](?:[，。、；（]|$))"), "“共计”后缺少数字", Confidence.LIKELY),
    Gap(re.compile(r"(?:^|(?<=[，。；]))截[至止](?=[，。；])"), "“截至”后缺少时间", Confidence.CERTAIN),
)


@dataclass(frozen=True)
class Stub:
    """A word cut short, the whole word, and the surroundings in which it is none."""

    pattern: re.Pattern[str]
    right: str
    confidence: Confidence
    surroundings: Surroundings


class MissingCharacter(Check):
    code, name, title = "TX03", "missing-character", "漏字"
    row = "typo"
    scope = "document"
    needs = (Prose, Fields, Suspicions)
    Options = CorrectorOptions

    def run(self, document: Document, options: CorrectorOptions) -> Iterator[Finding]:
        """Yield the stubs of the list and the gaps in the document's own prose, then what the corrector adds."""
        names = document.filing[Fields].names if document.filing is not None else ""
        suspects = document[Suspicions].suspects if options.corrector else ()
        for passage in document[Prose].passages:
            own = [one for one in suspects if one.passage == passage]
            done: list[range] = []
            for finding, span in [*self._stubs(passage), *_gaps(passage)]:
                if passage.is_quoted(span.start, span.stop) or finding.text in names:
                    continue
                if any(one.keeps_length and one.start <= span.stop < one.end for one in own):
                    continue  # a slip, not a stub: 人民法苑
                if not any(span.start < other.stop and other.start < span.stop for other in done):
                    done.append(span)
                    yield finding
            for one in own:
                if one.is_gap and not any(one.start < span.stop and span.start < one.end for span in done):
                    yield one.slip(f"“{one.context}”中“{one.wrong}”疑漏字，应为“{one.right}”")

    def _stubs(self, passage: Passage) -> Iterator[tuple[Finding, range]]:
        for stub in self.stubs:
            for match in stub.pattern.finditer(passage.text):
                start, end = match.span()
                if end == len(passage.text):
                    continue  # cut off by the layout
                if not stub.surroundings.allow(passage.text, start, end):
                    message = f"“{match.group()}”疑漏字，应为“{stub.right}”"
                    yield passage.slip(start, end, stub.right, message, stub.confidence), range(start, end)

    @cached_property
    def stubs(self) -> list[Stub]:
        """The stubs of missing.tsv."""
        return [
            Stub(re.compile(row.text("stub")), row["right"], row.confidence, Surroundings.read(row))
            for row in self.knowledge.rows("missing.tsv", patterns=("stub", *Surroundings.COLUMNS))
        ]


def _gaps(passage: Passage) -> Iterator[tuple[Finding, range]]:
    for gap in GAPS:
        for match in gap.pattern.finditer(passage.text):
            start, end = match.span()
            context = passage.text[max(0, start - 4) : end + 4].replace("\n", " ").strip()
            yield (
                Finding(
                    passage.place.within(start, end),
                    f"“{context}”疑漏字：{gap.missing}",
                    text=match.group(),
                    confidence=gap.confidence,
                    case=passage.case,
                ),
                range(start, end),
            )
