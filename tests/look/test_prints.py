"""Fingerprints: the same picture is known again whatever was done to it, another one is not taken for it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from zgc_lint.look.bits import _counted, bit_count
from zgc_lint.look.likeness import Likeness, Print
from zgc_lint.look.prints import compare, fingerprint, pairs

WIDTH, HEIGHT = 640, 480
Turn = Image.Transpose


def scene(seed: int) -> Image.Image:
    """Blocks of all sizes and tones on uneven ground, with a camera's noise."""
    rng = np.random.default_rng(seed)
    ground = Image.fromarray(rng.integers(40, 160, (12, 16), dtype=np.uint8)).resize((WIDTH, HEIGHT))
    draw = ImageDraw.Draw(ground)
    for _ in range(60):
        x, y, width, height = rng.integers(0, (WIDTH, HEIGHT, 120, 120))
        draw.rectangle([x, y, x + width, y + height], fill=int(rng.integers(10, 245)))
    pixels = np.asarray(ground).astype(float) + rng.normal(size=(HEIGHT, WIDTH)) * 4
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).convert("RGB")


def page(seed: int, differing: int = 0) -> Image.Image:
    """Lines of blocks like characters; `differing` of them come from another seed."""
    sheet = Image.new("RGB", (1000, 1400), (250, 250, 248))
    draw = ImageDraw.Draw(sheet)
    rng, other = np.random.default_rng(seed), np.random.default_rng(seed + 1000)
    for number in range(25 * 30):
        row, column = divmod(number, 30)
        strokes, changed = rng.integers(0, 22, (5, 2)), other.integers(0, 22, (5, 2))
        for x, y in changed if 300 <= number < 300 + differing else strokes:
            left, top = 100 + column * 27 + int(x), 120 + row * 46 + int(y)
            draw.rectangle([left, top, left + 6, top + 3], fill=(30, 30, 30))
    return sheet


