"""Marked-up copies of the fixtures, read back: ``python -m benchmarks.markup [NAME…] [--write]``.

Each batch is checked with every check on; each finding is looked for in the copies, and what is marked is compared with
what was found. With LibreOffice the text of each copy is also compared with that of its original.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.markup.read_back import NOWHERE, read_back
from zgc_lint.cli import CLEAN, FINDINGS, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.markup.read_back import Tally

__all__ = ["marked"]

FILINGS = Path(__file__).parent.parent / "fixtures" / "filings"
RESULT = Path(__file__).parent / "results" / "markup.md"
NAMES = ("demo", "seeded", "seeded-text", "seeded-logic", "clean")


def marked(name: str, folder: Path) -> Tally:
    """Check the fixture batch `name`, write its marked-up copies below `folder`, and compare."""
    batch, report, copies = FILINGS / name, folder / "report.json", folder / "copies"
    arguments = ["check", str(batch), "--reveal", "--output", f"json={report}", "--output", f"docx={copies}/"]
    with (folder / "screen.txt").open("w", encoding="utf-8") as screen, redirect_stdout(screen):
        code = run(arguments)
    if code not in (CLEAN, FINDINGS):
        raise RuntimeError(f"{name}: exit code {code}")
    return read_back(report, batch, copies)


def as_libreoffice_reads(batch: Path, copies: Path, folder: Path) -> tuple[int, list[str]]:
    """How many Word copies LibreOffice opened, and the names of those whose text is not that of the original."""
    names = sorted(path.relative_to(copies) for path in copies.rglob("*") if path.suffix.lower() == ".docx")
    if not names:
        return 0, []
    sides = {"original": batch, "copy": copies}
    for side, root in sides.items():
        (folder / side).mkdir()
        for n, name in enumerate(names):
            shutil.copy(root / name, folder / side / f"{n}.docx")
        _to_text(folder / side, len(names), folder / "profile")
    texts = [[(folder / side / f"{n}.txt").read_bytes() for side in sides] for n in range(len(names))]
    return len(names), [str(name) for name, (one, other) in zip(names, texts, strict=True) if one != other]


def _to_text(folder: Path, count: int, profile: Path) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "txt:Text"]
    files = [str(folder / f"{n}.docx") for n in range(count)]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True)


def table(name: str, tally: Tally) -> Iterator[str]:
    """The tally as Markdown."""
    yield f"## {name}"
    yield ""
    yield "| how a finding is marked | findings | read back, right | what is marked is the text quoted |"
    yield "|---|---:|---:|---:|"
    for way, count in sorted(tally.findings.items()):
        compared = f"{tally.right[way]} | {tally.quoted[way]}" if way != NOWHERE else "– | –"
        yield f"| {way} | {count} | {compared} |"
    yield f"| all | {tally.findings.total()} | {tally.right.total()} | {tally.quoted.total()} |"
    yield ""
    if tally.without:
        yield "In no copy: " + ", ".join(f"{name} {count}" for name, count in tally.without.items()) + "."
        yield ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and with --write keep them. Exit code 1 where a finding is not marked as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(NAMES))
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    today = date.today()  # noqa: DTZ011 (the clock of who measures)
    command = " ".join(
        [
            "python -m benchmarks.markup",
            *(asked.names if asked.names != list(NAMES) else ()),
            *(["--write"] * asked.write),
        ]
    )
    lines = ["# Marked-up copies, read back", "", f"`{command}`, {today}", ""]
    amiss: list[str] = []
    for name in asked.names:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            tally = marked(name, folder)
            lines += table(name, tally)
            amiss += [f"{name}: {words}" for words in tally.amiss]
            if shutil.which("soffice"):
                count, different = as_libreoffice_reads(FILINGS / name, folder / "copies", folder)
                lines += [f"LibreOffice reads {count - len(different)} of {count} Word copies as their originals.", ""]
                amiss += [f"{name}: LibreOffice reads otherwise: {path}" for path in different]
    sys.stdout.write("\n".join(lines))
    sys.stderr.write("".join(f"{words}\n" for words in amiss))
    if asked.write:
        RESULT.write_text("\n".join(lines), encoding="utf-8")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
