"""Pictures used twice: how many are known again, how many others are taken for them.

The limits of `zgc_lint.look.prints` were chosen on 60 pictures of each kind drawn in much the same way as these, with
other seeds; no real photo could be had.
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from benchmarks.evidence import scenes
from fixtures.build.stable import seeded
from zgc_lint.look.likeness import Likeness, Print
from zgc_lint.look.prints import compare, fingerprint, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Change = Callable[[Image.Image, int], Image.Image]

_TURN = Image.Transpose
_STEP = 1_000_003  # between the seeds of two runs: no picture comes twice


def _cropped(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = picture.size
    return picture.crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))


#: what is done to a photo with a watermark (the last four: to see how far it goes)
_PHOTOS: dict[str, Change] = {
    "recompressed, JPEG 40": lambda p, _: scenes.anew(p, 40),
    "halved": lambda p, _: scenes.anew(p, 60, 0.5),
    "rotated by 90°": lambda p, _: scenes.anew(p.transpose(_TURN.ROTATE_90), 70),
    "mirrored": lambda p, _: scenes.anew(p.transpose(_TURN.FLIP_LEFT_RIGHT), 70),
    "darkened to 60 %": lambda p, _: scenes.anew(p.point(lambda tone: int(tone * 0.6)), 70),
    "cropped by 5 % in all": lambda p, _: scenes.anew(_cropped(p, 0.025, 0.025, 0.975, 0.975), 70),
    "cropped by 10 % in all": lambda p, _: scenes.anew(_cropped(p, 0.05, 0.05, 0.95, 0.95), 70),
    "cut by 5 % below": lambda p, _: scenes.anew(_cropped(p, 0, 0, 1, 0.95), 70),
    "cut by 5 % at the right": lambda p, _: scenes.anew(_cropped(p, 0, 0, 0.95, 1), 70),
}
_PAGES: dict[str, Change] = {
    "recompressed, JPEG 40": lambda p, _: scenes.anew(p, 40),
    "halved": lambda p, _: scenes.anew(p, 60, 0.5),
    "rotated by 90°": lambda p, _: scenes.anew(p.transpose(_TURN.ROTATE_270), 70),
    "a seal put on it": lambda p, seed: scenes.anew(_sealed(p, seed), 70),
    "scanned again, 0.3° askew": lambda p, _: scenes.anew(
        p.rotate(0.3, Image.Resampling.BICUBIC, fillcolor=(252, 252, 250)), 70
    ),
}


def _sealed(page: Image.Image, seed: int) -> Image.Image:
    from PIL import ImageDraw

    page = page.copy()
    x, y = seeded(str(seed)).randint(200, 700), page.height - 500
    ImageDraw.Draw(page).ellipse([x, y, x + 240, y + 240], outline=(200, 40, 40), width=8)
    return page


def run(seed: int, count: int) -> str:
    """The Markdown of a run: `count` pictures each, ten times as many different photos."""
    first = seed * _STEP
    lines = [
        "# Reused pictures",
        "",
        f"`python -m benchmarks.evidence --only reuse --seed {seed} --count {count} --write`, {date.today()}",  # noqa: DTZ011
        "",
        "Found: what the engine calls the same picture (same, or changed in part). Near: a hint at most.",
        "All are drawn; the limits were chosen on 60 of each kind drawn in much the same way, with other seeds.",
        "",
        "| the same picture | n | found | near | not found |",
        "|---|---:|---:|---:|---:|",
    ]
    changes = _changed_photos(first, count)
    lines += [_row(name, counts) for name, counts in changes.items()]
    lines += [_row(f"page or screen, {name}", counts) for name, counts in _changed_pages(first, count).items()]
    lines += ["", "| another picture | pairs | taken for the same | near |", "|---|---:|---:|---:|"]
    lines += [_other(name, _verdicts(pair)) for name, pair in _others(first, count).items()]
    lines += _among_many(first, count * 10)
    lines += ["", _speed(first), ""]
    return "\n".join(lines)


def _print(picture: Image.Image) -> Print:
    return fingerprint(np.asarray(picture.convert("RGB")))


def _verdict(one: Print, other: Print) -> Likeness | None:
    match = compare(one, other)
    return match.likeness if match else None


def _photo(seed: int) -> Image.Image:
    return scenes.shot(scenes.street(seed), seed)


def _changed_photos(first: int, count: int) -> dict[str, Counter[Likeness | None]]:
    """Verdicts on photos and what became of them, by change."""
    found: dict[str, Counter[Likeness | None]] = {}

    def note(name: str, one: Print, other: Print) -> None:
        found.setdefault(name, Counter())[_verdict(one, other)] += 1

    for seed in range(first, first + count):
        bare = _photo(seed)
        marked = scenes.watermarked(bare, seed)
        own = _print(marked)
        other = _print(scenes.anew(scenes.watermarked(bare, seed + _STEP // 2), 70))
        note("watermark added or removed", _print(bare), other)
        note("watermark replaced", own, other)
        turned = scenes.watermarked(bare.transpose(_TURN.ROTATE_90), seed + _STEP // 2)
        note("rotated by 90°, watermark replaced", own, _print(scenes.anew(turned, 70)))
        for name, change in _PHOTOS.items():
            note(name, own, _print(change(marked, seed)))
    return found


def _changed_pages(first: int, count: int) -> dict[str, Counter[Likeness | None]]:
    """The same for scanned notices and screens, half and half."""
    found: dict[str, Counter[Likeness | None]] = {name: Counter() for name in _PAGES}
    for seed in range(first, first + count):
        page = scenes.notice(seed, seed // 2) if seed % 2 else scenes.screen(seed)
        own = _print(page)
        for name, change in _PAGES.items():
            found[name][_verdict(own, _print(change(page, seed)))] += 1
    return found


def _others(first: int, count: int) -> dict[str, Iterator[tuple[Print, Print]]]:
    """Pairs of pictures that are alike and not the same."""
    seeds = range(first, first + count)
    later = first + _STEP // 2

    def moved(share: float) -> Iterator[tuple[Print, Print]]:
        for seed in seeds:
            scene = scenes.street(seed)
            yield _print(scenes.shot(scene, seed)), _print(scenes.shot(scene, seed + later, share, 0.1))

    def dull(change: Change) -> Iterator[tuple[Print, Print]]:
        for seed in seeds:
            one, other = (_print(change(scenes.dull(each, seed % 3), each)) for each in (seed, seed + later))
            yield one, other

    return {
        "next shot of the scene, camera moved by up to 1 %": moved(0.01),
        "next shot, up to 3 %": moved(0.03),
        "next shot, up to 8 %": moved(0.08),
        "notice from the same template": (
            (_print(scenes.notice(seed, seed)), _print(scenes.notice(seed + later, seed))) for seed in seeds
        ),
        "screen of the same system": (
            (_print(scenes.screen(seed)), _print(scenes.screen(seed + later))) for seed in seeds
        ),
        "blank sheet, wall, dark": dull(lambda picture, _: picture),
        "the same with watermarks": dull(scenes.watermarked),
    }


def _verdicts(found: Iterator[tuple[Print, Print]]) -> Counter[Likeness | None]:
    return Counter(_verdict(one, other) for one, other in found)


def _row(name: str, counts: Counter[Likeness | None]) -> str:
    total = counts.total()
    same, near = counts[Likeness.SAME] + counts[Likeness.CHANGED], counts[Likeness.NEAR]
    return f"| {name} | {total} | {same / total:.3f} | {near / total:.3f} | {counts[None] / total:.3f} |"


def _other(name: str, counts: Counter[Any]) -> str:
    same = counts[Likeness.SAME] + counts[Likeness.CHANGED]
    return f"| {name} | {counts.total()} | {same} | {counts[Likeness.NEAR]} |"


def _among_many(first: int, count: int) -> list[str]:
    """Different photos, a quarter of them with a watermark of the same kind, each against each."""
    prints, cost = [], 0.0
    for seed in range(first + 2 * count, first + 3 * count):
        picture = np.asarray(scenes.watermarked(_photo(seed), seed) if seed % 4 == 0 else _photo(seed))
        began = time.process_time()
        prints.append(fingerprint(picture))
        cost += time.process_time() - began
    began = time.process_time()
    counts = Counter(match.likeness for _, _, match in pairs(prints))
    spent = time.process_time() - began
    return [
        _other(f"{count} different photos, each against each", counts).replace(
            f"| {counts.total()} |", f"| {count * (count - 1) // 2} |", 1
        ),
        "",
        f"A fingerprint takes {cost / count * 1000:.0f} CPU-ms (a photo of {scenes.WIDTH} × {scenes.HEIGHT}).",
        f"Comparing all {count} with one another takes {spent:.1f} CPU-s.",
    ]


def _speed(seed: int) -> str:
    """One new picture against 100,000 known ones, in words."""
    one = _print(_photo(seed))
    rng = np.random.default_rng(seed)
    known = [Print(rng.bytes(len(one.upright().hashes)), one.detail, b"", one.features) for _ in range(100_000)]
    began = time.process_time()
    found = list(pairs([one, *known]))
    spent = (time.process_time() - began) * 1000
    return f"One picture against 100,000 known ones: {spent:.0f} CPU-ms, {len(found)} found."
