"""No output of any format holds a citizen's data in clear, unless it was asked for with ``--reveal``."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.batches import FORM, ledger_row, write_batch, write_form, write_prose, write_sheet
from tests.load.builders import pdf_of
from tests.markup.comments import annotations_in, comments
from zgc_lint.cli import FINDINGS, INCOMPLETE, run
from zgc_lint.knowledge import Knowledge
from zgc_lint.load import opened
from zgc_lint.report import FILES, FORMATS

DEMO = Path(__file__).parent.parent.parent / "fixtures" / "filings" / "demo"
# Marked-up copies (docx=) hold their originals whole, and are for the office only; their remarks are looked at apart.
WRITTEN = [*FORMATS, *FILES]
QUOTES_NOTHING = {"report"}  # the formal report tells codes and sums only
QUICK = "PU,AT01,AT02,AT05,CO,IT,LG,RP"  # what needs neither a picture nor the corrector

PERSONAL = {
    "name": "王建国",
    "mobile": "13800001234",
    "wrong mobile": "13800005678",
    "landline": "88885678",
    "identity card": "11010519491231002X",
    "bank card": "6222020200112233445",
}
#: What the excerpt in a message cuts off the numbers above.
FRAGMENTS = ("138000", "31002X", "3445,住")
ROOM = re.compile(r"\d+\s*(?:号楼|单元|室)")  # an address below the estate
_NAMES = re.compile(r"(?:诉求人|姓名)[:：\s]*([\u4e00-\u9fff]{2,3})$")
_NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|[1-9]\d{16}[\dXx])(?![\dXx])")
_HELP = re.compile(r'"help": \{.*?\}', re.DOTALL)  # in SARIF, the checks' own words with their invented examples
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month whose findings stand in the midst of personal data, in text, in a sheet and in names of files."""
    folder = tmp_path_factory.mktemp("masking") / "2026-06"
    filing = write_batch(folder)
    said = (
        "经核实,诉求人王建国,电话13800001234,固定电话010-88885678,身份证11010519491231002X,"
        "银行卡6222020200112233445,住柳桥小区12号楼3单元502室,问题己解决。"
    )
    write_form(filing / "申报表.docx", FORM | {"剔除理由": said, "联系电话": "13800005678", "附件清单": "王建国身份证"})
    write_prose(filing / "情况说明.docx", ("关于停车问题的情况说明", said))
    (filing / "附件" / "4.核实记录.pdf").write_bytes(pdf_of(["核实记录", said]))
    (filing / "附件" / "王建国13800001234.txt").write_text(said, encoding="utf-8")
    write_sheet(folder / "台账.xlsx", [ledger_row(剔除理由=said), ledger_row(剔除理由=said)])
    return folder


def _unpacked(data: bytes) -> Iterator[str]:
    """The bytes as text; the members of a zip; what is written in base64; the text layer of a PDF."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name
                yield from _unpacked(package.read(name))
        return
    if data.startswith(b"%PDF"):
        import pikepdf

        with pikepdf.open(io.BytesIO(data)) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_bytes().decode("utf-8", "replace") if not thing.get("/Subtype") else ""
                yield str(thing)
    text = data.decode("utf-8", "replace")
    yield text
    yield re.sub(r"<[^>]*>", "", text)  # Word and Excel cut text up into runs
    if re.search(r"\\u[0-9a-f]{4}", text):
        yield re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    for match in _BASE64.finditer(data):
        try:
            yield base64.b64decode(match[0], validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue


def outputs(batch: Path, folder: Path, *options: str) -> dict[str, str]:
    """What each format writes about `batch`."""
    wanted = [f"--output={name}={folder / name}" for name in WRITTEN]
    code = run(["check", str(batch), "--jobs", "1", *wanted, *options])
    assert code in (FINDINGS, INCOMPLETE)
    read = {name: "\n".join(_unpacked((folder / name).read_bytes())) for name in WRITTEN}
    return {name: _HELP.sub("", text) for name, text in read.items()}


def test_personal_data_is_hidden_in_every_format(batch: Path, tmp_path: Path) -> None:
    for name, text in outputs(batch, tmp_path).items():
        assert "138****1234" in text or name in QUOTES_NOTHING, name
        assert {what for what, raw in PERSONAL.items() if raw in text} == set(), name
        assert {part for part in FRAGMENTS if part in text} == set(), name
        assert not ROOM.search(text), name


def test_reveal_shows_it(batch: Path, tmp_path: Path) -> None:
    for name, text in outputs(batch, tmp_path, "--reveal").items():
        assert PERSONAL["wrong mobile"] in text or name in QUOTES_NOTHING, name
        assert PERSONAL["name"] in text or name in QUOTES_NOTHING, name


def test_remarks_in_marked_up_copies(batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is added to the copies is hidden as in any report, and so is what the screen says of them."""
    for folder, options in (("masked", ()), ("revealed", ("--reveal",))):
        copies = tmp_path / folder
        run(["check", str(batch), "--jobs", "1", "--select", QUICK, f"--output=docx={copies}/", *options])
        told = [capsys.readouterr().err]
        for path in copies.rglob("*.*"):
            data = path.read_bytes()
            if path.suffix == ".docx":
                told += ["\n".join(comment.lines) for comment in comments(data).values()]
            else:
                told += [str(annotation["/Contents"]) for _, annotation in annotations_in(data)]
        assert len(told) > 10
        shown = {what for what, raw in PERSONAL.items() if raw in "\n".join(told)}
        assert (shown == set()) is (folder == "masked")
        if folder == "masked":
            assert not {part for part in FRAGMENTS if part in "\n".join(told)}
            assert not any(ROOM.search(text) for text in told)


def test_demo(tmp_path: Path) -> None:
    personal = set(_personal(DEMO))
    assert len(personal) > 40
    for name, text in outputs(DEMO, tmp_path, "--select", QUICK).items():
        assert {raw for raw in personal if raw in text} == set(), name
        assert not ROOM.search(text), name


def _personal(folder: Path) -> Iterator[str]:
    """The telephone and identity numbers of a batch, and the names in its forms and sheets; work orders apart."""
    with opened([folder], Knowledge()) as batch:
        orders = {filing.number for filing in batch.filings}
        for document in batch.every_document():
            for text in (paragraph.text for paragraph in document.paragraphs):
                yield from set(_NUMBERS.findall(text)) - orders
            for table in document.tables:
                for row in table.rows:
                    cells = [cell.text.strip() for cell in row]
                    matches = (_NAMES.fullmatch("：".join(pair)) for pair in pairwise(cells))
                    yield from (match[1] for match in matches if match)
                    yield from (found for cell in cells for found in _NUMBERS.findall(cell) if found not in orders)
