from __future__ import annotations

import pytest

from tests.load.builders import KNOWLEDGE
from zgc_lint.load.arrange import arrange, is_filing, unwrap
from zgc_lint.load.source import Entry, Folder, LoadedEntry


def folder(name: str, *children: str | Folder) -> Folder:
    """A folder of empty files (by name) and folders."""
    files: list[Entry] = [LoadedEntry(child, 0, b"") for child in children if isinstance(child, str)]
    return Folder.of(name, files, [child for child in children if isinstance(child, Folder)])


NUMBERED = folder("20260605012345", "a.docx")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (folder("20260605012345 王某", "1.pdf"), True),
        (folder("20260605012345"), True),
        (folder("王某", "申报表.docx"), True),
        (folder("王某", "情况说明.PDF"), True),
        (folder("王某", folder("附件", "1.jpg")), True),
        (folder("王某", "filing.yaml"), True),
        (folder("王某", "1.pdf"), False),
        (folder("2026-06", "申报表.docx"), False),
        (folder("202606", "申报表.docx"), False),
        (folder("2026年6月", "filing.yaml"), False),
        (folder("6月", "台账.xlsx", "申报表.docx"), False),
        (folder("6月", "工单.xlsx", folder("附件")), False),
        (folder("6月", "填报说明.docx", NUMBERED), False),
        (folder("附件", "情况说明.docx"), False),
        (folder("20260605", NUMBERED), False),
        (folder("20260605012345", "申报表.docx", folder("20250101000001 母单", "1.jpg")), True),
        (folder("20260605012345佐证材料", "1.jpg"), True),
    ],
)
def test_which_folder_is_a_filing(tree: Folder, expected: bool) -> None:
    assert is_filing(tree, KNOWLEDGE) is expected


def test_a_batch() -> None:
    tree = folder(
        "2026-06",
        "台账.xlsx",
        folder(
            "20260605012345 王某",
            "申报表.docx",
            "filing.yaml",
            folder("附件", "10.jpg", "2.jpg", folder("原图", "3.jpg")),
        ),
        folder("消防", folder("20260605012346", "a.docx"), "备注.txt"),
    )
    found = arrange(tree, "", KNOWLEDGE)
    assert [placed.path for placed in found.loose] == ["台账.xlsx", "消防/备注.txt"]
    first, second = found.filings
    assert (first.path, first.number, second.path) == ("20260605012345 王某", "20260605012345", "消防/20260605012346")
    assert [(placed.path.removeprefix(first.root), placed.attached) for placed in first.files] == [
        ("申报表.docx", False),
        ("附件/2.jpg", True),
        ("附件/10.jpg", True),
        ("附件/原图/3.jpg", True),
    ]
    assert first.overrides is not None


def test_a_filing_itself() -> None:
    found = arrange(folder("王某", "申报表.docx"), "", KNOWLEDGE)
    assert found.filings[0].path == "王某"
    assert found.filings[0].files[0].path == "申报表.docx"


def test_a_prefix() -> None:
    found = arrange(folder("王某", "申报表.docx"), "王某/", KNOWLEDGE)
    assert found.filings[0].path == "王某"
    assert found.filings[0].files[0].path == "王某/申报表.docx"


@pytest.mark.parametrize(
    ("tree", "name", "files"),
    [
        (folder("x.zip", folder("2026-06", "台账.xlsx")), "2026-06", ["台账.xlsx"]),
        (folder("20260605012345.zip", folder("材料", "申报表.docx")), "20260605012345.zip", []),
        (folder("x.zip", folder("a", folder("b", "c.txt"))), "x.zip", ["c.txt"]),
        (folder("x.zip", folder("附件", "1.jpg")), "x.zip", []),
        (folder("x.zip", "a.txt", folder("b", "c.txt")), "x.zip", ["a.txt"]),
    ],
)
def test_unwrap(tree: Folder, name: str, files: list[str]) -> None:
    found = unwrap(tree, KNOWLEDGE)
    assert found.name == name
    assert [entry.name for entry in found.files] == files
