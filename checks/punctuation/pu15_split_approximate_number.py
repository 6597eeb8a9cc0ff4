"""PU15: an approximate number split by 、: 三、四天"""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck

_NUMERALS = "一二三四五六七八九两"
_VALUES = {numeral: value for value, numeral in enumerate(_NUMERALS[:9], 1)} | {"两": 2}
_MEASURES = (
    "天|日(?!期)|夜|个(?!方面|层面|部分)|年(?!级|度|期|制|生)|小时|分钟|秒|次|遍|人(?!称)|名|位(?!数)|户|家(?!庭)|里|公里|千米|米(?!线)|公斤|斤|"
    "吨|元|倍|岁|十|百|千|万|百万|成|点钟|桶|趟|回|张|间|辆|台|处|袋|株|棵"
)


class SplitApproximateNumber(PatternCheck):
    """Two numerals side by side that stand for about so many are not parted."""

    code = "PU15"
    name = "split-approximate-number"
    title = "概数之间用顿号"
    row = "punctuation"
    confidence = Confidence.LIKELY
    safe = False
    pattern = re.compile(rf"(?<![第前后上下{_NUMERALS}十百千万、])([{_NUMERALS}])、([{_NUMERALS}])(?=(?:{_MEASURES}))")
    message = "相邻两个数字连用表示概数，中间不用顿号，“{text}”应写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        return match.group().replace("、", "")

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        left, right = (_VALUES[match.group(group)] for group in (1, 2))
        after = passage.text[match.end() :]
        paired = match.group() == "一、二" and re.match("次(?:能源|设备|系统|供水|管网|回路)", after)
        return right != left + 1 or bool(paired) or after.startswith("十年代")
