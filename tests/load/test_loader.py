from __future__ import annotations

import os
from pathlib import Path

import pytest
from reportlab.platypus import Table, TableStyle

from tests.load.builders import KNOWLEDGE, docx_of, p, pdf_of, pdf_style, picture, write_all, xlsx_of, zip_of
from zgc_lint.errors import UsageError
from zgc_lint.load import load, opened
from zgc_lint.model import Batch, Role

FORM = docx_of(p("工单编号：20260605012345") + p("剔除项：消防"))
LEDGER = xlsx_of([["工单编号", "剔除项"], [20260605012345, "消防"]])
EXPORT = xlsx_of([["工单编号", "来电时间"], [20260605012345, "2026-06-05"]])
STATEMENT = pdf_of(["情况说明"])
PHOTO = picture("JPEG")

MONTH: dict[str, bytes | str] = {
    "台账.xlsx": LEDGER,
    "工单.xlsx": EXPORT,
    "expected.yaml": "findings: []",
    "20260605012345 王某/申报表.docx": FORM,
    "20260605012345 王某/情况说明.pdf": STATEMENT,
    "20260605012345 王某/附件/2.现场照片.JPG": PHOTO,
    "20260605012345 王某/附件/10.情况说明.docx": FORM,
    "20260605012345 王某/附件/录音.mp3": b"x",
    "20260605012346/filing.yaml": "case_id: 20260605099999\ndocuments: {1.docx: statement}",
    "20260605012346/1.docx": FORM,
    "20260605012346/Thumbs.db": b"x",
}

ROLES = [
    ("工单.xlsx", Role.EXPORT),
    ("台账.xlsx", Role.LEDGER),
    ("20260605012345 王某/情况说明.pdf", Role.STATEMENT),
    ("20260605012345 王某/申报表.docx", Role.FORM),
    ("20260605012345 王某/附件/2.现场照片.JPG", Role.ATTACHMENT),
    ("20260605012345 王某/附件/10.情况说明.docx", Role.ATTACHMENT),
    ("20260605012345 王某/附件/录音.mp3", Role.ATTACHMENT),
    ("20260605012346/1.docx", Role.STATEMENT),
]


def load_one(path: Path, **settings: object) -> Batch:
    return load([path], KNOWLEDGE, **settings)  # type: ignore[arg-type]


def roles(batch: Batch) -> list[tuple[str, Role]]:
    return [(document.path, document.role) for document in batch.every_document()]


def problems(batch: Batch) -> dict[str, str]:
    return {d.path: d.problem.why for d in batch.every_document() if d.problem}


def test_a_month(tmp_path: Path) -> None:
    batch = load_one(write_all(tmp_path / "2026-06", MONTH))
    assert (batch.month, batch.whole) == ("2026-06", True)
    assert sorted(roles(batch)) == sorted(ROLES)
    assert [(filing.path, filing.number) for filing in batch.filings] == [
        ("20260605012345 王某", "20260605012345"),
        ("20260605012346", "20260605099999"),
    ]
    assert not problems(batch)
    batch.inform(KNOWLEDGE)


def test_a_month_given_by_the_user(tmp_path: Path) -> None:
    root = write_all(tmp_path / "2026-06", {"台账.xlsx": LEDGER})
    assert load_one(root, month="2026-05").month == "2026-05"


@pytest.mark.parametrize("top", ["", "2026年6月/", "材料/2026-06/"])
def test_a_zipped_month_is_as_good_as_the_folder(tmp_path: Path, top: str) -> None:
    (tmp_path / "202606.zip").write_bytes(zip_of({top + name: data for name, data in MONTH.items()}))
    batch = load_one(tmp_path / "202606.zip")
    assert (batch.month, batch.whole) == ("2026-06", True)
    assert sorted(roles(batch)) == sorted(ROLES)
    assert batch.filings[1].number == "20260605099999"


