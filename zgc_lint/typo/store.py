"""Saving and mapping the trained arrays: a folder of .npy files for each model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["load", "save"]


def save(folder: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write each array to a file of its name, and remove what an earlier run left."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npy"):
        old.unlink()
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def load(folder: Path) -> dict[str, NDArray[np.generic]]:
    """The arrays by name, mapped rather than read: processes share their pages."""
    return {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in sorted(folder.glob("*.npy"))}
