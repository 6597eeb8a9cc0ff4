"""Photos and scans made in a way that the builders of the fixtures have no hand in.

A browser (Chromium) draws streets, overlays and papers from the pages in ``unprepared_pages/``; here they are put
together, photographed askew with a shadow and warm light, scanned in grey, turned. The engine is told nothing of it.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from tests.browser import MISSING, chromium
from zgc_lint.look.frames import Frame, frames
from zgc_lint.look.overlay import see as see_overlay
from zgc_lint.look.reading import see as see_text
from zgc_lint.look.seals import see as see_seals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from selenium import webdriver

__all__ = ["PICTURES", "made", "run"]

_PAGES = Path(__file__).parent / "unprepared_pages"
_NAMED = "seal of 北京市海淀区水务局"
_PHOTO, _UPRIGHT, _A4 = (2000, 1500), (1500, 2000), (1240, 1754)


@dataclass(frozen=True)
class Picture:
    """What is drawn and how: pages of ``unprepared_pages`` one over the other, size in px, what is done to them.

    `true` says in words what an engine should make of it.
    """

    name: str
    true: str
    pages: tuple[str, ...]
    size: tuple[int, int]
    done: tuple[Callable[[NDArray[np.uint8]], NDArray[np.uint8]], ...] = ()
    quality: int = 78


def _askew(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """On a dark desk, seen from below and the side."""
    height, width = pixels.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(0.12, 0.06), (0.91, 0.1), (0.97, 0.95), (0.04, 0.92)], np.float32) * (width, height)
    warp = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    return np.asarray(cv2.warpPerspective(pixels, warp, (width, height), borderValue=(74, 58, 47)), np.uint8)


def _shaded(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The shadow of a hand from the right, and the warm light of a lamp."""
    height, width = pixels.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    shadow = 1 - 0.42 / (1 + np.exp(-(across / width + 0.35 * down / height - 0.85) * 30))
    lamp = np.array([1.0, 0.94, 0.8], np.float32) * (0.98 - 0.18 * (down / height))[..., None]
    return np.asarray(np.clip(pixels * shadow[..., None] * lamp, 0, 255), np.uint8)


def _noisy(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    noise = np.random.default_rng(7).normal(0, 5, pixels.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.8) + noise, 0, 255), np.uint8)


def _at_night(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(pixels * np.array([0.42, 0.4, 0.5]) + 4, 0, 255), np.uint8)


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.repeat(grey[..., None], 3, axis=2)


def _sideways(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.rot90(pixels))


PICTURES = (
    Picture("record card", "present", ("scene-corridor", "overlay-record-card"), _PHOTO, (_noisy,)),
    Picture("yellow lines", "present", ("scene-street", "overlay-yellow-lines"), _UPRIGHT, (_noisy,), 60),
    Picture("slanted text all over", "present", ("scene-street", "overlay-slanted-text"), _PHOTO, (_noisy,)),
    Picture("phone maker's frame", "present", ("scene-street", "overlay-phone-frame"), _PHOTO),
    Picture("body camera", "incomplete: no place", ("scene-corridor", "overlay-body-camera"), _PHOTO, (_noisy,), 55),
    Picture("street camera", "present", ("scene-street", "overlay-street-camera"), _PHOTO, (_at_night, _noisy), 50),
    Picture("notice on a wall", "absent", ("scene-wall",), _PHOTO, (_shaded, _noisy)),
    Picture("screen photographed", "absent", ("scene-screen",), _PHOTO, (_askew, _noisy)),
    Picture("round seal, photographed", _NAMED, ("paper-round-seal",), _A4, (_askew, _shaded, _noisy)),
    Picture("round seal, scanned", _NAMED, ("paper-round-seal",), _A4, (_noisy,)),
    Picture("faint seal, scanned", "seal or doubt", ("paper-faint-seal",), _A4, (_noisy,), 50),
    Picture("oblong seal, scanned", "doubt", ("paper-oblong-seal",), _A4, (_noisy,)),
    Picture("oblong seal, photographed", "doubt", ("paper-oblong-seal",), _A4, (_askew, _shaded, _noisy)),
    Picture("no seal, red notes", "no seal", ("paper-no-seal",), _A4, (_askew, _shaded, _noisy)),
    Picture("judgment, grey", "seal or doubt", ("paper-judgment",), _A4, (_grey, _noisy)),
    Picture("judgment, on its side", "seal; text read", ("paper-judgment",), _A4, (_noisy, _sideways)),
)  # fmt: skip


def run(seed: int, count: int) -> str:
    """What is seen in each picture, as Markdown; `seed` and `count` change nothing, there is one of each."""
    lines = ["| picture | true | watermark | seals | text |", "|---|---|---|---|---|"]
    for picture, data in made():
        lines.append(f"| {picture.name} | {picture.true} | {' | '.join(_seen(data, paper=picture.size == _A4))} |")
    return "\n".join(lines) + "\n"


def made() -> Iterator[tuple[Picture, bytes]]:
    """Each picture as JPEG."""
    if MISSING:
        raise RuntimeError(MISSING)
    for picture in PICTURES:
        with _browser(*picture.size) as shot:
            image = shot(picture.pages[0]).convert("RGB")
            for page in picture.pages[1:]:
                layer = shot(page)
                image.paste(layer, mask=layer.getchannel("A"))
        pixels = np.asarray(image)
        for step in picture.done:
            pixels = step(pixels)
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, "JPEG", quality=picture.quality)
        yield picture, buffer.getvalue()


@contextmanager
def _browser(width: int, height: int) -> Iterator[Callable[[str], Image.Image]]:
    """A function that takes the picture of a page, what it leaves free transparent."""
    with chromium(width, height) as driver:
        clear = {"color": {"r": 0, "g": 0, "b": 0, "a": 0}}
        driver.execute_cdp_cmd("Emulation.setDefaultBackgroundColorOverride", clear)
        yield lambda page: _shot(driver, page)


def _shot(driver: webdriver.Chrome, page: str) -> Image.Image:
    driver.get((_PAGES / f"{page}.html").as_uri())
    return Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGBA")


def _seen(data: bytes, *, paper: bool) -> tuple[str, str, str]:
    frame = next(frame for frame in frames(data, "jpg", "a.jpg", ()) if isinstance(frame, Frame))
    if not paper:
        overlay = see_overlay(frame)
        told = " ".join(f"{field.datum.value}={field.text}" for field in overlay.fields) if overlay else ""
        return f"{overlay.verdict if overlay else ''} {told}".strip(), "", ""
    found = see_seals(frame)
    seals = "; ".join(f"{seal.score:.2f} {seal.name} {seal.name_score:.2f}" for seal in found.seals)
    text = see_text(frame) or ()
    return (
        "",
        seals or f"none, doubt: {found.doubt.value or 'none'}",
        f"{len(text)} lines: {text[0].text if text else ''}",
    )
