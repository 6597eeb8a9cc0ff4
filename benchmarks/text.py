"""Precision, recall, false alarms and cost of the typo checks on text: ``python -m benchmarks.text --data DIR``.

Each TSV file in DIR holds sentences with slips (first column) and what they should be (second), of equal length. A
sentence counts as found if the flagged places are exactly the wrong ones; characters are counted one by one. False
alarms are the characters flagged in the correct sentences. With --corpus, the measuring twentieth of each corpus,
which no model was trained on, is read as clean text, --characters of each, and each hit is printed. With --peers,
the same sets are given to other programs; see `benchmarks.peers`, whose --write keeps their tables.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.kept import head, keep
from benchmarks.peers.report import add_settings, compare
from benchmarks.scores import Score, clean_lines, read_set
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Confidence, Finding
from zgc_lint.testing.papers import make_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RESULT = Path(__file__).parent / "results" / "text.md"
CHECKS = ("TX01", "TX03")
_AT_ONCE = 40  # sentences that share a filing
TIERS = {"certain": (Confidence.CERTAIN,), "likely": (Confidence.CERTAIN, Confidence.LIKELY)}


def check(sentences: Sequence[str], knowledge: Knowledge, at_once: int = _AT_ONCE) -> list[list[Finding]]:
    """The findings in each sentence. `at_once` sentences are checked as the paragraphs of one statement."""
    checks = [discover().checks[code] for code in CHECKS]
    found: list[list[Finding]] = [[] for _ in sentences]
    for first in range(0, len(sentences), at_once):
        part = sentences[first : first + at_once]
        batch = make_batch({"statement": "\n".join(part)}, knowledge)
        identify(batch, knowledge)
        for finding in run(batch, checks, knowledge, {}).findings:
            if finding.code in CHECKS and finding.place.paragraph is not None:
                found[first + finding.place.paragraph - 1].append(finding)
    return found


def _flagged(finding: Finding) -> Iterator[tuple[int, str]]:
    """The places the finding changes, and what it puts there, up to the first where something was left out."""
    start, right = finding.place.start or 0, finding.suggest or ""
    for offset, (old, new) in enumerate(zip(finding.text, right, strict=False)):
        if old != new:
            yield start + offset, new
            if len(right) > len(finding.text):
                return


def score(rows: Sequence[tuple[str, str]], knowledge: Knowledge) -> tuple[dict[str, Score], float]:
    """The score at each tier, and the CPU-seconds per 1,000 characters."""
    scores = {tier: Score() for tier in TIERS}
    check([rows[0][0]], knowledge)  # loading is not counted
    began = time.process_time()
    spoilt = check([source for source, _ in rows], knowledge)
    cost = (time.process_time() - began) / sum(len(source) for source, _ in rows) * 1000
    clean = check([target for _, target in rows], knowledge)
    for (source, target), findings, false in zip(rows, spoilt, clean, strict=True):
        for tier, levels in TIERS.items():
            flags = {p: new for f in findings if f.confidence in levels for p, new in _flagged(f)}
            alarms = sum(1 for f in false if f.confidence in levels for _ in _flagged(f))
            scores[tier].add(source, target, flags, alarms)
    return scores, cost


def clean_hits(path: Path, characters: int, knowledge: Knowledge) -> tuple[int, list[tuple[str, Finding]]]:
    """The findings in so many characters of the measuring part of a corpus."""
    chosen = clean_lines(path, characters)
    found = check(chosen, knowledge)
    hits = [(line, finding) for line, findings in zip(chosen, found, strict=True) for finding in findings]
    return sum(map(len, chosen)), hits


def _context(line: str, finding: Finding) -> str:
    start, end = finding.place.start or 0, finding.place.end or 0
    return f"{line[max(0, start - 12) : start]}【{line[start:end]}→{finding.suggest}】{line[end : end + 12]}"


def report(arguments: argparse.Namespace, knowledge: Knowledge) -> Iterable[str]:
    """The tables, as Markdown."""
    if arguments.data:
        yield (
            "| set | tier | sentences P / R / F1 | characters P / R / F1 | right correction | false per 1,000 "
            "| CPU-s per 1,000 |"
        )
        yield "|---|---|---|---|---:|---:|---:|"
    for path in sorted(arguments.data.glob("*.tsv")) if arguments.data else ():
        if arguments.only and not any(word in path.stem for word in arguments.only):
            continue
        scores, cost = score(read_set(path), knowledge)
        for tier, one in scores.items():
            yield f"| {path.stem} | {tier} | {' | '.join(one.row())} | {cost:.3f} |"
    for path in arguments.corpus or ():
        characters, hits = clean_hits(path, arguments.characters, knowledge)
        certain = [finding for _, finding in hits if finding.confidence is Confidence.CERTAIN]
        yield ""
        yield (
            f"{path.name.split('.')[0]}, measuring part: {characters} characters, {len(certain)} certain findings "
            f"({1000 * len(certain) / characters:.3f} per 1,000), "
            f"{len(hits)} in all ({1000 * len(hits) / characters:.3f})"
        )
        for line, finding in hits:
            print(Confidence(finding.confidence).value, _context(line, finding), sep="\t", file=sys.stderr)


def main() -> int:
    """Print the tables, and with --write keep them under results/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", nargs="*", help="words in the names of the sets wanted")
    parser.add_argument("--corpus", nargs="*", type=Path)
    parser.add_argument("--characters", type=int, default=200_000, help="of each corpus")
    parser.add_argument("--peers", action="store_true", help="other programs too, where they are installed")
    add_settings(parser)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines = list(report(arguments, Knowledge()))
    if arguments.peers:
        lines += ["", *compare(arguments)]
    print("\n".join(lines))
    if arguments.write:
        keep(RESULT, "\n".join([*head("Text checks", "benchmarks.text"), *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
