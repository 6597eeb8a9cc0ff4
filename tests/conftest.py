from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import pycorrector_stand_in
from zgc_lint.extract import second_opinion
from zgc_lint.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The dictionaries that come with zgc-lint."""
    return Knowledge()


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache and a key for this test alone, not those of whoever runs it."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(home))
    yield
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def pycorrector(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A stand-in for pycorrector, and in the working folder a file 模型.klm that it takes for a model."""
    monkeypatch.setitem(sys.modules, "pycorrector", pycorrector_stand_in)
    (tmp_path / "模型.klm").touch()
    monkeypatch.chdir(tmp_path)
    second_opinion._open.cache_clear()
    yield
    second_opinion._open.cache_clear()
