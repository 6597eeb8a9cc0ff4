from __future__ import annotations

import pytest

from zgc_lint.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The dictionaries that come with zgc-lint."""
    return Knowledge()
