"""PU25: 、 before 和, 及 or 以及."""

import re

from zgc_lint.api import Confidence, Document, Passage, PatternCheck

_WORDS = {
    "和": "平谐康义睦解约好气蔼缓议田静硕顺服稀善煦衷声弦县顿风西龙林政源盛苑美式室棋牌",
    "及": "时格早其第笄冠至",
}


class CommaBeforeConjunction(PatternCheck):
    """、 and a conjunction say the same; before 以及 stands ， if anything."""

    code = "PU25"
    name = "comma-before-conjunction"
    title = "连词前用顿号"
    row = "punctuation"
    pattern = re.compile(
        "、以及|、(?:" + "|".join(f"{word}(?![{rest}])" for word, rest in _WORDS.items()) + r")(?=[\u4e00-\u9fff“《])"
    )
    message = "连词之前不用顿号，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return "，以及" if match.group() == "、以及" else match.group()[1:]

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        return match.group() != "、以及" and passage.text[match.end() : match.end() + 1] in "，、。；"

    def sureness(self, match: re.Match[str], document: Document) -> Confidence:
        return Confidence.LIKELY if match.group() == "、以及" else Confidence.HINT
