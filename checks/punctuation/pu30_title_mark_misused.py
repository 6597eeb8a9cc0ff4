"""PU30: title marks on what is no work: 《营业执照》"""

import re

from zgc_lint.api import Confidence, Knowledge, PatternCheck, any_of


class TitleMarkMisused(PatternCheck):
    """Certificates, cards, meetings and activities are no works; the words are in dictionaries/not-titles.txt."""

    code = "PU30"
    name = "title-mark-misused"
    title = "非作品名称用书名号"
    row = "punctuation"
    confidence = Confidence.HINT
    safe = False
    message = "“{suggest}”不是作品，不用书名号：“{text}”应写“{suggest}”"

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        words = any_of(knowledge.words("not-titles.txt"))
        self.pattern = re.compile(rf"《([^《》〈〉，。；：、“”]{{0,20}}?(?:{words}))》")

    def suggest(self, match: re.Match[str]) -> str:
        return match[1]