def test_a_filing(tmp_path: Path) -> None:
    folder = write_all(tmp_path / "20260605012345 王某", {"申报表.docx": FORM, "附件/1.jpg": PHOTO})
    batch = load_one(folder)
    (filing,) = batch.filings
    assert (filing.path, filing.number, batch.whole) == ("20260605012345 王某", "20260605012345", False)
    assert roles(batch) == [("申报表.docx", Role.FORM), ("附件/1.jpg", Role.ATTACHMENT)]
    assert filing.documents[1].pictures[0].place.document == "附件/1.jpg"


def test_a_zipped_filing(tmp_path: Path) -> None:
    (tmp_path / "20260605012345.zip").write_bytes(zip_of({"材料/申报表.docx": FORM}))
    batch = load_one(tmp_path / "20260605012345.zip")
    (filing,) = batch.filings
    assert (filing.path, filing.number, batch.whole) == ("20260605012345", "20260605012345", False)


def test_a_zip_within_a_month(tmp_path: Path) -> None:
    inner = zip_of({"申报表.docx": FORM, "附件/照片.zip": zip_of({"1.jpg": PHOTO})})
    batch = load_one(write_all(tmp_path / "2026-06", {"20260605012345.zip": inner}))
    (filing,) = batch.filings
    assert (filing.path, filing.number) == ("20260605012345.zip", "20260605012345")
    assert roles(batch) == [
        ("20260605012345.zip/申报表.docx", Role.FORM),
        ("20260605012345.zip/附件/照片.zip/1.jpg", Role.ATTACHMENT),
    ]


@pytest.mark.parametrize(
    ("path", "data", "role", "number"),
    [
        ("20260605012345/申报表.docx", FORM, Role.FORM, "20260605012345"),
        ("x/20260605012345情况说明.docx", docx_of(p("甲")), Role.STATEMENT, "20260605012345"),
        ("x/1.docx", FORM, Role.FORM, None),
        ("x/1.docx", docx_of(p("甲")), Role.OTHER, None),
        ("2026-06/1.jpg", PHOTO, Role.ATTACHMENT, None),
        ("附件/情况说明.docx", docx_of(p("甲")), Role.ATTACHMENT, None),
    ],
)
def test_a_single_document(tmp_path: Path, path: str, data: bytes, role: Role, number: str | None) -> None:
    write_all(tmp_path, {path: data, str(Path(path).parent / "另一份.docx"): FORM})
    batch = load_one(tmp_path / path)
    (filing,) = batch.filings
    assert (filing.path, filing.number, batch.whole) == (Path(path).stem, number, False)
    assert roles(batch) == [(Path(path).name, role)]


@pytest.mark.parametrize(
    ("name", "data", "role"),
    [("台账.xlsx", LEDGER, Role.LEDGER), ("汇总.xlsx", EXPORT, Role.EXPORT), ("坏.zip", b"x", Role.OTHER)],
)
def test_a_single_file_that_is_no_filing(tmp_path: Path, name: str, data: bytes, role: Role) -> None:
    batch = load_one(write_all(tmp_path, {name: data}) / name)
    assert (batch.filings, batch.whole) == ((), False)
    assert roles(batch) == [(name, role)]


def test_several_targets(tmp_path: Path) -> None:
    first = write_all(tmp_path / "2026-06", {"台账.xlsx": LEDGER, "20260605012345/申报表.docx": FORM})
    second = write_all(tmp_path / "20260605012346", {"申报表.docx": FORM})
    third = write_all(tmp_path / "x", {"1.docx": FORM}) / "1.docx"
    batch = load([first, second, third], KNOWLEDGE)
    assert [document.path for document in batch.every_document()] == [
        "2026-06/台账.xlsx",
        "2026-06/20260605012345/申报表.docx",
        "20260605012346/申报表.docx",
        "1.docx",
    ]
    assert [filing.path for filing in batch.filings] == ["2026-06/20260605012345", "20260605012346", "1"]
    assert (batch.month, batch.whole) == ("2026-06", False)


def test_targets_of_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(tmp_path, {"a/1/申报表.docx": FORM, "b/1/申报表.docx": FORM})
    monkeypatch.chdir(tmp_path)
    batch = load([Path("a/1"), Path("b/1")], KNOWLEDGE)
    assert [document.path for document in batch.every_document()] == ["a/1/申报表.docx", "b/1/申报表.docx"]


