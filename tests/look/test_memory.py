"""The memory of earlier months: replaced month by month, whole or not at all."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from zgc_lint.errors import UsageError
from zgc_lint.look.memory import Memory, Remembered
from zgc_lint.look.prints import fingerprint

CASE = "20260605012345"
DIGEST = "ab" * 32
PICTURE = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)


def entry(memory: Memory, case: str = CASE, month: str = "2026-05") -> Remembered:
    return memory.remembered(case, month, 3, DIGEST, fingerprint(PICTURE))


def test_what_is_written_is_read_in_later_months_only(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "指纹库.sqlite")
    memory.replace("2026-05", [entry(memory)], None)
    assert list(Memory(tmp_path / "指纹库.sqlite").before("2026-06")) == [entry(memory)]
    assert not list(memory.before("2026-05"))
    assert not list(memory.before("2026-04"))


def test_a_second_run_changes_nothing_and_a_part_replaces_its_own(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "p.sqlite")
    both = [entry(memory), entry(memory, "20260505000001")]
    for _ in range(2):
        memory.replace("2026-05", both, None)
        assert len(list(memory.before("2026-06"))) == 2
    memory.replace("2026-05", [], [CASE])
    assert [kept.ending for kept in memory.before("2026-06")] == ["0001"]


def test_no_number_is_held_in_the_clear(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "p.sqlite")
    memory.replace("2026-05", [entry(memory)], None)
    data = (tmp_path / "p.sqlite").read_bytes()
    assert CASE.encode() not in data
    assert CASE[:-4].encode() not in data
    assert entry(memory).filing != entry(Memory(tmp_path / "q.sqlite")).filing


def test_runs_at_once_wait_for_one_another(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite"

    def write(number: int) -> None:
        memory = Memory(path)
        memory.replace(f"2026-{number:02d}", [entry(memory, month=f"2026-{number:02d}")] * 5, None)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(1, 13)))
    assert len(list(Memory(path).before("2027-01"))) == 60


def test_a_killed_run_leaves_the_month_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite"
    memory = Memory(path)
    memory.replace("2026-05", [entry(memory)], None)
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from zgc_lint.look.memory import Memory\n"
        "with Memory(Path(sys.argv[1]))._opened(write=True) as database:\n"
        "    database.execute('PRAGMA cache_size = 0')\n"
        "    database.execute('DELETE FROM prints')\n"
        "    print('deleted', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"deleted\n"
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    assert list(Memory(path).before("2026-06")) == [entry(memory)]


def test_what_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(b"PK\x03\x04" * 500)
    with pytest.raises(UsageError, match="不是指纹库"):
        Memory(tmp_path / "台账.xlsx")
    with pytest.raises(UsageError, match="没有文件夹"):
        Memory(tmp_path / "没有" / "p.sqlite")
    with pytest.raises(UsageError, match="没有写入权限"):
        Memory(tmp_path)
    with sqlite3.connect(tmp_path / "new.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(UsageError, match="别的版本"):
        Memory(tmp_path / "new.sqlite")
