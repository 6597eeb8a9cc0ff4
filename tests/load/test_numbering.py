from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.load.builders import docx_of, p, wordml
from zgc_lint.load.docx import read_docx
from zgc_lint.load.numbering import format_number


def level(depth: int, form: str, text: str, more: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inside}</w:lvl>'


NUMBERING = wordml(
    "numbering",
    f"""<w:abstractNum w:abstractNumId="0">
      {level(0, "chineseCounting", "%1、")}{level(1, "chineseCounting", "（%2）")}
      {level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")}
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1">{level(0, "decimal", "附件%1", '<w:pStyle w:val="附件"/>')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="2">{level(0, "bullet", "&#xF0B7;")}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="0"/>
      <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
    """,
)
STYLES = wordml(
    "styles",
    """<w:style w:type="paragraph" w:styleId="附件"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>""",
)


def numbered(number: int, depth: int = 0, text: str = "文") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def labels(body: str) -> list[str]:
    related = [("n", "numbering", "numbering.xml"), ("s", "styles", "styles.xml")]
    data = docx_of(body, related, {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES})
    return [paragraph.label for paragraph in read_docx(data, "a.docx").paragraphs]


def test_levels_count_on_and_begin_anew() -> None:
    body = "".join(numbered(1, depth) for depth in (0, 1, 1, 2, 0, 1))
    assert labels(body) == ["一、", "（一）", "（二）", "1.2.1", "二、", "（一）"]


def test_numbers_of_a_style() -> None:
    styled = p("文", '<w:pStyle w:val="附件"/>')
    unnumbered = p("文", '<w:pStyle w:val="附件"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert labels(styled + unnumbered + styled) == ["附件1", "", "附件2"]


def test_bullets() -> None:
    assert labels(numbered(3)) == ["•"]


def test_a_list_with_a_start_of_its_own() -> None:
    assert labels(numbered(1) + numbered(4) + numbered(4)) == ["一、", "五、", "六、"]


def test_the_number_is_no_part_of_the_text() -> None:
    data = docx_of(numbered(1, text="正文"), [("n", "numbering", "numbering.xml")], {"word/numbering.xml": NUMBERING})
    (paragraph,) = read_docx(data, "a.docx").paragraphs
    assert (paragraph.label, paragraph.text) == ("一、", "正文")


def test_a_list_that_is_not_defined() -> None:
    assert labels(numbered(99)) == [""]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["1", "10", "12", "21"]),
        ("decimalZero", ["01", "10", "12", "21"]),
        ("decimalFullWidth", ["１", "１０", "１２", "２１"]),
        ("chineseCounting", ["一", "十", "十二", "二十一"]),
        ("ideographDigital", ["一", "一〇", "一二", "二一"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "壹拾贰", "贰拾壹"]),
        ("ideographTraditional", ["甲", "癸", "乙", "甲"]),
        ("upperRoman", ["I", "X", "XII", "XXI"]),
        ("lowerLetter", ["a", "j", "l", "u"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑫", "21"]),
        ("none", ["", "", "", ""]),
        ("unheardOf", ["1", "10", "12", "21"]),
    ],
)
def test_formats(form: str, expected: list[str]) -> None:
    assert [format_number(number, form) for number in (1, 10, 12, 21)] == expected


@pytest.mark.parametrize(
    ("number", "text"), [(100, "一百"), (101, "一百零一"), (110, "一百一十"), (2005, "二千零五"), (19, "十九")]
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert format_number(number, "chineseCounting") == text


@given(
    st.integers(0, 32767),
    st.sampled_from(["upperLetter", "upperRoman", "ideographZodiac", "chineseLegalSimplified", "chineseCounting"]),
)
def test_no_number_raises(number: int, form: str) -> None:
    assert isinstance(format_number(number, form), str)
