"""What masking does to the text around a finding and to excerpts from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.report import audit_of
from zgc_lint.model import Context, Finding, Place, Quote
from zgc_lint.report.mask import Masker

TEXT = "经核实,诉求人王建国,电话13800001234,身份证11010519491231002X,住12号楼3单元502室,问题己解决。"
MASK = Masker(["王建国"])


def masked(message: str, start: int, end: int) -> Finding:
    place = Place("情况说明.docx", paragraph=1, start=start, end=end)
    finding = Finding(place, message, text=TEXT[start:end], context=Context(TEXT, start, end), code="PU01")
    return audit_of([finding], []).masked(MASK).bill.findings[0].finding


def test_context_keeps_what_the_finding_is_about() -> None:
    start = TEXT.index("己解决")
    context = masked("“己解决”应为“已解决”", start, start + 3).context
    assert context is not None
    assert context.text == MASK(TEXT)
    assert context.text[context.start : context.end] == "己解决"


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_no_excerpt_shows_part_of_what_is_hidden(one: int, other: int) -> None:
    """Whatever stretch a message quotes, what remains of it stands like that in the masked text."""
    start, end = sorted((one, other))
    finding = masked(f"“{TEXT[start:end]}”有误", start, end)
    assert finding.message.removeprefix("“").removesuffix("”有误") in MASK(TEXT)
    assert finding.text in MASK(TEXT)
    assert finding.context is not None
    assert finding.context.text == MASK(TEXT)


def test_pictures_names_and_scores() -> None:
    place = Place("a.docx", picture="王建国身份证")
    finding = Finding(place, "无水印", evidence=(Quote(place, "王建国", 0.9),), code="PH01")
    hidden = audit_of([finding], []).masked(MASK)
    shown = hidden.bill.findings[0].finding
    assert hidden.hides
    assert shown.place.picture == "王**身份证"
    assert shown.evidence[0] == Quote(shown.place, "王**", 0.9)
