"""PU05: the same mark twice or more in a row."""

import re

from zgc_lint.api import PatternCheck


class DoubledMark(PatternCheck):
    """。。 ，， 、、 ：： ；； are one mark too many; a run is one place."""

    code = "PU05"
    name = "doubled-mark"
    title = "标点重复"
    row = "punctuation"
    pattern = re.compile(r"([。，、：；])\1+")
    message = "标点重复：“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return "……" if match.group(1) == "。" and len(match.group()) >= 3 else match.group(1)
