"""The most memory that this process has held, where the system tells (Linux).

Not `ru_maxrss`: that begins with what the parent held when it started this process.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["forget_peak", "peak_memory"]


def forget_peak() -> None:
    """Begin anew."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def peak_memory() -> int:
    """Bytes, since the start or since `forget_peak`; 0 where it cannot be told."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
