from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

import zgc_lint.work.watch as watch_module
from zgc_lint.work.watch import TimeIsUp, Watch


def count(most: int) -> int:
    """Work in pure Python."""
    number = 0
    while number < most:
        number += 1
    return number


def never_done() -> None:
    while True:
        pass


def test_what_work_gives_and_raises_is_passed_on() -> None:
    with Watch(60) as watch:
        assert watch.run(lambda: 7) == 7
        with pytest.raises(KeyError):
            watch.run({}.popitem)
        assert watch.run(lambda: 8) == 8


def test_work_that_never_ends_is_stopped_and_the_next_is_done() -> None:
    with Watch(0.5) as watch:
        for _ in range(2):
            with pytest.raises(TimeIsUp):
                watch.run(never_done)
            assert watch.run(partial(count, 10)) == 10


def swallowing(times: int, error: type[BaseException], then: Callable[[], None] = lambda: None) -> Callable[[], int]:
    """Work that goes on in spite of being told to stop, so many times."""

    def work() -> int:
        for _ in range(times):
            with suppress(error):
                never_done()
        then()
        return times

    return work


def test_a_library_does_not_swallow_it() -> None:
    with Watch(0.05) as watch, pytest.raises(TimeIsUp):
        watch.run(swallowing(1, Exception))


def test_one_that_swallows_everything_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgc_lint.work.watch._AGAIN", 0.3)
    with Watch(0.05) as watch:
        assert watch.run(swallowing(3, BaseException)) == 3
        with pytest.raises(TimeIsUp):
            watch.run(swallowing(2, BaseException, then=never_done))


@pytest.fixture
def taking_turns() -> Iterator[None]:
    """The threads take turns as often as can be."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("taking_turns")
def test_nothing_is_raised_once_the_work_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever moment chance picks."""
    chance = random.Random(7)  # noqa: S311
    monkeypatch.setattr(watch_module, "_AGAIN", 1e-5)
    outcomes = Counter[str]()

    def work(size: int) -> int:
        if size % 3 == 0:
            raise ValueError(count(size))
        return count(size)

    with Watch(1e-4) as watch:
        for turn in range(1_000):
            watch._seconds = chance.uniform(1e-6, 2e-4)
            size = chance.randrange(4_000) if turn % 100 else 5_000_000  # that many are never done in time
            try:
                outcome = "done" if watch.run(partial(work, size)) == size else "wrong"
            except ValueError:
                outcome = "raised"
            except TimeIsUp:
                outcome = "stopped"
            outcomes[outcome] += 1
            count(10_000)  # here it would be raised
    assert not outcomes["wrong"]
    assert outcomes["done"]
    assert outcomes["stopped"]


@pytest.mark.parametrize(("step", "shots"), [("_is_importing", 0), ("_raise_in", 1)])
def test_work_may_end_just_before_it_is_stopped(step: str, shots: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between seeing that its time is up and taking aim, and between that and shooting."""
    go_on = threading.Event()
    quick = getattr(watch_module, step)
    hesitated = False

    def hesitant(*arguments: object) -> object:
        nonlocal hesitated
        if threading.current_thread() is watch._watcher and not hesitated:
            hesitated = True
            go_on.set()
            while watch._turn is not None:
                time.sleep(1e-4)
        return quick(*arguments)

    monkeypatch.setattr(watch_module, step, hesitant)
    with Watch(0.01) as watch:
        with suppress(TimeIsUp):
            assert watch.run(lambda: go_on.wait(60))
        watch._seconds = 60
        count(100_000)  # here it would be raised
        assert watch.run(partial(count, 100_000)) == 100_000
    assert hesitated
    assert watch._has_shot is bool(shots)


def test_shots_may_hit_while_earlier_ones_are_dealt_with(monkeypatch: pytest.MonkeyPatch) -> None:
    hits = watch_module._SHOTS - 1
    end = Watch._end

    def hit_at_first(watch: Watch) -> None:
        nonlocal hits
        if hits:
            hits -= 1
            raise TimeIsUp
        end(watch)

    def stopped() -> None:
        raise TimeIsUp

    with Watch(60) as watch:
        monkeypatch.setattr(Watch, "_end", hit_at_first)
        with pytest.raises(TimeIsUp):
            watch.run(stopped)
        assert not hits
        assert watch._turn is None


def test_another_thread_than_the_main_one_is_watched_too() -> None:
    seen: list[str] = []

    def live() -> None:
        with Watch(0.05) as watch:
            try:
                watch.run(never_done)
            except TimeIsUp:
                seen.append("stopped")

    thread = threading.Thread(target=live)
    thread.start()
    thread.join()
    assert seen == ["stopped"]


def test_what_is_being_imported_is_imported_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_to_import.py").write_text(
        "import time\nend = time.monotonic() + 0.3\nwhile time.monotonic() < end: pass\nwhole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def work() -> None:
        import slow_to_import  # type: ignore[import-not-found]

        assert slow_to_import.whole
        never_done()

    with Watch(0.05) as watch, pytest.raises(TimeIsUp):
        watch.run(work)
    assert sys.modules.pop("slow_to_import").whole


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    with Watch(60) as watch:
        watch.run(lambda: time.sleep(0))
    assert threading.active_count() == before
