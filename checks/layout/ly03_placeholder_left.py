"""LY03: a template's placeholder that nobody filled in: XXX, ____, 此处填写, 【】, 2026年  月  日."""

import re

from zgc_lint.api import SURNAMES, Passage, PatternCheck

_X = "XxＸｘ×╳"
_HINT = "待补充|待完善|待填写|待核实后(?:填写|补充)|请补充|请填写|略写|示例"
_FOR_EXAMPLE = re.compile(r"(?:[如即]|例如|比如|诸如)[：:“]?$")
_ELSEWHERE = re.compile(r"[A-Za-z0-9*＊]$")


class PlaceholderLeft(PatternCheck):
    """Names and numbers masked with crosses (张××, 1101081990××××) are no placeholders."""

    code = "LY03"
    name = "placeholder-left"
    title = "模板占位符未替换"
    row = "layout"
    pattern = re.compile(
        rf"20\d{{2}}年[{_X}]{{1,2}}月(?:[{_X}]{{1,2}}日)?|(?:20)?[{_X}]{{2,4}}年(?:[{_X}]{{1,2}}月)?(?:[{_X}]{{1,2}}日)?|[{_X}]{{1,2}}月[{_X}]{{1,2}}日"
        rf"|[{_X}]{{2,}}|_{{3,}}|＿{{2,}}"
        r"|[（(【\[]?(?:此处填写|在此填写|(?:单击|点击|点按)[^，。；]{0,6}此处)[^，。；）】)\]]{0,10}[）)】\]]?"
        rf"|[（(【\[](?:{_HINT})[^，。；）】)\]]{{0,8}}[）)】\]]|(?<![^，。；：:\s])(?:{_HINT})[。；]?$"
        r"|[？?]{2,}|【\s*】|《\s*》|〔\s*〕"
        r"|(?:\d{4})?年[ \u3000\u00a0]+月(?:[ \u3000\u00a0]*日)?|(?<=\d月)[ \u3000\u00a0]+日"
    )
    message = "“{context}”中的占位符未替换"

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        before, after = passage.text[: match.start()], passage.text[match.end() :]
        if set(match.group()) <= set(_X):
            masked = len(match.group()) <= 2 and before[-1:] in SURNAMES
            named = _FOR_EXAMPLE.search(before) or _ELSEWHERE.search(before)
            return masked or bool(named) or bool(re.match(r"[A-Za-z0-9]", after))
        if after.startswith("内"):
            return True  # 注：【】内为已办结数: the brackets are spoken of
        return match.group().endswith("日") and before.endswith(("出生", "生于"))
