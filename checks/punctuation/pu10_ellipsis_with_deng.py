"""PU10: an ellipsis and 等 together."""

import re

from zgc_lint.api import Passage, PatternCheck

_DOTS = r"(?:(?<!…)…+|\.{3,6})"
_LISTED = re.compile(
    r"[，。；、）)]|问题|情[况形]|事项|诉求|现象|行为|原因|材料|设[施备]|方[式面]|措施|单位|部门|多"
    r"|[\d一二两三四五六七八九十几]+[个项类种家处]|$"
)


class EllipsisWithDeng(PatternCheck):
    """Both say that the list is not complete; one of them is enough."""

    code = "PU10"
    name = "ellipsis-with-deng"
    title = "省略号与“等”并用"
    row = "punctuation"
    pattern = re.compile(
        rf"{_DOTS}等(?![待候于级价到一了着他她我你不量值额同效距闲身分])"
        rf"|(?<![平高中初同相对均上头次劣何不一优甲乙丙差稍请久先别坐])等{_DOTS}"
    )
    message = "省略号与“等”意思重复，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return "等"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        sentence = re.split(r"[。！？；\n]", passage.text[: match.start()])[-1]
        if "、" in sentence or match.group()[0] == "等":
            return False
        return not _LISTED.match(passage.text, match.end())  # 等 may be the verb: ……等工作人员到场
