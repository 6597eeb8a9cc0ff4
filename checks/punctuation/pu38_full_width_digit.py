"""PU38: full-width digits or letters."""

import re
import unicodedata

from zgc_lint.api import PatternCheck


class FullWidthDigit(PatternCheck):
    """Digits and letters are half-width; a run is one place."""

    code = "PU38"
    name = "full-width-digit"
    title = "全角数字、字母"
    row = "punctuation"
    pattern = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．－／：][０-９Ａ-Ｚａ-ｚ]+)*")
    message = "数字、字母应用半角，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return unicodedata.normalize("NFKC", match.group())
