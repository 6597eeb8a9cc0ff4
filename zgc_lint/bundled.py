"""Where the checks and dictionaries that come with zgc-lint lie.

They are top-level folders of the repository. A wheel carries copies under ``zgc_lint/_bundled``; in a
checkout (also an editable install) the folders beside ``pyproject.toml`` are used, so an edit is seen at once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["checks_folder", "dictionaries_folder"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def _home() -> Path:
    checkout = _PACKAGE.parent
    in_checkout = (checkout / "pyproject.toml").is_file() and (checkout / "checks").is_dir()
    return checkout if in_checkout else _PACKAGE / "_bundled"


def checks_folder() -> Path:
    """The folder of the checks that come with zgc-lint."""
    return _home() / "checks"


def dictionaries_folder() -> Path:
    """The folder of the dictionaries that come with zgc-lint."""
    return _home() / "dictionaries"
