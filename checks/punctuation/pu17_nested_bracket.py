"""PU17: round brackets inside round brackets."""

import re

from zgc_lint.api import Confidence, Passage, PatternCheck

_LONGEST = 300  # characters between the outer brackets
_NUMBER = re.compile(r"[一二三四五六七八九十百〇\d]+")
_REST = re.compile(r"[^（）\n]*(?:（[^（）\n]*）[^（）\n]*)*）")
_BODIES = ("局", "委", "办", "厅", "部", "院", "站", "所", "会", "处", "心")
_NAME = re.compile(r"[\u4e00-\u9fff（）]{0,12}?(?:公司|集团|中心|事务所|合伙|学校|大学|医院|协会)")


class NestedBracket(PatternCheck):
    """Brackets of the same form are not nested; the inner pair takes another form."""

    code = "PU17"
    name = "nested-bracket"
    title = "同形括号套用"
    row = "punctuation"
    confidence = Confidence.LIKELY
    safe = False
    pattern = re.compile(r"（[^（）\n]{1,80}）")
    message = "圆括号里又用圆括号，内层宜换一种括号：“{text}”可写“{suggest}”"

    def suggest(self, match: re.Match[str]) -> str:
        inside = match.group()[1:-1]
        return f"［{inside}］" if "〔" in inside else f"〔{inside}〕"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        text, (start, end) = passage.text, match.span()
        outer = re.search(r"（[^（）\n]*$", text[max(0, start - _LONGEST) : start])
        if outer is None or not _REST.match(text[end : end + _LONGEST]):
            return True
        lead, inside = outer.group()[1:], match.group()[1:-1]
        in_title = lead.count("《") + lead.count("〈") > lead.count("》") + lead.count("〉")
        return bool(
            in_title
            or len(inside) <= 2  # 市、县（区）: part of the word
            or re.fullmatch("[市区县州旗镇乡街道村居、]+", inside)
            or (lead[-1:] in _BODIES and inside[-1] in _BODIES)  # a body of two names
            or _NUMBER.fullmatch(inside)  # 第（一）项, （2026）京0108民初1号
            or inside in ("试行", "草案", "暂行", "有限合伙", "普通合伙", "特殊普通合伙", "征求意见稿")
            or _NAME.match(text, end)  # a registered name
        )