def marked(picture: Image.Image, seed: int) -> Image.Image:
    """With a band of light marks across the lower left."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    rng = np.random.default_rng(seed)
    for line in range(3):
        for x in range(20, 330, 12):
            y = HEIGHT - 130 + line * 40
            draw.rectangle([x, y, x + int(rng.integers(1, 9)), y + int(rng.integers(5, 28))], fill="white")
    return picture


def saved(picture: Image.Image, quality: int = 50) -> Image.Image:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")


def look(picture: Image.Image) -> Print:
    return fingerprint(np.asarray(picture))


@pytest.mark.parametrize("seed", range(8))
def test_a_photo_is_known_again(seed: int) -> None:
    photo = marked(scene(seed), 1)
    own = look(photo)
    half = photo.resize((WIDTH // 2, HEIGHT // 2), Image.Resampling.LANCZOS)
    for changed in (saved(photo), saved(half), saved(photo.point(lambda tone: int(tone * 0.7)))):
        match = compare(own, look(changed))
        assert match is not None
        assert (match.likeness, match.turn) == (Likeness.SAME, 0)
    for other in (scene(seed), marked(scene(seed), 2)):
        match = compare(own, look(saved(other)))
        assert match is not None
        assert match.likeness in (Likeness.SAME, Likeness.CHANGED)


@pytest.mark.parametrize("turn", list(Turn))
def test_a_turned_photo_is_known_again(turn: Turn) -> None:
    own, turned = look(scene(3)), look(saved(scene(3).transpose(turn)))
    for one, other in ((own, turned), (turned, own)):
        match = compare(one, other)
        assert match is not None
        assert match.likeness is Likeness.SAME
        assert match.turn
    assert compare(turned, look(scene(4))) is None


def test_a_cut_photo_is_near() -> None:
    cut = scene(5).crop((16, 12, WIDTH - 16, HEIGHT - 12))
    match = compare(look(scene(5)), look(cut))
    assert match is not None
    assert match.likeness is Likeness.NEAR


def test_different_photos_are_not_alike() -> None:
    assert not list(pairs([look(scene(seed)) for seed in range(40)]))


def test_a_page_is_known_again_and_one_from_the_same_template_is_not() -> None:
    own = look(page(1))
    assert own.is_page
    half = page(1).resize((500, 700), Image.Resampling.LANCZOS)
    for same in (saved(page(1)), saved(half), saved(page(1).transpose(Turn.ROTATE_90))):
        match = compare(own, look(same))
        assert match is not None
        assert match.likeness is Likeness.SAME
    for differing in (3, 8, 30, 700):
        assert compare(own, look(page(1, differing))) is None


def test_pictures_without_content_are_never_alike() -> None:
    rng = np.random.default_rng(1)
    wall = np.linspace(120, 170, WIDTH)[None, :, None] + rng.normal(size=(HEIGHT, WIDTH, 3)) * 4
    dark = 8 + rng.normal(size=(HEIGHT, WIDTH, 3)) * 4
    for pixels in (wall, dark):
        plain = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
        signed = look(marked(plain, 1))
        assert look(plain).is_blank
        assert signed.is_blank, "a watermark alone does not make a picture"
        assert compare(signed, signed) is None
    white = Image.new("RGB", (WIDTH, HEIGHT), "white")
    assert look(white).is_blank
    assert compare(look(white), look(white)) is None


def test_search_finds_what_comparing_each_with_each_finds() -> None:
    recent = [look(scene(1)), look(page(2)), look(scene(2).transpose(Turn.ROTATE_90)), look(scene(1))]
    past = [look(picture).upright() for picture in (scene(2), scene(9), saved(page(2)))]
    found = {(i, j): match.likeness for i, j, match in pairs([*recent, *past])}
    assert found == dict.fromkeys([(0, 3), (2, 4), (1, 6)], Likeness.SAME)


@pytest.mark.parametrize("block", [1, 3, 256])
def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr("zgc_lint.look.prints._BLOCK", block)
    monkeypatch.setattr("zgc_lint.look.prints._HITS_AT_ONCE", 2)
    cut = scene(5).crop((16, 12, WIDTH - 16, HEIGHT - 12))
    pictures = [scene(5), page(1), page(1, 30), cut, Image.new("RGB", (WIDTH, HEIGHT), "white"), page(1, 700)]
    pictures += [saved(page(1).transpose(Turn.ROTATE_180)), marked(scene(5), 2), page(4), saved(cut), page(1, 3)]
    every = [look(picture) for picture in pictures]
    numbers = range(len(every))
    each = {(i, j): compare(every[i], every[j]) for i in numbers for j in numbers if i < j}
    expected = {pair: match for pair, match in each.items() if match is not None}
    assert len(expected) > 5
    assert {(i, j): match for i, j, match in pairs(every)} == expected
    known = {0, 1, 3, 6}
    rest = {pair: match for pair, match in expected.items() if not known.issuperset(pair)}
    assert 0 < len(rest) < len(expected)
    assert {(i, j): match for i, j, match in pairs(every, known)} == rest
    for split in (0, 4, 11):
        across = {(i, j): match for (i, j), match in expected.items() if i < split <= j}
        assert {(i, j): match for i, j, match in pairs(every, split=split)} == across
    recent, past = every[:6], [entry.upright() for entry in every[6:]]
    found = {(i, j): match for i, j, match in pairs([*recent, *past])}
    assert found.items() <= expected.items()
    assert {pair for pair in expected if pair[1] < 6} <= found.keys()


def test_bits_are_counted_alike_by_old_and_new_numpy() -> None:
    words = np.random.default_rng(1).integers(0, 2**64, 1000, dtype=np.uint64)
    assert (_counted(words) == bit_count(words)).all()
    assert _counted(np.array([0, 2**64 - 1], np.uint64)).tolist() == [0, 64]
