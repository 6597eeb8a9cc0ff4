from __future__ import annotations

import pytest

from zgc_lint.load.content import UnreadableError
from zgc_lint.load.overrides import Overrides, read_overrides
from zgc_lint.load.source import LoadedEntry
from zgc_lint.model import Role


def read(text: str) -> Overrides:
    return read_overrides(LoadedEntry("filing.yaml", len(text), text.encode()))


def test_what_is_given() -> None:
    overrides = read("case_id: 20260605012345\nitem: 消防\ndocuments: {1.pdf: form, 附件/2.pdf: statement}\n")
    assert overrides.number == "20260605012345"
    assert overrides.values["item"] == "消防"
    assert overrides.role_of("1.pdf") is Role.FORM
    assert overrides.role_of("x/1.pdf") is Role.FORM
    assert overrides.role_of("附件/2.pdf") is Role.STATEMENT
    assert overrides.role_of("2.pdf") is None


def test_an_empty_file() -> None:
    overrides = read("")
    assert (overrides.number, overrides.values) == (None, {})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "YAML 格式有误"),
        ("- a", "键: 值"),
        ("case_id: [1]", "case_id"),
        ("case_id: true", "case_id"),
        ("documents: [1]", "documents"),
        ("documents: {a: 申报表}", "角色"),
        ("documents: {a: [form]}", "角色"),
        ("a: 2026-13-99", "YAML 格式有误"),
        ("a: !!python/object:os.system x", "YAML 格式有误"),
    ],
)
def test_what_cannot_be_used(text: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(text)
