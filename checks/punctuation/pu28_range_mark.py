"""PU28: a hyphen in a range of dates or quantities."""

import re

from zgc_lint.api import Confidence, PatternCheck

_TIME = r"(?:年|月|日|时|\d:\d\d)"
_UNIT = r"(?:%|％|℃|㎡|米|元|人|天|日|年|个|分贝|平方米|万元|公里|小时|分钟|岁|吨|户|倍)"


class RangeMark(PatternCheck):
    """Dates, times and places run from — to, quantities from ～ to; a hyphen joins."""

    code = "PU28"
    name = "range-mark"
    title = "起止范围用短横线"
    row = "punctuation"
    by_default = False
    confidence = Confidence.HINT
    safe = False
    pattern = re.compile(
        rf"(?<=[年月日时分])[-－–-](?=\d{{1,4}}[年月日时])|(?<=\d:\d\d)[-－–](?=\d{{1,2}}:\d\d)"
        rf"|(?<![0-9A-Za-z.—－-])[0-9]+(?:\.[0-9]+)?[%％]?[-－–][0-9]+(?:\.[0-9]+)?{_UNIT}"
    )
    message = "“{context}”中的起止范围，时间、地点用一字线“—”，数值用浪纹线“～”，不用短横线"
