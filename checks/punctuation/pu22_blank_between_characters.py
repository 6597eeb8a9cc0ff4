"""PU22: a blank between two Chinese characters of running text."""

import re

from zgc_lint.api import HAN, SURNAMES, Confidence, Document, Passage, PatternCheck

_BLANK = " \u3000\u00a0"
_SHORTEST = 20  # characters: less is a fragment
_CLAUSE = 6  # characters: a title in two lines has at least so many in each
_MARKS = '，。；：！？、（）“”‘’《》〈〉〔〕【】,;:!?()"\n'
_NUMBERING = re.compile(
    r"(?:[第笫][一二三四五六七八九十百千零〇两\d－-]+[\u4e00-\u9fff]{0,2}(?:之[一二三四五六七八九十]+)?"
    r"|(?:^|[^\u4e00-\u9fff])(?:[一二三四五六七八九十]{1,3}|附件?|附[表图录]|[图表注例]|此致)"
    r"|[\d０-９][年月日时分])$"
)
_HEADING = re.compile(
    r"(?:^|\n)[^\S\n]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])[\u4e00-\u9fff]{2,12}$"
)
_STANDARD = re.compile(r"《[^》]{0,100}(?:标准|规范|规程|规则|部分)$")
_LABEL = re.compile("(?:人|姓名|地址|电话|时间|日期|编号|单位|部门|类[别型]|结果|来源|名称|内容|事项|意见|方式)$")
_BEFORE_NAME = re.compile(r"(?:^|[员长任人记师者和与及由向对给某士]|[^\u4e00-\u9fff])$")


class BlankBetweenCharacters(PatternCheck):
    """Chinese text has no blanks; wide gaps, labels, spaced names and numbering are left alone."""

    code = "PU22"
    name = "blank-between-characters"
    title = "汉字之间有空格"
    row = "punctuation"
    safe = False
    pattern = re.compile(rf"[{HAN}](?:[{_BLANK}]{{1,2}}[{HAN}])+")
    message = "汉字之间有多余的空格，“{text}”应写“{suggest}”；如此处要停顿，应改用逗号"

    def suggest(self, match: re.Match[str]) -> str:
        return re.sub(f"[{_BLANK}]", "", match.group())

    def allows(self, match: re.Match[str], passage: Passage) -> bool:
        text, (start, end) = passage.text, match.span()
        if passage.kind == "line" or len(text) < _SHORTEST or not re.search("[，。；！？]", text):
            return True
        first = re.search(f"(?<![^{_MARKS}])[^{_MARKS}]*$", text[: start + 1])
        last = re.match(f"[^{_MARKS}]*", text[end - 1 :])
        lead, rest = first.group() if first else "", last.group() if last else ""
        left, right = start + 1 - len(lead), end - 1 + len(rest)
        opened, closed = text[max(0, left - 1) : left], text[right : right + 1]
        words = text[left:right].split()
        return bool(
            _NUMBERING.search(text[: start + 1])
            or _HEADING.search(text[: start + 1])  # the text follows its heading on the same line
            or (opened in ("：", ":") and len(lead) <= 4)
            or (closed in ("：", ":") and sum(map(len, words)) <= 10)
            or (len(words) > 2 and all(2 <= len(word) <= 4 for word in words))  # a list of names or places
            or (len(lead.strip()) <= 6 and _LABEL.search(lead))
            or set(match.group()) <= set("年月日时分" + _BLANK)
            or _STANDARD.search(text[: start + 1])  # 《食品安全国家标准 果冻》
            or (opened == "《" and closed == "》" and min(map(len, words)) >= _CLAUSE)
            or _is_name(match, text)
        )

    def sureness(self, match: re.Match[str], document: Document) -> Confidence:
        # the blanks of a paged document may be the reader's own
        return Confidence.LIKELY if document.format in ("docx", "xlsx", "txt") else Confidence.HINT


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether it is a name of two characters set to the width of three: 李 明."""
    after = text[match.end() : match.end() + 2]
    return (
        sum(char not in _BLANK for char in match.group()) == 2
        and match.group()[0] in SURNAMES
        and bool(_BEFORE_NAME.search(text[: match.start()]))
        and not (re.match(f"[{HAN}]", after) and after not in ("同志", "先生", "女士", "主任", "书记"))
    )