def test_targets_of_different_months(tmp_path: Path) -> None:
    targets = [write_all(tmp_path / name, {"台账.xlsx": LEDGER}) for name in ("2026-05", "2026-06")]
    batch = load(targets, KNOWLEDGE)
    assert (batch.month, batch.whole) == (None, True)


def test_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_all(tmp_path / "20260605012345", {"申报表.docx": FORM}))
    (filing,) = load_one(Path()).filings
    assert filing.number == "20260605012345"


def test_a_target_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到"):
        load_one(tmp_path / "没有")


def test_an_empty_folder(tmp_path: Path) -> None:
    batch = load_one(tmp_path)
    assert (batch.filings, batch.documents) == ((), ())


def test_a_broken_filing_yaml(tmp_path: Path) -> None:
    batch = load_one(write_all(tmp_path / "20260605012345", {"filing.yaml": "a: [", "申报表.docx": FORM}))
    (filing,) = batch.filings
    assert filing.number == "20260605012345"
    assert problems(batch).keys() == {"filing.yaml"}
    assert ("申报表.docx", Role.FORM) in roles(batch)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "20260605012345/申报表.docx": FORM,
        "20260605012345/附件/空.jpg": b"",
        "20260605012345/附件/坏.docx": b"\0",
        "20260605012345/附件/证据.rar": b"Rar!\x1a\x07\x00",
        "20260605012345/附件/😀.jpg": PHOTO,
        "坏.zip": b"PK\3\4",
    }
    batch = load_one(write_all(tmp_path / "2026-06", files))
    assert problems(batch).keys() == {
        "20260605012345/附件/空.jpg",
        "20260605012345/附件/坏.docx",
        "20260605012345/附件/证据.rar",
        "坏.zip",
    }


def test_a_form_in_pdf_is_searched_for_tables(tmp_path: Path) -> None:
    pdf_style()
    style = TableStyle(
        [("GRID", (0, 0), (-1, -1), 1, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light")],
    )
    grid = Table([["工单编号", "20260605012345"]], style=style)
    files: dict[str, bytes | str] = {
        "申报表.pdf": pdf_of([grid]),
        "a.pdf": pdf_of([grid]),
        "b.pdf": pdf_of([grid]),
        "filing.yaml": "documents: {b.pdf: form}",
    }
    batch = load_one(write_all(tmp_path / "20260605012345", files))
    tables = {document.path: len(document.tables) for document in batch.every_document()}
    assert tables == {"申报表.pdf": 1, "a.pdf": 0, "b.pdf": 1}


def test_long_paths(tmp_path: Path) -> None:
    folder = "/".join(["很长的文件夹名字" * 4] * 4)
    batch = load_one(write_all(tmp_path, {f"20260605012345/附件/{folder}/1.jpg": PHOTO}))
    (document,) = batch.every_document()
    assert len(os.fsencode(document.path)) > 300
    assert document.problem is None


def test_of_earlier_months_only_ledgers_and_exports_are_read(tmp_path: Path) -> None:
    write_all(tmp_path / "2026-06", MONTH)
    write_all(tmp_path / "2026-05", {**MONTH, "其他.docx": FORM, "坏了的台账.xlsx": b"x"})
    write_all(tmp_path, {"2026-04 台账.xlsx": LEDGER})
    earlier = [tmp_path / "2026-05", tmp_path / "2026-04 台账.xlsx"]
    with opened([tmp_path / "2026-06"], KNOWLEDGE, earlier=earlier) as batch:
        assert [(document.path, document.role) for document in batch.earlier] == [
            ("2026-05/台账.xlsx", Role.LEDGER),
            ("2026-05/坏了的台账.xlsx", Role.LEDGER),
            ("2026-05/工单.xlsx", Role.EXPORT),
            ("2026-04 台账.xlsx", Role.LEDGER),
        ]
        assert [bool(document.problem) for document in batch.earlier] == [False, True, False, False]
        assert len(batch.filings) == 2
