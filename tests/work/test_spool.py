"""What lies aside comes back as it was, and can be read by nobody else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zgc_lint.folding import Aside
from zgc_lint.work import spool
from zgc_lint.work.spool import Pile, Spool

SECRET = "诉求人张三，电话13800001234".encode()


@pytest.fixture(autouse=True)
def _no_room_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_ROOM", 0)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[IO[bytes]]]:
    """The files that spools have made, to be looked into."""
    pytest.importorskip("cryptography")
    made: list[IO[bytes]] = []

    def named(**options: Any) -> IO[bytes]:
        made.append((tmp_path / f"{len(made)}").open("w+b", buffering=options["buffering"]))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", named)
    yield made
    for file in made:
        file.close()


@given(st.lists(st.binary(max_size=200), max_size=20), st.integers(0, 500))
def test_each_value_comes_back(values: list[bytes], room: int) -> None:
    with pytest.MonkeyPatch.context() as patch, closing(Spool()) as aside:
        patch.setattr(aside, "_room", room)
        laid = [aside.put(value) for value in values]
        assert [aside.get(place) for place in reversed(laid)] == values[::-1]


def test_little_is_held_in_memory(files: list[IO[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_ROOM", 100)
    with closing(Spool()) as aside:
        assert aside.put(b"x" * 100) == b"x" * 100
        assert not files
        assert isinstance(aside.put(b"y"), int)
        assert len(files) == 1


def test_what_lies_in_the_file_tells_nothing(files: list[IO[bytes]], tmp_path: Path) -> None:
    with closing(Spool()) as aside, closing(Spool()) as other:
        for each in (aside, aside, other):
            each.put(SECRET)
        own, others = ((tmp_path / name).read_bytes() for name in "01")
        assert SECRET not in own + others
        assert own[4:50] not in own[50:]
        assert own[: len(others)] != others
    assert all(file.closed for file in files)


def test_no_file_is_left() -> None:
    pytest.importorskip("cryptography")
    before = set(Path(tempfile.gettempdir()).glob("zgc-lint-*"))
    with closing(Spool()) as aside:
        aside.put(SECRET)
    assert set(Path(tempfile.gettempdir()).glob("zgc-lint-*")) <= before


def test_with_no_room_on_the_disk_all_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> IO[bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with closing(Spool()) as aside:
        assert aside.put(SECRET) == SECRET


def test_a_value_of_which_the_disk_takes_a_part_stays_in_memory(files: list[IO[bytes]]) -> None:
    with closing(Spool()) as aside:
        first = aside.put(b"1")
        true, aside._file = aside._file, Short()  # type: ignore[assignment]
        assert aside.put(SECRET) == SECRET
        aside._file = true
        second = aside.put(b"2")
        assert [aside.get(first), aside.get(second)] == [b"1", b"2"]


class Short:
    """A file on a disk that is nearly full."""

    def seek(self, place: int) -> int:
        return place

    def write(self, data: bytes) -> int:
        return len(data) - 1


def test_a_pile_gives_back_what_was_put_under_a_name() -> None:
    pile = Pile(Aside())
    assert pile.get(b"name") is None
    assert not pile.holds(b"name")
    pile.put(b"name", b"value")
    assert pile.get(b"name") == b"value"
    assert pile.holds(b"name")
    assert pile.everything() == {b"name": b"value"}
