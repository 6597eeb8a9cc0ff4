"""PU07: 、 between two titles that stand side by side: 》、《"""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck, sentence_at


class CommaBetweenTitles(PatternCheck):
    """Title marks already part the titles; where one of the titles has a note in brackets, 、 is right."""

    code = "PU07"
    name = "comma-between-titles"
    title = "并列书名号之间用顿号"
    row = "punctuation"
    by_default = False
    confidence = Confidence.HINT
    pattern = re.compile("(?<=》)、(?=《)")
    message = "并列的书名号之间通常不用顿号，“{context}”中的“{text}”可以删去"

    def suggest(self, match: re.Match[str]) -> str:
        return ""

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        return "》（" in sentence_at(passage.text, match.start())
