"""The peak of memory that benchmarks tell is a process's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peak import forget_peak, peak_memory

ROOT = Path(__file__).parent.parent
MANY = 200 * 2**20  # bytes

pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells it")


def test_it_outlives_what_was_held_and_can_be_forgotten() -> None:
    forget_peak()
    held = bytearray(MANY)
    peak = peak_memory()
    assert peak >= MANY
    del held
    assert peak_memory() >= MANY
    forget_peak()
    assert peak_memory() < peak - MANY // 2


def test_it_is_not_that_of_the_parent() -> None:
    held = bytearray(MANY)
    told = subprocess.run(
        [sys.executable, "-c", "from benchmarks.peak import peak_memory; print(peak_memory())"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert 0 < int(told.stdout) < len(held)
