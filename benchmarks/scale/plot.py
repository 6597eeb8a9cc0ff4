"""The plot of what a filing costs, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.scale.measure import Run

__all__ = ["plot"]

_WIDTH, _BAR, _LEFT, _TOP = 760, 22, 210, 56
_COLOURS = {"cold": "#2f6f9f", "warm": "#7fb069", "one changed": "#d9a441"}


def plot(runs: Mapping[int, Mapping[str, Run]]) -> str:
    """A bar for each run: CPU seconds per filing."""
    bars = [(f"{size} filings, {way}", run.cpu / size) for size, ways in runs.items() for way, run in ways.items()]
    most = max(value for _, value in bars)
    room = _WIDTH - _LEFT - 80
    height = _TOP + len(bars) * (_BAR + 8) + 16
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="16" y="30" font-size="16">CPU seconds per filing (form, statement, 3 photos, 2-page scan)</text>',
    ]
    for number, (label, value) in enumerate(bars):
        y = _TOP + number * (_BAR + 8)
        colour = next(colour for word, colour in _COLOURS.items() if f", {word}" in label)
        width = max(1.0, room * value / most)
        lines += [
            f'<text font-size="13" x="{_LEFT - 10}" y="{y + 16}" text-anchor="end">{label}</text>',
            f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>',
            f'<text font-size="13" x="{_LEFT + width + 8:.1f}" y="{y + 16}">{value:.3f}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])
