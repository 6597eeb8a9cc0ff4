"""Watermarks on fresh photographs: found, read exactly, not seen where there are none; what a reading costs."""

from __future__ import annotations

import io
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fixtures.build.fonts import faces
from fixtures.build.scenes import KINDS, photograph
from fixtures.build.signs import SIGNS, with_sign
from fixtures.build.stable import seeded
from fixtures.build.watermarks import LAYOUTS, invent_shot, invent_style, mark
from zgc_lint.look.frames import Frame, frames
from zgc_lint.look.overlay import see
from zgc_lint.look.patterns import Datum

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from PIL import Image

    from zgc_lint.look.watermark import Overlay

__all__ = ["run"]

_SIZES = ((1440, 1080), (1080, 1440), (1279, 1706), (2048, 1536), (1920, 1080), (1080, 1920))
_LARGE = ((4000, 3000), (3000, 4000))
_LARGE_EACH = 10  # one picture in so many has 12 megapixels: drawing them is the dear part
_QUALITIES = (50, 65, 75, 85, 92)
_TARGETS = {"marked": "≥ 0.97", "clean": "≤ 0.01", "sign": "≤ 0.05"}


@dataclass
class _Tally:
    """Counts of one kind of picture, by layout or sign."""

    pictures: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    unclear: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    fields: Counter[Datum] = field(default_factory=Counter)
    shown: Counter[Datum] = field(default_factory=Counter)


def run(seed: int, count: int) -> str:
    """Draw `count` pictures a kind, read them from their bytes, and tell the results as Markdown."""
    tallies = {kind: _Tally() for kind in _TARGETS}
    seconds: dict[bool, list[float]] = {True: [], False: []}
    wrong: list[str] = []
    _read(_drawn("marked", 0, False, seeded("warm"))[1])  # loads the models
    for number in range(count):
        for kind, tally in tallies.items():
            rnd = seeded("evidence-watermarks", str(seed), kind, str(number))
            large = number % _LARGE_EACH == 0
            name, data, shown = _drawn(kind, number, large, rnd)
            begin = time.process_time()
            overlay = _read(data)
            seconds[large].append(time.process_time() - begin)
            wrong += [f"{kind} {number} ({name}): {slip}" for slip in _count(tally, name, overlay, shown)]
    return "\n".join(_told(seed, count, tallies, seconds, wrong))


def _drawn(kind: str, number: int, large: bool, rnd: random.Random) -> tuple[str, bytes, dict[str, Any]]:
    """A picture's layout or sign, its JPEG bytes, and what its watermark says."""
    width, height = rnd.choice(_LARGE if large else _SIZES)
    picture = photograph(rnd.choice(list(KINDS)), width, height, rnd)
    name = ""
    shown: dict[str, Any] = {}
    if kind == "marked":
        name = list(LAYOUTS)[number % len(LAYOUTS)] if number % _LARGE_EACH else rnd.choice(list(LAYOUTS))
        picture, shown = mark(picture, name, invent_shot(rnd), invent_style(rnd, faces()), rnd)
    elif kind == "sign":
        name = list(SIGNS)[number % len(SIGNS)]
        picture = with_sign(picture, name, rnd, rnd.choice(faces()))
    return name, _jpeg(picture, rnd), shown


def _jpeg(picture: Image.Image, rnd: random.Random) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=rnd.choice(_QUALITIES))
    return buffer.getvalue()


def _read(data: bytes) -> Overlay:
    (frame,) = frames(data, "jpg", "photo.jpg", ())
    overlay = see(frame) if isinstance(frame, Frame) else None
    if overlay is None:
        raise AssertionError("a JPEG of our own could not be read")
    return overlay


def _count(tally: _Tally, name: str, overlay: Overlay, shown: dict[str, Any]) -> list[str]:
    """Enter a picture; returns what went wrong with it."""
    found = overlay.verdict in ("present", "incomplete")
    tally.pictures[name] += 1
    tally.found[name] += found
    tally.unclear[name] += overlay.verdict == "unclear"
    right = {Datum(key): _same(overlay, Datum(key), value) for key, value in shown.items()}
    tally.shown.update(right.keys())
    tally.fields.update(datum for datum, same in right.items() if same)
    exact = bool(shown) and right[Datum.DATE] and right[Datum.TIME]
    tally.exact[name] += exact
    if not shown:
        return [f"taken for a watermark: {[f.text for f in overlay.fields]}"] if found else []
    if not found:
        return [f"not found ({overlay.verdict})"]
    if exact:
        return []
    read = [getattr(overlay.get(datum), "value", None) for datum in (Datum.DATE, Datum.TIME)]
    return [f"{shown['date']} {shown['time']:%H:%M} read as {read[0]} {read[1]}"]


def _same(overlay: Overlay, datum: Datum, value: Any) -> bool:
    read = overlay.get(datum)
    if read is None:
        return False
    if datum is Datum.TIME:
        return bool(read.value.replace(second=0) == value)
    if datum in (Datum.LATITUDE, Datum.LONGITUDE):
        return abs(float(read.value) - float(value)) < 1e-4
    if datum is Datum.BRAND:
        return str(read.value).startswith(str(value)[:4]) or str(value).startswith(str(read.value)[:4])
    return bool(read.value == value)


def _told(
    seed: int, count: int, tallies: dict[str, _Tally], seconds: dict[bool, list[float]], wrong: Sequence[str]
) -> list[str]:
    marked = tallies["marked"]
    lines = [
        "# Watermarks",
        "",
        f"`python -m benchmarks.evidence --only watermarks --seed {seed} --count {count} --write`, {date.today()}",  # noqa: DTZ011
        "",
        f"{count} pictures a kind, JPEG quality {_QUALITIES[0]} to {_QUALITIES[-1]}, one in {_LARGE_EACH} of 12 MP;",
        f"{len(LAYOUTS)} layouts, {len(faces())} faces, opacity 170 to 255 of 255.",
        "",
        "| pictures | taken for watermarked | target | unclear |",
        "|---|---:|---:|---:|",
    ]
    for kind, tally in tallies.items():
        found, unclear = tally.found.total(), tally.unclear.total()
        lines.append(f"| {kind} | {found} of {count} = {found / count:.3f} | {_TARGETS[kind]} | {unclear} |")
    exact = marked.exact.total()
    large = seconds[True]
    lines += [
        "",
        f"Date and time both exact: {exact} of {count} = {exact / count:.3f} (target ≥ 0.95).",
        "",
        f"CPU seconds from bytes, 12 MP: mean {sum(large) / len(large):.2f}, worst {max(large):.2f} (target ≤ 0.6);",
        f"smaller: mean {sum(seconds[False]) / max(1, len(seconds[False])):.2f}.",
        "",
        "| field | exact | shown |",
        "|---|---:|---:|",
        *(f"| {datum.value} | {marked.fields[datum]} | {shown} |" for datum, shown in marked.shown.most_common()),
        "",
        "| layout | pictures | found | date and time exact |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {n} | {marked.found[name]} | {marked.exact[name]} |"
            for name, n in sorted(marked.pictures.items())
        ),
        "",
        "| sign | pictures | taken for a watermark | unclear |",
        "|---|---:|---:|---:|",
    ]
    signs = tallies["sign"]
    lines += [
        f"| {name} | {n} | {signs.found[name]} | {signs.unclear[name]} |" for name, n in sorted(signs.pictures.items())
    ]
    return [*lines, "", "Wrong:", "", *(f"- {slip}" for slip in wrong), ""]
