from __future__ import annotations

import os
import re
from importlib.metadata import requires
from pathlib import Path

import pytest

from zgc_lint.work import names

#: Dependencies on which no result rests: they write, draw the screen, carry work elsewhere, keep the history.
WITHOUT_RESULTS = {
    "click", "dask", "distributed", "jinja2", "kenlm", "markupsafe", "pg8000", "platformdirs", "rich", "sqlalchemy",
    "torch", "tzdata", "xlsxwriter",
}  # fmt: skip


def test_every_dependency_on_which_results_rest_is_in_the_names() -> None:
    wanted = [line for line in requires("zgc-lint") or () if "extra == 'dev'" not in line.replace('"', "'")]
    found = {re.split(r"[\s\[<>=;!~]", line, maxsplit=1)[0].lower() for line in wanted}
    assert len(found) > 20
    assert found - WITHOUT_RESULTS - set(names.LIBRARIES) == set()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two tables of one name, as `classifier` and `gaps` have."""
    folder = tmp_path / "models"
    for name in ("classifier", "gaps"):
        (folder / name).mkdir(parents=True)
        (folder / name / "value.npy").write_bytes(b"1")
        os.utime(folder / name / "value.npy", (1, 1))
    monkeypatch.setattr(names, "dictionaries_folder", lambda: tmp_path)
    return folder


@pytest.mark.parametrize("name", ["classifier", "gaps"])
def test_each_table_counts(models: Path, name: str) -> None:
    digest = names.models_digest.__wrapped__
    before = digest()
    os.utime(models / name / "value.npy", (2, 2))
    assert digest() != before


@pytest.mark.parametrize("name", ["classifier", "gaps"])
def test_the_bytes_of_each_table_count_between_machines(models: Path, name: str) -> None:
    digest = names.installation_digest.__wrapped__
    before = digest()
    os.utime(models / name / "value.npy", (2, 2))
    assert digest() == before
    (models / name / "value.npy").write_bytes(b"2")
    assert digest() != before


def test_where_it_is_installed_does_not_count(models: Path) -> None:
    digest = names.installation_digest.__wrapped__
    before = digest()
    (models / "__pycache__").mkdir()
    (models / "__pycache__" / "build.pyc").write_bytes(b"path and time")
    (models / "build.py").write_bytes(b"a script of ours")
    assert digest() == before
