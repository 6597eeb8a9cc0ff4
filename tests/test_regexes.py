"""No regular expression of the package, the checks or the dictionaries backtracks out of hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.regexes.ambiguity import ambiguities

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
