"""PU23: a paragraph of running text without a mark at its end."""

import re
from collections.abc import Iterator

from zgc_lint.api import HAN, Check, Document, Finding, Fix, NoOptions, Passage, Prose

_SHORTEST = 20  # characters: less is a label, a heading, a signature
_SHORTEST_SENTENCE = 4  # characters after the last stop
_ONE_SENTENCE = 40  # characters: with two commas in it, so long a line without any stop is a sentence, no heading
_LISTED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十0-9０-９]{1,3}[）)、.．]|[①-⑳]|[-—·•●]|附[件表图录：:]|[图表注][：:0-9]|抄[送报]|主送)"
)
_LABEL = re.compile(r"\s*[^，。；：]{1,12}[：:]")
_SIGNATURE = re.compile(
    r"(?:办事处|街道|办公室|委员会|居委会|执法队|政府|公司|中心|[局院科处厅部委站所]|[年月日时分秒]|签[字名章]|盖章|（章）)\s*$"
)
_TITLE = re.compile("的?(?:通知|报告|意见|方案|办法|公告|函|请示|批复|决定|规划|说明)$")


class MissingStop(Check):
    """Running text ends with a stop; where the end cannot be told from a line break (PDF), nothing is said."""

    code = "PU23"
    name = "missing-stop"
    title = "段末缺标点"
    row = "punctuation"
    scope = "document"
    needs = (Prose,)

    def run(self, document: Document, options: NoOptions) -> Iterator[Finding]:
        if document.format not in ("docx", "xlsx"):
            return
        for passage in document[Prose].passages:
            end = _unfinished(passage)
            if end is None or passage.is_quoted(end - 1, end):
                continue
            text = passage.text[end - 1 : end]
            suggestion = text.rstrip("，、") + "。"
            yield Finding(
                passage.place.within(end - 1, end),
                f"段末“{passage.text[max(0, end - 8) : end]}”缺少句末标点，应补句号",
                text=text,
                suggest=suggestion,
                fix=Fix(suggestion),
                case=passage.case,
            )


def _unfinished(passage: Passage) -> int | None:
    """Where the text ends, if it is running text that stops short."""
    text = passage.text.rstrip()
    one_sentence = len(text) >= _ONE_SENTENCE and text.count("，") > 1 and not _LISTED.match(text)
    if (
        (passage.kind == "line" and not one_sentence)
        or len(text) < _SHORTEST
        or not re.search(rf"[{HAN}0-9，、]$", text)
    ):
        return None
    if re.search("如下[，、]?$", text):  # PU39's
        return None
    last = re.split("[。！？；\\n]", text)
    if (len(last) < 2 and not one_sentence) or _LISTED.match(text) or _LISTED.match(last[-1]):
        return None
    if passage.kind != "value" and _LABEL.match(text):
        return None
    if "，" not in last[-1] and (_SIGNATURE.search(last[-1]) or len(last[-1].strip()) < _SHORTEST_SENTENCE):
        return None
    if "，" not in last[-1] and _TITLE.search(last[-1]):
        return None
    return None if re.search("[0-9]$", text) and "，" not in last[-1] else len(text)
