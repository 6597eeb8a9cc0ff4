"""What a user would pick for a part of the work, in the same run: proof-readers for the prose, OCR for the photos."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.peers.autocorrect import Autocorrect
from benchmarks.peers.ours import Checks
from benchmarks.peers.peer import AbsentError
from benchmarks.peers.pycorrector import Pycorrector
from zgc_lint.knowledge import Knowledge
from zgc_lint.load import load
from zgc_lint.look.bands import read_band
from zgc_lint.look.frames import Frame, frames
from zgc_lint.look.overlay import find_overlay
from zgc_lint.model import Confidence, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.peers.peer import Peer

__all__ = ["compare"]

_FILINGS, _PHOTOS = 10, 9
_SHORT = "没有错字。"
_TIMES = 3  # the least of so many is told, since other programs may run on the machine


def compare(batch: Path, model: str) -> Iterator[str]:
    """Two tables, of the statements of ten filings and of nine photographs of `batch`."""
    lines = _prose(batch)
    characters = sum(map(len, lines))
    yield f"Text of {_FILINGS} statements, {characters:,} characters:"
    yield ""
    yield "| program | CPU-s to load | CPU-s per 1,000 characters | × zgc-lint |"
    yield "|---|---:|---:|---:|"
    corrector = {"TX01": {"corrector": True}}
    ours = Checks("zgc-lint, all text checks", ["TX", "PU", "LY"], list(Confidence), corrector, at_once=len(lines))
    our_cost = 0.0
    for peer in (ours, Pycorrector(model), Autocorrect()):
        try:
            begun = _spent()
            told = peer.version()
            peer.judge([_SHORT])
        except AbsentError as error:
            yield f"| {peer.name} | | not measured: {error} | |"
            continue
        loading = _spent() - begun
        cost = _reading(peer, lines) / characters * 1000
        our_cost = our_cost or cost  # we come first
        yield f"| {peer.name} ({told}) | {loading:.1f} | {cost:.4f} | {cost / our_cost:.1f} |"
    yield ""
    yield f"{_PHOTOS} photographs:"
    yield ""
    yield "| program | CPU-s per photograph |"
    yield "|---|---:|"
    photos = sorted(batch.glob("*/附件/*.jpg"))[:_PHOTOS]
    yield f"| zgc-lint: watermark | {_cost(lambda: _ours(photos)) / len(photos):.2f} |"
    yield f"| rapidocr, its defaults, one thread | {_plain(photos) / len(photos):.2f} |"
    yield ""


def _reading(peer: Peer, lines: Sequence[str]) -> float:
    """CPU seconds that the lines take, less what a single short one takes: a run's beginning, its word lists read."""
    whole = min(_cost(lambda: peer.judge(lines)) for _ in range(_TIMES))
    return whole - min(_cost(lambda: peer.judge([_SHORT])) for _ in range(_TIMES))


def _prose(batch: Path) -> list[str]:
    knowledge = Knowledge()
    folders = sorted(path for path in batch.iterdir() if path.is_dir())[:_FILINGS]
    documents = [document for folder in folders for document in load([folder], knowledge).every_document()]
    return [
        paragraph.text
        for document in documents
        if document.role is Role.STATEMENT
        for paragraph in document.paragraphs
        if paragraph.text.strip()
    ]


def _ours(photos: Sequence[Path]) -> None:
    for photo in photos:
        for frame in frames(photo.read_bytes(), "jpg", photo.name, ()):
            if isinstance(frame, Frame):
                find_overlay(frame.pixels)


def _plain(photos: Sequence[Path]) -> float:
    """CPU seconds of rapidocr as it comes, but for its threads, on the files."""
    from PIL import Image
    from rapidocr import RapidOCR

    with Image.open(photos[0]) as picture:
        import numpy as np

        read_band(np.asarray(picture.resize((400, 300))), 0.0, 1.0)  # both engines have loaded their models
    engine = RapidOCR(params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    engine(str(photos[0]))
    return _cost(lambda: [engine(str(photo)) for photo in photos])


def _cost(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of those it ran."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    """CPU seconds of this process, and of those it ran and that have ended."""
    return sum(os.times()[:4])
