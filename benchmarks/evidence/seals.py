"""Seals found on sheets made for the purpose, red things that are none left alone, names on the arc read."""

from __future__ import annotations

import io
import math
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from fixtures.build import decoys
from fixtures.build.sealed_sheets import KINDS, Sample, make_oblong, make_sealed, make_unsealed
from fixtures.build.sheets import UNITS
from zgc_lint.look.arc import read_arc
from zgc_lint.look.frames import LONG_SIDE
from zgc_lint.look.names import nearest
from zgc_lint.look.seals import Seal, find_seals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fixtures.build.sealed_sheets import Stamped

__all__ = ["run"]

_READ_SCORE, _READ_LIKENESS, _READ_LEAD = 0.8, 0.8, 0.03  # what counts as a name that was read


def run(seed: int, count: int) -> str:
    """Measure on `count` sealed sheets in colour, `count` without a seal; a third as many grey scans, oblong seals."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    cost: list[float] = []
    names: Counter[str] = Counter()
    for number in range(count):
        sample = make_sealed(seed, number, KINDS[number % len(KINDS)])
        _count_sealed(sample, tally["colour " + sample.kind], cost, names)
        bare = make_unsealed(seed, number, decoys.KINDS[number % len(decoys.KINDS)])
        _count_bare(bare, tally["none " + bare.kind], cost)
        if number % 3 == 0:
            kind = KINDS[number // 3 % len(KINDS)]
            _count_sealed(make_sealed(seed, number, kind, grey=True), tally["grey " + kind], cost, None)
            _count_bare(make_oblong(seed, number), tally["oblong"], cost)
    return _told(seed, count, tally, cost, names)


def _decoded(data: bytes) -> NDArray[np.uint8]:
    """As `zgc_lint.look.frames` decodes it."""
    picture = Image.open(io.BytesIO(data))
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE * picture.width // picture.height))
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BOX)
    return np.asarray(picture.convert("RGB"))


def _count_sealed(sample: Sample, tally: Counter[str], cost: list[float], names: Counter[str] | None) -> None:
    pixels = _decoded(sample.data)
    start = time.process_time()
    found = find_seals(pixels)
    cost.append(time.process_time() - start)
    extra = list(found.seals)
    for stamped in sample.seals:
        seal = next((s for s in extra if _is_it(s, stamped, pixels.shape[1], sample.kind)), None)
        tally["seals"] += 1
        tally["found" if seal else f"doubt: {found.doubt.value}" if found.doubt.value else "missed"] += 1
        if seal is not None:
            extra.remove(seal)
            if names is not None:
                names[_read(pixels, seal, stamped.unit)] += 1
    tally["extra"] += len(extra)


def _is_it(seal: Seal, stamped: Stamped, width: int, kind: str) -> bool:
    """Whether middle and size fit; a photographed sheet lies askew, so that the middle may be off by 85 %."""
    diameter = stamped.diameter * width
    away = math.hypot(seal.centre[0] - stamped.x * width, seal.centre[1] - stamped.y * width)
    return away < diameter * (0.85 if kind == "photo" else 0.2) and 0.65 < seal.diameter / diameter < 1.35


def _read(pixels: NDArray[np.uint8], seal: Seal, unit: str) -> str:
    left, top, right, bottom = seal.box
    if min(left, top) < 0 or right > pixels.shape[1] or bottom > pixels.shape[0]:
        return "cut"
    text, score = read_arc(pixels, seal.outline)
    name, alike, lead = nearest(text, list(UNITS))
    if score < _READ_SCORE or alike < _READ_LIKENESS or lead < _READ_LEAD:
        return "unread"
    return "right" if name == unit else "wrong"


def _count_bare(sample: Sample, tally: Counter[str], cost: list[float]) -> None:
    """Count what is said of a sheet without a round seal: "clear" is what SE01 reports."""
    pixels = _decoded(sample.data)
    start = time.process_time()
    found = find_seals(pixels)
    cost.append(time.process_time() - start)
    tally["sheets"] += 1
    tally["false" if found.seals else f"doubt: {found.doubt.value}" if found.doubt.value else "clear"] += 1


def _told(seed: int, count: int, tally: dict[str, Counter[str]], cost: list[float], names: Counter[str]) -> str:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for key, part in tally.items():
        sums[key.split()[0]] += part
    colour, grey, none, oblong = sums["colour"], sums["grey"], sums["none"], sums["oblong"]
    unsure = sum(number for key, number in grey.items() if key.startswith("doubt"))
    read = names["right"] + names["wrong"]
    open_ = _of(oblong["sheets"] - oblong["clear"], oblong["sheets"])
    unjudged = _of(none["sheets"] - none["clear"], none["sheets"])
    found, settled = _of(colour["found"], colour["seals"]), _share(grey["found"] + unsure, grey["seals"])
    lines = [
        f"seed {seed}, {count} sealed sheets in colour, {count} without a seal, {-(-count // 3)} grey scans",
        "",
        "| measure | result | target |",
        "|---|---|---|",
        f"| seals found, colour | {found} | 0.97 |",
        f"| rings taken for seals on sealed sheets | {colour['extra'] + grey['extra']} | 0 |",
        f"| sheets without a seal on which one was found | {none['false']}/{none['sheets']} | 0 |",
        f"| sheets without a seal, not judged | {unjudged} | – |",
        f"| grey scans: found or not judged | {settled} (found {grey['found']}) | 0.98 |",
        f"| square and oblong seals: not judged, or taken for a seal | {open_} | – |",
        f"| CPU seconds a page, mean | {np.mean(cost):.3f} | 0.15 |",
        f"| right one of {len(UNITS)} names, of those read | {_of(names['right'], read)} | 0.93 |",
        f"| names read, of seals found whole | {_share(read, read + names['unread'])} | – |",
        "",
        "| sheets | seals or sheets | outcome |",
        "|---|---|---|",
    ]
    for key in sorted(tally):
        part = tally[key]
        outcome = ", ".join(
            f"{name} {number}" for name, number in sorted(part.items()) if name not in ("seals", "sheets") and number
        )
        lines.append(f"| {key} | {part['seals'] or part['sheets']} | {outcome} |")
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} = {_share(part, whole)}"
