"""No regular expression of the package, the checks or the dictionaries backtracks out of hand."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.regexes import collect
from benchmarks.regexes.ambiguity import ambiguities, loops
from benchmarks.regexes.attack import Attack, Growth

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(?:a|ab|b)*c", "(a*)*", "(?:a?b?)*c", r"(?:\d{1,20}){1,20}x", "x(?=(?:[一-龥]+，?)+。)", "((ab)+)*c"],
)
def test_exponential(pattern: str) -> None:
    assert any(fault.startswith("exponential") for fault in ambiguities(pattern))


@pytest.mark.parametrize(
    "pattern", ["a*a*b", ".*，.*。", r"\s*:?\s*x", "[一-龥]{2,}(?:县|市)[一-龥]{2,}x", "(?:ab)*(?:ab)*c"]
)
def test_square(pattern: str) -> None:
    assert any(fault.startswith("square") for fault in ambiguities(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s*(?::\s*)?x",
        "(?:甲|乙丙)*丁",
        "[^x]*x[^x]*x",
        "(?:[^，。]+[，。])+x",
        "(?:ab)*(?:ba)*c",
        "a{2,5}b",
        r"(?:\d+,)*\d+",
    ],
)
def test_sound(pattern: str) -> None:
    assert ambiguities(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "way", "unit", "taken"),
    [
        ("附件：[^，。]+，", "附件：", "中", "[^，。]"),
        (r"x(?=\d+y)", "", "0", r"\d"),
        ("(?:甲乙)+", "", "甲乙", "[甲乙]"),
    ],
)
def test_what_leads_to_a_loop_goes_round_in_it_and_ends_it(pattern: str, way: str, unit: str, taken: str) -> None:
    ((*found, stop),) = loops(pattern)
    assert found == [way, unit]
    assert stop
    assert not re.match(taken, stop)


def test_a_few_rounds_are_no_loop() -> None:
    assert loops("甲{2,5}") == []


def test_an_attack_tells_how_time_grows() -> None:
    """One that is done with in no time, whatever the machine, is linear; a fifth power needs no clock to be told."""
    assert Attack("甲乙", 0, False, "").run() == Growth(1.0)
    assert [Growth(power).word for power in (1.0, 2.0, 5.0)] == ["linear", "square", "worse"]


def test_patterns_that_are_held_against_the_start_of_a_text_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.py").write_text(
        "import re\n"
        "_STARTS = re.compile('a')\n"
        "_ALSO = re.compile('b')\n"
        "_HANDED_ON = re.compile('c')\n"
        "def f(text):\n"
        "    _STARTS.fullmatch(text), _STARTS.match(text), _STARTS.pattern\n"
        "    _ALSO.match(text), _ALSO.search(text)\n"
        "    g(_HANDED_ON)\n"
        "    re.match('d', text)\n"
        "    re.search('e', text)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(collect, "_ROOT", tmp_path)
    monkeypatch.setattr(collect, "_OWN", (str(tmp_path),))
    assert collect.matched_from_start() == {"a.py:2", "a.py:9"}


def test_patterns_in_the_source_whether_or_not_a_run_gets_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.py").write_text(
        "import re\nHAN = '一-龥'\ndef f(word, text):\n    re.match(f'[{HAN}]+{word}', text), re.search(HAN, text)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(collect, "_ROOT", tmp_path)
    monkeypatch.setattr(collect, "_OWN", (str(tmp_path),))
    importlib.import_module("b")
    assert {pattern for (pattern, _), _ in collect._written()} == {"[一-龥]+甲", "一-龥"}
    del sys.modules["b"]


def test_every_pattern_is_sound() -> None:
    """In a process of its own, which hears what is compiled as the package is imported and the checks run."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.regexes"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stderr.split()[-4]) > 500, "the patterns of the dictionaries are among them"
