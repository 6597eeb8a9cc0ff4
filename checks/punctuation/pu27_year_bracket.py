"""PU27: the year of a document number in other brackets than 〔〕."""

import re

from zgc_lint.api import PatternCheck


class YearBracket(PatternCheck):
    """京政发〔2026〕1号; the number of a court case, （2026）京0108民初1号, keeps its round brackets."""

    code = "PU27"
    name = "year-bracket"
    title = "发文字号年份括号不当"
    row = "punctuation"
    pattern = re.compile(
        r"(?<=[\u4e00-\u9fff])[\[(（【［]\s?((?:19[5-9]|20[0-4])[0-9])\s?[\])）】］](?=\s?第?\s?[0-9]{1,5}\s?号)"
    )
    message = "发文字号的年份用六角括号，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return f"〔{match.group(1)}〕"
