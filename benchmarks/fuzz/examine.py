"""The whole way of the data for damaged files, in a child process: into a batch, loaded, looked at, checked, priced.

Files of one kind are checked together, each in a filing of its own, since most of the cost of a run does not depend
on how many there are. Text in pictures is read where a job asks for it; else the engine for it stands still.
"""

from __future__ import annotations

import enum
import os
import signal
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchmarks.peak import forget_peak, peak_memory
from zgc_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from zgc_lint.report.audit import Audit

__all__ = ["HANG", "Damaged", "Job", "Outcome", "Report", "serve"]

HANG = 20.0  # CPU-seconds that a file may take where nothing else is said
_MONTH = "2026-06"
_FORM = "申报表.docx"
_PLACES = {
    "docx": ("{case}/申报表.docx", "{case}/情况说明.docx", "{case}/附件/1.判决书.docx"),
    "xlsx": ("台账{number}.xlsx", "工单{number}.xlsx", "{case}/附件/1.明细.xlsx"),
    "pdf": ("{case}/附件/1.判决书.pdf", "{case}/情况说明.pdf", "{case}/申报表.pdf"),
    "ofd": ("{case}/附件/1.信访复核意见书.ofd", "{case}/情况说明.ofd"),
    "jpg": ("{case}/附件/1.现场照片{suffix}", "{case}/附件/1.现场照片.jpg"),
    "zip": ("{case}.zip", "{case}/附件.zip"),
}


class Outcome(str, enum.Enum):
    """What became of a file. The last four are faults of the engine."""

    CLEAN = "read"
    UNREADABLE = "ZZ01"
    UNJUDGED = "not judged"
    REFUSED = "refused"  # settings or a dictionary: a message names what is wrong
    CRASHED = "crash"
    DIED = "died"
    HUNG = "hang"
    SWOLLEN = "memory"

    @property
    def is_fault(self) -> bool:
        """Whether the engine must not do so."""
        return self in (Outcome.CRASHED, Outcome.DIED, Outcome.HUNG, Outcome.SWOLLEN)


@dataclass(frozen=True)
class Damaged:
    """A damaged file: number within its kind, the name of the file it was made from, bytes."""

    number: int
    name: str
    data: bytes


@dataclass(frozen=True)
class Job:
    """Files of a kind to go through together; `reading` has text in pictures read too."""

    kind: str
    files: tuple[Damaged, ...]
    reading: bool = False


@dataclass(frozen=True)
class Report:
    """What became of the files of a job, by number, with what there is to say; CPU-seconds and peak MB of all."""

    outcomes: dict[int, tuple[Outcome, str]]
    seconds: float
    megabytes: float


def serve(connection: Connection, hang: float) -> None:
    """Take jobs from a connection and send their reports, until there is None.

    The process is ended by SIGPROF where a file takes more than `hang` CPU-seconds.
    """
    os.environ["ZGC_LINT_SOFFICE"] = "/nonexistent"  # LibreOffice is not what is tested
    os.environ.pop("ZGC_LINT_RAISE", None)
    while (job := connection.recv()) is not None:
        signal.setitimer(signal.ITIMER_PROF, hang + len(job.files) - 1)
        began = time.process_time()
        forget_peak()
        _read_pictures(wanted=job.reading)
        outcomes = dict(_settings(job) if job.kind == "yaml" else _documents(job))
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.send(Report(outcomes, time.process_time() - began, peak_memory() / 2**20))


def _documents(job: Job) -> Iterator[tuple[int, tuple[Outcome, str]]]:
    with tempfile.TemporaryDirectory(prefix="zgc-lint-fuzz-") as name:
        folder = Path(name) / _MONTH
        for file in job.files:
            places = _PLACES[job.kind]
            shown = places[file.number % len(places)].format(
                case=_case(file), number=file.number, suffix=Path(file.name).suffix
            )
            path = folder / shown
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        try:
            audit = _check(folder, None)
        except Exception as error:
            yield from ((file.number, (Outcome.CRASHED, _told(error))) for file in job.files)
            return
        for file in job.files:
            yield file.number, _outcome(audit, _case(file), str(file.number))


def _settings(job: Job) -> Iterator[tuple[int, tuple[Outcome, str]]]:
    """Damaged settings, ignore files, filing.yaml and dictionaries, each with a filing that is in order."""
    from benchmarks.fuzz.seeds import seeds

    form = next(data for name, data in seeds("docx") if name == _FORM)
    for file in job.files:
        with tempfile.TemporaryDirectory(prefix="zgc-lint-fuzz-") as name:
            folder = Path(name) / _MONTH
            filing = folder / _case(file)
            filing.mkdir(parents=True)
            (filing / _FORM).write_bytes(form)
            office = folder.parent / "office"
            office.mkdir()
            own = {"zgc-lint.yaml": folder, "zgc-lint-ignore.yaml": folder, "filing.yaml": filing}
            (own.get(file.name, office) / file.name).write_bytes(file.data)
            try:
                audit = _check(folder, office)
            except UsageError as error:
                yield file.number, (Outcome.REFUSED, str(error)[:200])
            except Exception as error:
                yield file.number, (Outcome.CRASHED, _told(error))
            else:
                yield file.number, _outcome(audit, "", "")


def _check(folder: Path, office: Path | None) -> Audit:
    """The audit, rendered for the screen and as JSON. Raises UsageError."""
    from zgc_lint.check.registry import discover
    from zgc_lint.config import Config, load_config
    from zgc_lint.pipeline import check
    from zgc_lint.report import renderer

    config = Config(dictionaries=office)
    if (folder / "zgc-lint.yaml").is_file():
        config = load_config(None, [folder])
    audit = check([folder], config, registry=discover(config.checks_dirs), reveal=True)
    for name in ("json", "text"):
        renderer(name).render(audit)
    return audit


def _outcome(audit: Audit, case: str, number: str) -> tuple[Outcome, str]:
    """What the audit says of one file."""
    found = [entry.finding for entry in audit.bill.findings]
    crashes = [finding for finding in found if finding.code == "ZZ02"]
    own = [finding for finding in crashes if case in finding.place.document] or crashes
    if own:
        return Outcome.CRASHED, own[0].message
    mine = (case, f"台账{number}.", f"工单{number}.") if case else ("",)
    for finding in found:
        if finding.code == "ZZ01" and any(name in finding.place.document for name in mine):
            return Outcome.UNREADABLE, finding.message
    for unjudged in audit.coverage.not_judged:
        if any(name in unjudged.place.document for name in mine):
            return Outcome.UNJUDGED, unjudged.why
    return Outcome.CLEAN, ""


def _case(file: Damaged) -> str:
    return f"20260605{file.number:06d}"


def _told(error: Exception) -> str:
    """An exception with the place in the engine that it came from."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    frame = next((frame for frame in reversed(frames) if "zgc_lint" in frame.filename), frames[-1])
    return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"[:300]


def _read_pictures(*, wanted: bool) -> None:
    """Let the engine for text in pictures run, or stand still."""
    from zgc_lint.look import ocr

    detect, recognise = _true_engine()
    engine = cast("Any", ocr)
    engine.detect = detect if wanted else lambda *_: ()
    engine.recognise = recognise if wanted else lambda *_: ("", 0.0)


@cache
def _true_engine() -> tuple[Any, Any]:
    """What finds lines and what reads them, as they were before they were first set aside."""
    from zgc_lint.look.detector import detect
    from zgc_lint.look.recogniser import recognise

    return detect, recognise
