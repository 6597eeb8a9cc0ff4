from __future__ import annotations

from pathlib import Path

import pytest

from tests.batches import write_spoilt_batch


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month with something for every part of a report."""
    return write_spoilt_batch(tmp_path_factory.mktemp("batch") / "2026-06")
