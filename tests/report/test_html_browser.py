"""The HTML audit in a browser: filter, search, keyboard, pictures, paper; no error, nothing asked of the network."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from benchmarks.report import audit_of
from tests.browser import MISSING, chromium, requested
from tests.hostile import HOSTILE, hostile_audit
from zgc_lint.look.exhibits import Exhibit
from zgc_lint.model import Box, CaseRecord, Finding, Place
from zgc_lint.report import html
from zgc_lint.report.harmless import harmless

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # selenium's, of its pipes
]

DEMO = Path(__file__).parent / "goldens" / "demo.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def page(browser: Chrome) -> Iterator[Chrome]:
    """The browser, which must have had no error and asked for nothing but the page when the test ends."""
    requested(browser)
    yield browser
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert [url for url in requested(browser) if not url.startswith("file:///")] == []


def shown(page: Chrome) -> list[str]:
    """The codes in the list."""
    return [element.text for element in page.find_elements("css selector", "#rows .code")]


def choose(page: Chrome, box: str, text: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(page.find_element("id", box)).select_by_visible_text(text)


def paper(page: Chrome) -> str:
    """The text of the page printed on A4."""
    import pypdfium2

    printed = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    document = pypdfium2.PdfDocument(base64.b64decode(printed["data"]))
    try:
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (595, 842)
        return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    finally:
        document.close()


def test_demo_is_filtered_and_searched(page: Chrome) -> None:
    page.get(DEMO.as_uri())
    every = page.find_element("id", "count").text
    choose(page, "confidence", "提示")
    assert set(shown(page)) == {"AT02", "LG05"}
    assert page.find_element("id", "count").text == "2 条，" + every
    page.find_element("id", "reset").click()
    choose(page, "row", "标点符号错误")
    assert {code[:2] for code in shown(page)} == {"PU"}
    choose(page, "specialist", "何静怡")
    few = len(shown(page))
    choose(page, "specialist", "全部")
    assert len(shown(page)) > few > 0
    page.find_element("id", "reset").click()
    page.find_element("id", "search").send_keys("晚于子单 rp01")
    assert shown(page) == ["RP01"]
    detail = page.find_element("id", "detail").text
    assert "母子倒挂" in detail
    assert "管理方案 一(二)2(1)" in detail
    assert "2,500 元/件" in detail
    assert page.find_element("css selector", "#detail mark").text == "20260603040982"
    page.find_element("id", "search").send_keys("没有这样的字")
    assert "没有符合条件的问题" in page.find_element("id", "rows").text


def test_keyboard(page: Chrome) -> None:
    from selenium.webdriver.common.keys import Keys

    page.get(DEMO.as_uri())
    page.find_element("tag name", "body").send_keys("/")
    page.switch_to.active_element.send_keys("PU", Keys.ESCAPE)
    codes = []
    for _ in range(4):
        page.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
        codes.append(page.find_element("css selector", "[aria-selected=true]").text[:4])
        active = page.find_element("id", "list").get_attribute("aria-activedescendant")
        assert page.find_element("id", str(active)).get_attribute("aria-selected") == "true"
    page.switch_to.active_element.send_keys(Keys.END)
    last = page.find_element("css selector", "[aria-selected=true]")
    assert last.get_attribute("aria-posinset") == last.get_attribute("aria-setsize")
    page.switch_to.active_element.send_keys("[")
    assert page.find_element("css selector", "[aria-selected=true]").text.startswith("工单")


def test_paper_holds_every_finding_and_the_lines_to_sign(page: Chrome) -> None:
    page.get(DEMO.as_uri())
    text = paper(page)
    for words in (
        "剔除申报审核报告",
        "2026年6月",
        "38,560",
        "整改清单",
        "剔除专员（签字）",
        "审核专员（签字）",
        "未判定",
        "第 1 页",
    ):
        assert words in text, words
    total = int(page.find_element("id", "count").text.removeprefix("共 ").removesuffix(" 条"))
    assert text.count("□已改") == total
    choose(page, "specialist", "何静怡")
    page.execute_script("document.body.classList.add('only-list')")
    few = paper(page)
    assert "何静怡" in few
    assert 0 < few.count("□已改") < total
    assert "各事项扣款" not in few


def test_pictures_are_enlarged(page: Chrome, tmp_path: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "green").save(buffer, "JPEG")
    picture = Exhibit(
        Place("甲/照片.jpg"), buffer.getvalue(), 320, 240, (Box(10, 20, 60, 40),), buffer.getvalue(), (320, 240)
    )
    finding = Finding(
        Place("甲/照片.jpg"), "没有水印", case="甲", row="attachment-form", code="PH01", exhibits=(picture.key,)
    )
    file = tmp_path / "a.html"
    audit = audit_of([finding], [CaseRecord("甲", "甲")], {picture.key: replace(picture, hidden=True)})
    file.write_text(html.render(audit), encoding="utf-8")
    page.get(file.as_uri())
    buttons = page.find_elements("css selector", ".pictures button")
    assert len(buttons) == 2
    assert "框外已模糊处理" in page.find_element("css selector", ".pictures").text
    viewer = page.find_element("id", "viewer")
    assert not viewer.is_displayed()
    buttons[1].click()
    assert viewer.is_displayed()
    assert page.find_element("css selector", "#picture .box").rect["width"] > 100
    loaded = page.execute_async_script(
        "const done = arguments[0]; const image = new Image();"
        "image.onload = () => done(image.naturalWidth); image.onerror = () => done(0);"
        "image.src = document.querySelector('#picture image').getAttribute('href');"
    )
    assert loaded == 320
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not viewer.is_displayed()
    page.find_element("id", "list").send_keys(Keys.ENTER)
    assert viewer.is_displayed()


def test_hostile_text_is_shown_and_does_nothing(page: Chrome, tmp_path: Path) -> None:
    file = tmp_path / "<b>甲&#x27;.html"
    file.write_text(html.render(hostile_audit()), encoding="utf-8")
    page.get(file.as_uri())
    title = page.title
    rows = page.find_elements("css selector", "#rows .row:not(.case)")
    assert len(rows) >= 5
    for text in HOSTILE:
        search = page.find_element("id", "search")
        page.execute_script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))", search, harmless(text)
        )
        mark = page.execute_script("return document.querySelector('#detail mark').textContent")
        assert mark == harmless(text)
    page.find_element("id", "reset").click()
    assert "calc" in paper(page)
    assert page.title == title
    assert page.execute_script("return document.scripts.length") == 2


def test_a_month_without_findings(page: Chrome, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(html.render(audit_of([], [])), encoding="utf-8")
    page.get(file.as_uri())
    assert page.find_element("id", "rows").text == "没有发现问题。"
    assert "没有问题。" in paper(page)


def test_nothing_is_wider_than_the_window(page: Chrome) -> None:
    for width in (1366, 700):
        size = {"width": width, "height": 768, "deviceScaleFactor": 1, "mobile": False}
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        page.get(DEMO.as_uri())
        assert page.execute_script("return document.documentElement.scrollWidth") <= width
