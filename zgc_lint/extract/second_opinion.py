"""What pycorrector, an optional package, holds for wrong in the prose, less what looks like a name.

Only its n-gram corrector (`pycorrector.Corrector`, by kenlm) is used, with a model file that the office has. Without
one, and where the file is not there, pycorrector would download its own: it is not even imported then.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from zgc_lint.extract.name_guards import Names
from zgc_lint.extract.prose import Passage, Prose
from zgc_lint.extract.suspicions import Suspect
from zgc_lint.model import Confidence, Document, Place, Unjudged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zgc_lint.knowledge import Knowledge

__all__ = ["PycorrectorError", "SecondOpinion", "open_pycorrector"]


class PycorrectorError(Exception):
    """pycorrector cannot be used; the message says why, in Chinese."""


class Pycorrector(Protocol):
    """The part of ``pycorrector.Corrector`` (1.1) that is used."""

    def check_detector_initialized(self) -> None:
        """Load model and word lists."""

    def correct(self, sentence: str) -> Mapping[str, Sequence[tuple[str, str, int]]]:
        """Under ``errors``: what stands there, what should, and the offset in characters."""


@dataclass(frozen=True)
class SecondOpinion:
    """The passages of a document, for pycorrector to be asked about; it depends on a setting, so not at once."""

    passages: tuple[Passage, ...]
    names: Names | None

    @classmethod
    def extract(cls, document: Document, knowledge: Knowledge) -> SecondOpinion:
        """Gather what asking takes."""
        return cls(document[Prose].passages, document.batch[Names] if document.batch is not None else None)

    def ask(self, model: str) -> Iterator[Suspect | Unjudged]:
        """Yield what pycorrector would change, as hints, by the kenlm model in the file `model`.

        Where it cannot be used: an `Unjudged` about the whole run, the same for each document. Where it fails on a
        passage: one about the document.
        """
        try:
            corrector = open_pycorrector(model)
        except PycorrectorError as error:
            yield Unjudged(Place(), str(error))
            return
        for passage in self.passages:
            try:
                errors = corrector.correct(passage.text)["errors"]
            except Exception as error:  # not ours: say so, and go on
                why = f"pycorrector 处理其中的文字时出错（{type(error).__name__}），有的段落没有查"
                yield Unjudged(Place(passage.place.document), why)
                continue
            for wrong, right, start in errors:
                end = start + len(wrong)
                if passage.text[start:end] != wrong or passage.is_quoted(start - 1, end + 1):
                    continue  # its offsets go astray after a correction of another length
                if not self._is_name(passage.text, start, end, right):
                    yield Suspect(passage, start, end, right, Confidence.HINT)

    def _is_name(self, text: str, start: int, end: int, right: str) -> bool:
        from zgc_lint.typo.corrector import Suspicion  # numpy, which takes 0.1 s

        mended = text[:start] + right + text[end:]
        return self.names is not None and self.names.hold(text, mended, Suspicion(start, end, right, 0.0), end)


def open_pycorrector(model: str) -> Pycorrector:
    """The corrector with the kenlm model in the file `model`; one a process. Nothing is downloaded.

    Raises PycorrectorError where no file is named or there, and where package or model cannot be loaded.
    """
    if not model:
        raise PycorrectorError("没有设置 pycorrector 的模型文件（model），没有查；不联网下载模型")
    path = Path(model).expanduser()
    if not path.is_file():
        raise PycorrectorError(f"找不到 pycorrector 的模型文件 {model}，没有查；不联网下载模型")
    opened = _open(path.resolve())
    if isinstance(opened, PycorrectorError):
        raise opened
    return opened


@cache
def _open(path: Path) -> Pycorrector | PycorrectorError:
    """The corrector or what is amiss: importing in vain takes seconds, and there may be hundreds of documents."""
    try:
        corrector: Pycorrector = importlib.import_module("pycorrector").Corrector(language_model_path=str(path))
        corrector.check_detector_initialized()
    except ImportError as error:
        lacking = "没有安装 pycorrector" if error.name == "pycorrector" else f"pycorrector 缺少所需的组件（{error}）"
        return PycorrectorError(f"{lacking}，没有查（安装方法见 zgc-lint explain TX05）")
    except Exception as error:
        return PycorrectorError(f"pycorrector 无法载入模型文件 {path.name}（{type(error).__name__}），没有查")
    return corrector
