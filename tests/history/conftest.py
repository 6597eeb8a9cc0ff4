"""Short ways to make runs, and the databases they are kept in."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from zgc_lint.bundled import dictionaries_folder
from zgc_lint.history import Defect, Entry, Run, Store
from zgc_lint.history.entries import in_order
from zgc_lint.price import Schedules

MakeRun = Callable[..., Run]

_ROWS = {"TX01": "typo", "LG01": "omission", "AT01": "attachment-missing", "LG05": None}


@pytest.fixture(scope="session")
def schedules() -> Schedules:
    return Schedules.read(dictionaries_folder() / "penalties.yaml")


def defect(code: str, number: int = 0, confidence: str = "certain") -> Defect:
    return Defect(code, f"{number:016x}", "d" * 12, _ROWS[code], confidence)


def entry(
    case: str,
    *codes: str,
    month: str = "2026-06",
    day: str | None = "2026-06-20",
    lost: bool | None = None,
    filing: bool = True,
) -> Entry:
    return Entry(
        month,
        case,
        filing,
        "反映问题不属实",
        "李明",
        "赵敏",
        date.fromisoformat(day) if day else None,
        lost,
        in_order(defect(code, n) for n, code in enumerate(codes)),
    )


def run_of(*entries: Entry, month: str = "2026-06", known: frozenset[str] = frozenset()) -> Run:
    return Run(month, "zgc-lint 0", True, 3, entries, known)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of an empty PostgreSQL server of its own on this machine."""
    pytest.importorskip("pg8000")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(installed[-1]) if installed else shutil.which("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL (initdb) is not installed")
    as_user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        if not shutil.which("setpriv"):
            pytest.skip("PostgreSQL cannot be started as root, and there is no setpriv")
        as_user = ["setpriv", "--reuid=nobody", "--clear-groups"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)  # not pytest's, whose parents only their owner may enter
        if as_user:
            shutil.chown(folder, "nobody")
        with _server(folder, Path(initdb), as_user) as port:
            yield f"postgresql://zgc@127.0.0.1:{port}/postgres"


@contextmanager
def _server(folder: Path, initdb: Path, as_user: list[str]) -> Iterator[int]:
    """A server with its data in `folder`; the port it listens on."""
    data, programs = folder / "data", initdb.parent
    make = [*as_user, str(initdb), "-D", str(data), "-U", "zgc", "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quick = ["-c", "unix_socket_directories=", "-c", "fsync=off"]
    start = [*as_user, str(programs / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", *quick]
    with (folder / "log").open("wb") as log, subprocess.Popen(start, cwd=folder, stdout=log, stderr=log) as server:
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        while server.poll() is None and subprocess.run(ready, check=False).returncode:
            time.sleep(0.05)
        assert server.poll() is None, (folder / "log").read_text(encoding="utf-8", errors="replace")
        try:
            yield port
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a history can be kept, with nothing in it: a file, and a server where one is installed."""
    if request.param == "sqlite":
        return str(tmp_path / "历史.sqlite")
    url: str = request.getfixturevalue("postgresql")
    from sqlalchemy import create_engine, text

    engine = create_engine(url.replace("postgresql:", "postgresql+pg8000:"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def store(place: str) -> Store:
    return Store(place)
