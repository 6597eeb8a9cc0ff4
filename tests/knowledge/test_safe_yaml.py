from __future__ import annotations

import pytest
import yaml

from zgc_lint.knowledge.safe_yaml import parse_yaml

#: Ten lines that stand for a thousand million words.
LAUGHS = "a0: &a0 [笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 10)
)


def test_plain_data() -> None:
    assert parse_yaml("a: [1, 二]\nb: &b {c: d}\ne: *b\n") == {"a": [1, "二"], "b": {"c": "d"}, "e": {"c": "d"}}
    assert parse_yaml("") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (LAUGHS, "过大"),
        ("[" * 100_000, "嵌套"),
        ("{a: " * 60 + "}" * 60, "嵌套"),
        ("\n".join("  " * depth + "a:" for depth in range(60)), "嵌套"),
        ("&a [*a]", "自己"),
        ("a: &a {b: [*a]}", "自己"),
    ],
    ids=["laughs", "deep list", "deep map", "deep blocks", "itself", "itself further in"],
)
def test_absurd_data_is_refused_before_it_is_built(text: str, problem: str) -> None:
    with pytest.raises(yaml.MarkedYAMLError, match=problem):
        parse_yaml(text)


@pytest.mark.parametrize(
    "text", ["!!python/name:os.system", "!!python/object/apply:os.getcwd []", "*nothing", "a: [", "\0"]
)
def test_what_is_no_plain_data_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parse_yaml(text)


@pytest.mark.parametrize("text", ["2026-06-31", "1" * 5_000])
def test_dates_and_numbers_that_cannot_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|digits"):
        parse_yaml(text)
