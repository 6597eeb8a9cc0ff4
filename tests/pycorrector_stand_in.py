"""Stands in for pycorrector 1.1, which CI does not install: knows three words, and fails on a fourth."""

from __future__ import annotations

import re
from pathlib import Path

_WORDS = {"复以": "复议", "强治": "强制", "壹品": "一品"}


class Corrector:
    def __init__(self, language_model_path: str) -> None:
        self.path = Path(language_model_path)

    def check_detector_initialized(self) -> None:
        if not self.path.is_file():
            raise AssertionError("pycorrector would download a model now")
        if self.path.read_bytes():
            raise OSError("Cannot read model")

    def correct(self, sentence: str) -> dict[str, object]:
        if "出错" in sentence:
            raise IndexError("list index out of range")
        found = re.finditer("|".join(_WORDS), sentence)
        return {"source": sentence, "errors": [(m.group(), _WORDS[m.group()], m.start()) for m in found]}
