"""A small batch on disk without a defect, for tests that then spoil it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
from PIL import Image

CASE = "20260605012345"
FORM = {
    "工单编号": CASE,
    "诉求人": "王建国",
    "联系电话": "13800001234",
    "来电时间": "2026年6月5日 14:03",
    "诉求内容": "反映小区东门外有人乱停车,影响出行",
    "剔除项": "反映问题不属实",
    "剔除理由": "经核实，反映的问题不属实。",
    "附件清单": "1. 现场照片",
    "申报日期": "2026年6月20日",
    "剔除专员": "李明",
    "审核专员": "赵敏",
}
STATEMENT = (
    "关于停车问题的情况说明",
    f"2026年6月5日14时3分，诉求人王建国来电反映小区东门外停车问题，工单编号{CASE}。",
    "工作人员于2026年6月6日到场查看，现场道路通畅，没有发现所反映的情况。",
    "特此说明。",
)


def write_batch(folder: Path) -> Path:
    """Write a month's folder with one filing, a ledger and an export; returns the filing's folder."""
    filing = folder / CASE
    write_filing(filing)
    write_sheet(folder / "台账.xlsx", [ledger_row()])
    write_sheet(folder / "工单.xlsx", [export_row()])
    return filing


def write_spoilt_batch(folder: Path) -> Path:
    """Write a month's folder with something for every part of a report; returns it."""
    filing = write_batch(folder)
    form = FORM | {
        "剔除理由": "经核实,问题己解决。",
        "审核专员": "",
        "联系电话": "13800005678",
        "附件清单": "1. 现场照片\n2. 判决书",
    }
    write_form(filing / "申报表.docx", form)
    write_prose(filing / "情况说明.docx", ("关于停车的情况说明", "经核实,现场没有发现所反映的情况,特此说明。"))
    (filing / "附件" / "3.录音.mp3").write_bytes(b"ID3")
    (filing / "附件" / "损坏.docx").write_bytes(b"PK\x03\x04")
    other = "20260607000001"
    write_sheet(folder / "台账.xlsx", [ledger_row(), ledger_row(), ledger_row(工单编号=other, 是否失分="是")])
    (folder / other).mkdir()
    write_form(folder / other / "申报表.docx", FORM | {"工单编号": other})
    return folder


def write_filing(folder: Path, form: Mapping[str, str] = FORM) -> None:
    (folder / "附件").mkdir(parents=True)
    write_form(folder / "申报表.docx", form)
    write_prose(folder / "情况说明.docx", STATEMENT)
    Image.new("RGB", (640, 480), (90, 120, 90)).save(folder / "附件" / "1.现场照片.jpg")


def write_form(path: Path, fields: Mapping[str, str]) -> None:
    document = docx.Document()
    table = document.add_table(0, 2)
    for label, value in fields.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.save(str(path))


def write_prose(path: Path, paragraphs: tuple[str, ...]) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def ledger_row(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "工单编号": CASE,
        "来电时间": datetime(2026, 6, 5, 14, 3),  # noqa: DTZ001 (as Excel has it)
        "诉求人": "王建国",
        "联系电话": "13800001234",
        "剔除项": "反映问题不属实",
        "申报日期": "2026-06-20",
        "申报截止": "2026-06-25",
        "剔除专员": "李明",
        "审核专员": "赵敏",
    }
    return row | changes


def export_row(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "工单编号": CASE,
        "来电时间": "2026-06-05 14:03:20",
        "诉求人": "王建国",
        "联系电话": "13800001234",
        "诉求分类": "交通管理->停车管理",
        "诉求地址": "海淀区柳桥小区东门",
        "诉求内容": "反映小区东门外有人乱停车,影响出行",
    }
    return row | changes


def write_sheet(path: Path, rows: list[dict[str, object]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    labels = list(dict.fromkeys(label for row in rows for label in row))
    sheet.append(["2026年6月"])
    sheet.append(labels)
    for row in rows:
        sheet.append([row.get(label) for label in labels])
    book.save(path)
