"""What a paper's text says it is and whom it concerns."""

from __future__ import annotations

import pytest

from zgc_lint.extract.contents import Contents, court_numbers
from zgc_lint.extract.document_text import DocumentText
from zgc_lint.extract.people_named import PeopleNamed
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Cell, Document, Place, Table, TableCell
from zgc_lint.testing.papers import make_batch

KNOWLEDGE = Knowledge()


def paper(text: str, name: str = "1.材料.pdf") -> Document:
    return make_batch({"attachments": {name: text}}, KNOWLEDGE).filings[0].documents[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("民事判决书", "judgment"),
        ("北京市海淀区人民法院\n民 事 判 决 书\n（2026）京0108民初1号", "judgment"),
        ("民\n事\n判\n决\n书\n原告：刘玉洁", "judgment"),
        ("民事判决书（副本）", "judgment"),
        ("民事起诉状\n民事判决书", "statement_of_claim"),
        ("不服（2025）京0108民初1号民事判决书的民事上诉状", "appeal"),
        ("海淀区劳动人事争议仲裁委员会\n受理通知书", "arbitration_notice"),
        ("北京市海淀区人民法院\n受理通知书", "court_acceptance"),
        ("行政复议受理通知书", "review_acceptance"),
        ("不予受理告知书", "petition_closed"),
        ("受理通知书", None),  # whose?
        ("本院认为，原告的请求成立。\n民事判决书", None),  # running text comes first
        ("各位邻居：\n民事判决书", None),
        ("", None),
    ],
)
def test_the_title_names_the_kind(text: str, kind: str | None) -> None:
    title = paper(text)[Contents].title
    assert (title.kind.key if title else None) == kind


def test_court_numbers() -> None:
    text = "（2026）京0108民初0123号、〔2025〕京01行终388号，京海劳人仲字〔2026〕第1045号；海水函（2026）87号"
    assert list(map(str, court_numbers(text))) == [
        "（2026）京0108民初123号", "（2025）京01行终388号", "（2026）京海劳人仲字1045号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("原告：刘玉洁，女。\n被告：孙伟，男。", [("原告", "刘玉洁"), ("被告", "孙伟")]),
        ("原告刘玉洁，女，住海淀区", [("原告", "刘玉洁")]),
        ("原告方认为，被告张贴告示，不当。", []),
        ("被告北京安栖房屋经纪有限公司，住所地北京市。", [("被告", "北京安栖房屋经纪有限公司")]),
        ("周桂兰：\n你反映的问题收悉。", [("收件人", "周桂兰")]),
        ("方案：\n分两步实施。", []),
        ("原告：张某，女", [("原告", "张某")]),
    ],
)
def test_parties(text: str, parties: list[tuple[str, str]]) -> None:
    assert [(party.role, party.name) for party in paper(text)[Contents].parties] == parties


def test_places_and_times_of_the_kind() -> None:
    contents = paper("现场核查记录\n核查时间：2026年6月5日10时；6月6日9时\n核查地点\n科苑东巷15号")[Contents]
    assert [str(moment) for moment, _ in contents.times] == ["2026-06-05 10:00", "2026-06-06 09:00"]
    assert [said.text for said in contents.places] == ["科苑东巷15号"]
    assert paper("会议纪要\n会议地点：科苑东巷15号")[Contents].places == ()


def test_places_of_text() -> None:
    document = paper("民事判决书\n原告：刘玉洁，女")
    quote = document[DocumentText].quote(9, 12)
    assert (quote.text, quote.place) == ("刘玉洁", Place(document.path, paragraph=2, start=3, end=6))


def test_a_sheet_is_text_too() -> None:
    cells = (TableCell("核查时间", 1, 1), TableCell("6月5日", 1, 2))
    sheet = Document("a.xlsx", "xlsx", tables=(Table(1, (cells,)),))
    sheet.knowledge = KNOWLEDGE
    assert sheet[DocumentText].text == "核查时间\t6月5日"
    assert sheet[DocumentText].quote(0, 2).place == Place("a.xlsx", cell=Cell(1, 1, 1))


def test_names_with_several_kinds() -> None:
    names = KNOWLEDGE.documents
    assert names.kinds_in("起诉状及受理案件通知书") == {"statement_of_claim", "court_acceptance"}
    assert names.kinds_in("行政复议受理通知书") == {"review_acceptance"}
    assert names.kinds_in("租赁协议") == set()


def test_a_picture_without_a_file_says_nothing() -> None:
    text = paper("", "1.判决书.jpg")[DocumentText]
    assert (text.text, text.unread) == ("", ())


def test_parties_of_papers_that_were_looked_into_are_hidden_in_reports() -> None:
    spec = {"attachments": {"1.民事起诉状.pdf": "民事起诉状\n原告：韩建设，男，住北京市"}}
    batch = make_batch(spec, KNOWLEDGE)
    assert "韩建设" not in make_batch(spec, KNOWLEDGE)[PeopleNamed].names
    assert batch.filings[0].documents[0][Contents].parties
    assert "韩建设" in batch[PeopleNamed].names
