"""``measures.yaml``: what an office undertakes against each kind of defect, for the monthly review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zgc_lint.knowledge.files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["read_measures"]


def read_measures(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The sentences by row of the price list. Raises UsageError for a file that cannot be used."""
    section = read_yaml(path).section("measures")
    return {row: section.texts(row) for row in section.keys()}  # noqa: SIM118 (a Section)
