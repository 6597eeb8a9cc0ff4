"""PU08: 、 between two quotations that stand side by side: ”、“"""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck, sentence_at


class CommaBetweenQuotations(PatternCheck):
    """Quotation marks already part the words; where a note in brackets stands between, 、 is right."""

    code = "PU08"
    name = "comma-between-quotations"
    title = "并列引号之间用顿号"
    row = "punctuation"
    by_default = False
    confidence = Confidence.HINT
    pattern = re.compile("(?<=”)、(?=“)")
    message = "并列的引号之间通常不用顿号，“{context}”中的“{text}”可以删去"

    def suggest(self, match: re.Match[str]) -> str:
        return ""

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        return "”（" in sentence_at(passage.text, match.start())
