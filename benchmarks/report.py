"""Size and speed of the HTML report: ``python -m benchmarks.report [--filings N] [--findings N] [--write]``.

The audit is generated from a seed: filings of one month, findings whose messages and quotations are as long as those of
the fixtures, and as many pictures as a report may hold. Times are taken in Chromium: from the address to the list being
there; from a changed filter, and from a typed search, to the frame that shows the result.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from zgc_lint.knowledge import Knowledge
from zgc_lint.look.exhibits import Exhibit, Exhibits
from zgc_lint.model import CaseRecord, Confidence, Context, Coverage, Finding, Place, Quote, Unjudged
from zgc_lint.price import Schedules, price
from zgc_lint.report import html
from zgc_lint.report.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selenium.webdriver import Chrome

__all__ = ["audit_of", "generated"]

RESULT = Path(__file__).parent / "results" / "report.md"
SEED = 20260601
PICTURES = 4 * 2**20  # bytes of pictures in the generated audit

_TEXT = (
    "经核实，诉求人反映的问题位于我街道辖区内，工作人员于当日到场查看，现场道路通畅，没有发现所反映的情况，"
    "已将核查结果电话告知诉求人，诉求人表示知悉。社区居委会将加强日常巡查，发现问题及时处置，特此说明。"
)
_KINDS = (  # code, row, message, how much of the text is quoted, suggestion
    ("PU01", "punctuation", "“{text}”中的“,”是半角标点，应写全角“，”", 1, "，"),
    ("TX01", "typo", "“{text}”应为“部署”", 2, "部署"),
    (
        "CO04",
        "contradiction",
        "联系电话不一致：台账为“{text}”，导出表为“139****1183”（第 10、11 位不同）",
        11,
        None,
    ),
    ("AT01", "attachment-missing", "附件清单列有“{text}”，文件夹中没有对应的文件", 6, None),
    ("LY04", "layout", "段落重复：“{text}”已在前文出现过一次，请删去其中一处", 18, ""),
)


def audit_of(
    findings: Sequence[Finding], records: Sequence[CaseRecord], exhibits: Mapping[str, Exhibit] | None = None
) -> Audit:
    """An audit of June 2026 that is made of these findings, priced by the price list that comes with zgc-lint."""
    knowledge = Knowledge()
    schedules = Schedules.read(knowledge.path("penalties.yaml"))
    bill = price(findings, {record.case: record for record in records}, schedules, month="2026-06")
    return Audit(
        month="2026-06",
        filings=tuple(records),
        bill=bill,
        coverage=Coverage(4 * len(records), (Unjudged(Place(), "没有台账，是否漏报没有判断", code="LG01"),)),
        schedule="、".join(bill.schedules) or schedules.newest.id,
        months=bill.months,
        contract=schedules.contract,
        field_names={key: field.name for key, field in knowledge.fields.fields.items()},
        complete=True,
        exhibits=Exhibits(exhibits or {}),
    )


def generated(filings: int, findings: int) -> Audit:
    """An audit of `filings` with `findings` spread over them, the same each time."""
    dice = random.Random(SEED)  # noqa: S311
    records = [
        CaseRecord(
            case=f"202606{n % 28 + 1:02d}{n:06d}",
            path=f"202606{n % 28 + 1:02d}{n:06d}",
            item="反映问题不属实",
            specialist=f"专员{n % 12 + 1}",
            reviewer=f"审核{n % 3 + 1}",
            filed_on=date(2026, 6, n % 28 + 1),
        )
        for n in range(filings)
    ]
    made = [_finding(n, records[n * filings // findings], dice) for n in range(findings)]
    exhibits = _pictures(dice)
    shown = [replace(f, exhibits=(key,)) for f, key in zip(made, exhibits, strict=False)] + made[len(exhibits) :]
    return audit_of(shown, records, exhibits)


def _finding(number: int, record: CaseRecord, dice: random.Random) -> Finding:
    code, row, message, length, suggest = _KINDS[number % len(_KINDS)]
    start = dice.randrange(len(_TEXT) - length)
    text = _TEXT[start : start + length]
    place = Place(f"{record.path}/情况说明.docx", paragraph=number % 40 + 1, start=start, end=start + length)
    return Finding(
        place,
        message.format(text=text),
        text=text,
        suggest=suggest,
        evidence=(Quote(replace(place, paragraph=1), _TEXT[:20]),) if number % 4 == 0 else (),
        confidence=list(Confidence)[number % 10 // 8],
        case=record.case,
        row=row,
        code=code,
        name=code,
        fingerprint=f"{number:016x}",
        context=Context(_TEXT, start, start + length),
    )


def _pictures(dice: random.Random) -> dict[str, Exhibit]:
    """Different pictures of noise, 640 × 480, until there are PICTURES bytes of them."""
    exhibits: dict[str, Exhibit] = {}
    spent = 0
    while spent < PICTURES:
        noise = np.frombuffer(dice.randbytes(60 * 80 * 3), np.uint8).reshape(60, 80, 3)
        buffer = io.BytesIO()
        Image.fromarray(noise).resize((640, 480)).save(buffer, "JPEG", quality=70)
        exhibit = Exhibit(Place("照片.jpg"), buffer.getvalue(), 640, 480)
        exhibits[exhibit.key] = exhibit
        spent += exhibit.size
    return exhibits


_WAIT_FOR_FRAME = "const done = arguments[0]; requestAnimationFrame(() => setTimeout(done, 0));"
_CHANGE = "const box = document.getElementById(arguments[0]); box.{}; box.dispatchEvent(new Event(arguments[1]));"
_STEPS: dict[str, tuple[str, ...]] = {
    "filter by specialist": (_CHANGE.format("selectedIndex = 3"), "specialist", "change"),
    "filter by row": (_CHANGE.format("selectedIndex = 2"), "row", "change"),
    "search, first": (_CHANGE.format("value = '部署'"), "search", "input"),
    "search, next": (_CHANGE.format("value = '部署 核实'"), "search", "input"),
    "filter taken back": ("document.getElementById('reset').click();",),
    "scrolled to the end": ("document.getElementById('list').scrollTop = 1e9;",),
}


def measure(driver: Chrome, page: Path) -> dict[str, float]:
    """Seconds of each step; of opening also the CPU seconds of the page's own thread, which other work cannot slow."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    start = time.perf_counter()
    driver.get(page.as_uri())
    driver.execute_async_script(_WAIT_FOR_FRAME)
    taken = {"open": time.perf_counter() - start}
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    taken["open, CPU seconds of the page"] = next(m["value"] for m in metrics if m["name"] == "TaskDuration")
    driver.execute_cdp_cmd("Performance.disable", {})
    for name, step in _STEPS.items():
        start = time.perf_counter()
        driver.execute_script(*step)
        driver.execute_async_script(_WAIT_FOR_FRAME)
        taken[name] = time.perf_counter() - start
    return taken


