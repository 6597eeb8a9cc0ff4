"""PU14: 、 after 第一 or 首先."""

import re

from zgc_lint.api import Passage, PatternCheck

_NUMERALS = "一二三四五六七八九十"


class CommaAfterOrdinal(PatternCheck):
    """第一, 首先 and the like, which open a point of an argument, are followed by ，."""

    code = "PU14"
    name = "comma-after-ordinal"
    title = "“第一”“首先”后用顿号"
    row = "punctuation"
    pattern = re.compile(rf"(?<![^\s。；：])(?:第[{_NUMERALS}]{{1,3}}|首先|其次|再次|最后)、(?=[\u4e00-\u9fff“《])")
    message = "“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return match.group()[:-1] + "，"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        rest = passage.text[match.end() :]
        first = re.split("[，。；\n]", rest)[0]
        return bool(
            re.match(rf"第?[{_NUMERALS}]", rest)
            or re.search(rf"、第?[{_NUMERALS}]", first)
            or re.match("(?:首先|其次|再次|最后)", rest)
        )
