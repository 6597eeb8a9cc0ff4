"""Batches of any size, made from seeds: each filing a form, a statement, three photographs and a scan of two pages."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import Image

from fixtures.build import fonts, pdfs, scenes, watermarks
from fixtures.build.forms import write_form
from fixtures.build.ledgers import write_export, write_ledger
from fixtures.build.model import Attachment, Papers, chinese_date, make_papers, read_stories
from fixtures.build.stable import seeded
from fixtures.build.statements import write_statement

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["make_batch"]

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严魏陶姜谢邹潘葛范彭鲁韦苗方任袁柳史唐薛雷贺倪汤罗"
_GIVEN = (
    "建国",
    "丽萍",
    "志刚",
    "晓东",
    "海燕",
    "桂英",
    "文静",
    "振华",
    "思远",
    "雅美",
    "立新",
    "秀兰",
    "国强",
    "春生",
    "玉梅",
    "长青",
)
_PHOTOS = ("现场照片全景", "现场照片近景", "整改照片")
_SCAN = "信访处理意见书"
_UNIT = "北京市海淀区人民政府中关村街道办事处"
_CAMERA = (4000, 3000)  # px: the first photo as the telephone wrote it; the others as a chat program passes them on
_CHAT = (1706, 1280)


def make_batch(folder: Path, filings: int) -> Path:
    """Write a batch of so many filings under `folder` unless it is there; returns its folder. Always the same files."""
    batch = folder / f"2026-06 {filings}"
    if batch.is_dir():
        return batch
    part = folder / f"{batch.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    every = [_papers(number) for number in range(filings)]
    for papers in every:
        _write(papers, part / papers.folder)
    rows = [{**p.ledger, "attachments": "；".join(f"{n}.{name}" for n, name in enumerate(p.listed, 1))} for p in every]
    write_ledger(rows, "中关村街道接诉即办工单剔除申报台账（2026年6月）", part / "台账.xlsx")
    write_export([papers.order for papers in every], part / "工单.xlsx")
    part.rename(batch)
    return batch


def _papers(number: int) -> Papers:
    """The papers of filing `number`: a story of the fixtures, told of another person under another case number."""
    stories = _stories()
    story = stories[number % len(stories)]
    rnd = seeded("scale", str(number))
    person = rnd.choice(_FAMILY) + rnd.choice(_GIVEN)
    case = f"2026{story['received']:%m%d}{100000 + number:06d}"
    words = {story["name"]: person, story["case"]: case, story["phone"]: f"1380000{number:04d}"}
    words |= {story["name"][0] + title: person[0] + title for title in ("先生", "女士", "某")}
    return make_papers(_told(story, words) | {"attachments": [], "folder": case}, {})


@cache
def _stories() -> list[dict[str, Any]]:
    """The stories of the fixtures that need no other, told in a .docx."""
    return [
        story
        for story in read_stories().values()
        if "parent" not in story and story["statement"].get("as", "docx") == "docx"
    ]


def _told(value: Any, words: dict[str, str]) -> Any:
    """A YAML value with the words replaced in every text."""
    if isinstance(value, str):
        for old, new in words.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, list):
        return [_told(entry, words) for entry in value]
    if isinstance(value, dict):
        return {key: _told(entry, words) for key, entry in value.items()}
    return value


def _write(papers: Papers, folder: Path) -> None:
    evidence = folder / "附件"
    evidence.mkdir(parents=True)
    names = [f"{name}.jpg" for name in _PHOTOS] + [f"{_SCAN}.pdf"]
    papers.files = [Attachment(name, {}) for name in names]
    papers.listed = [entry.stem for entry in papers.files]
    papers.form["attachment_list"] = "\n".join(f"{n}.{name}" for n, name in enumerate(papers.listed, 1))
    write_form(papers, folder / "申报表.docx")
    write_statement(papers, folder / "情况说明.docx")
    for number, name in enumerate(names[:-1], 1):
        _write_photo(papers, evidence / f"{number}.{name}", _CAMERA if number == 1 else _CHAT)
    first, *further = _opinion(papers)
    pdfs.write_scan_pdf(first, evidence / f"{len(names)}.{names[-1]}", papers.case, *further)


def _write_photo(papers: Papers, path: Path, size: tuple[int, int]) -> None:
    rnd = seeded(papers.case, path.name)
    picture = scenes.photograph(rnd.choice(sorted(scenes.KINDS)), *_CHAT, rnd)
    shot = watermarks.invent_shot(rnd)
    taken = _working_hour(papers.order.received, rnd)
    shot = replace(shot, taken=taken, place=papers.order.address)
    layout = rnd.choice(["classic", "record_card", "duty_card", "lines"])
    marked, _ = watermarks.mark(picture, layout, shot, watermarks.Style(face=rnd.choice(fonts.faces())), rnd)
    if marked.size != size:
        marked = marked.resize(size, Image.Resampling.BICUBIC)
    marked.save(path, "JPEG", quality=85 if size == _CAMERA else 75)


def _working_hour(received: datetime, rnd: random.Random) -> datetime:
    return datetime.combine(received.date() + timedelta(days=1), received.time()).replace(hour=rnd.randint(9, 16))


def _opinion(papers: Papers) -> Iterator[pdfs.PaperText]:
    """A paper of two pages that tells what the statement tells, signed and sealed on the second."""
    text = papers.statement.paragraphs
    half = (len(text) + 1) // 2
    name, day = papers.order.name, chinese_date(papers.statement.date)
    head = f"信访人：{name}，联系电话{papers.order.phone}。信访事项见工单{papers.case}。"
    number = f"中街访〔2026〕{int(papers.case[-6:]) - 99999}号"
    yield pdfs.PaperText(_SCAN, number, name, [head, *text[:half]], [], "", "", "", "")
    close = "处理意见如下：以上事项已依法办理完毕。如不服本处理意见，可自收到之日起三十日内请求复查。"
    yield pdfs.PaperText("", "", "", [*text[half:], close], [], "", _UNIT, day, _UNIT)