def main() -> int:
    """Print the measurements as Markdown, and write them to the results with ``--write``."""
    from tests.browser import chromium

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=500)
    parser.add_argument("--findings", type=int, default=20_000)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    audit = generated(asked.filings, asked.findings)
    start = time.perf_counter()
    text = html.render(audit)
    rendering = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder, chromium() as driver:
        page = Path(folder) / "audit.html"
        page.write_text(text, encoding="utf-8")
        size = page.stat().st_size
        rounds = [measure(driver, page) for _ in range(5)]
        version = driver.capabilities["browserVersion"]
    today = date.today()  # noqa: DTZ011 (the clock of who measures)
    lines = [
        "# HTML report: size and speed",
        "",
        f"`python -m benchmarks.report --filings {asked.filings} --findings {asked.findings} --write`, {today},",
        f"Chromium {version}, 1366 × 768; times as the driver sees them, its own calls included; median (worst) of 5.",
        f"Machine: {os.cpu_count()} cores, load average {os.getloadavg()[0]:.0f}.",
        "",
        "| what | figure |",
        "|---|---:|",
        f"| filings, findings, pictures | {asked.filings:,}, {asked.findings:,}, {len(audit.exhibits.by_key)} |",
        f"| file | {size / 1e6:.1f} MB |",
        f"| rendering | {rendering:.1f} s |",
    ]
    for name in rounds[0]:
        times = [taken[name] for taken in rounds]
        lines.append(f"| {name} | {statistics.median(times):.2f} s ({max(times):.2f} s) |")
    sys.stdout.write("\n".join(lines) + "\n")
    if asked.write:
        RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
