"""Slips in everyday words, written blind: ``python -m benchmarks.everyday [--prose DIR] [--write]``.

``slips.tsv``: 320 sentences of statements, 240 of them with one slip, by an author who had read no list, no fixture and
no code of this project: sentence, what it should be, kind, the wrong word, the right one. They are checked as
statements of --together sentences, by TX01 to TX04. A slip is found where a priced finding shares a character with it;
any other finding is false. With --prose, the measuring tenth of that folder (`fixtures/prose`) is read besides, as
statements in which nothing is wrong; each finding there is printed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.kept import head, keep
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Confidence
from zgc_lint.testing.papers import make_batch
from zgc_lint.typo.corpus import MEASURING, read_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zgc_lint.model import Finding

SET = Path(__file__).parent / "slips.tsv"
RESULT = Path(__file__).parent.parent / "results" / "everyday.md"
CODES = ("TX01", "TX02", "TX03", "TX04")
_PRICED = (Confidence.CERTAIN, Confidence.LIKELY)


class Row(NamedTuple):
    """A sentence, what it should be, the kind of slip ("none" for none), the wrong word and the right one."""

    source: str
    target: str
    kind: str
    wrong: str
    right: str

    def is_hit(self, finding: Finding) -> bool:
        """Whether the finding shares a character with the slip."""
        start = self.source.find(self.wrong) if self.wrong else -1
        place = finding.place
        return start >= 0 and (place.start or 0) < start + len(self.wrong) and (place.end or 0) > start


def read_set() -> list[Row]:
    """The rows, in an order that has nothing to do with their kinds."""
    rows = [Row(*line.split("\t")) for line in SET.read_text(encoding="utf-8").splitlines()]
    random.Random(5).shuffle(rows)  # noqa: S311
    return rows


def check(sentences: Sequence[str], together: int, knowledge: Knowledge) -> Iterator[list[Finding]]:
    """The priced findings in each sentence."""
    checks = [discover().checks[code] for code in CODES]
    for first in range(0, len(sentences), together):
        part = sentences[first : first + together]
        batch = make_batch({"statement": "\n".join(part)}, knowledge)
        identify(batch, knowledge)
        findings = [f for f in run(batch, checks, knowledge, {}).findings if f.confidence in _PRICED]
        for number in range(1, len(part) + 1):
            yield [finding for finding in findings if finding.place.paragraph == number]


def report(together: int, knowledge: Knowledge) -> Iterator[str]:
    """The table by kind, as Markdown; misses and false alarms go to standard error."""
    rows = read_set()
    slips, found, certain, false = Counter[str](), Counter[str](), 0, 0
    for row, findings in zip(rows, check([row.source for row in rows], together, knowledge), strict=True):
        hits = [finding for finding in findings if row.is_hit(finding)]
        slips[row.kind] += bool(row.wrong)
        found[row.kind] += bool(hits)
        certain += any(hit.confidence is Confidence.CERTAIN for hit in hits)
        if row.wrong and not hits:
            print("missed", row.kind, row.wrong, row.right, row.source, sep="\t", file=sys.stderr)
        for finding in findings:
            if not row.is_hit(finding):
                false += 1
                print("false", finding.code, finding.message, row.source, sep="\t", file=sys.stderr)
    yield "| kind | slips | found | recall |"
    yield "|---|---:|---:|---:|"
    for kind in sorted(slips):
        if slips[kind]:
            yield f"| {kind} | {slips[kind]} | {found[kind]} | {found[kind] / slips[kind]:.3f} |"
    every, all_found = slips.total(), found.total()
    yield f"| all | {every} | {all_found} | {all_found / every:.3f} |"
    yield ""
    yield (
        f"Of the {all_found} found {certain} are certain. Elsewhere in these sentences: {false} findings; precision "
        f"{all_found / (all_found + false):.3f}."
    )


def clean(folder: Path, together: int, knowledge: Knowledge) -> Iterator[str]:
    """What is found in prose without slips."""
    lines = read_paragraphs(folder, MEASURING)
    hits: Counter[str] = Counter()
    for line, findings in zip(lines, check(lines, together, knowledge), strict=True):
        for finding in findings:
            level = Confidence(finding.confidence).value
            hits[level] += 1
            print("clean", finding.code, level, finding.message, line, sep="\t", file=sys.stderr)
    count = sum(map(len, lines))
    rates = (
        f"{hits[one.value]} {one.value} ({1000 * hits[one.value] / max(count, 1):.3f} per 1,000)" for one in _PRICED
    )
    yield f"Prose without slips, {count} characters: {', '.join(rates)}."


def main() -> int:
    """Print the tables, and with --write keep them under results/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--together", type=int, default=8, help="sentences to a statement")
    parser.add_argument("--prose", type=Path, help="folder of prose without slips")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    lines: Iterable[str] = [*report(arguments.together, knowledge)]
    if arguments.prose:
        lines = [*lines, "", *clean(arguments.prose, arguments.together, knowledge)]
    print(*lines, sep="\n")
    if arguments.write:
        keep(RESULT, "\n".join([*head("Everyday slips", "benchmarks.everyday"), *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
