"""The tables that set zgc-lint beside other programs."""

from __future__ import annotations

import csv
import os
import platform
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers.autocorrect import Autocorrect
from benchmarks.peers.ours import Checks
from benchmarks.peers.peer import AbsentError, Edit, Peer, apply, characters_changed, flags
from benchmarks.peers.pycorrector import Pycorrector
from benchmarks.peers.zhlint import Zhlint
from benchmarks.scores import Score, clean_lines, read_set
from zgc_lint.model import Confidence

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

__all__ = ["Case", "add_settings", "compare", "judge_case", "read_cases"]

#: Columns group, text, should: paragraphs with one slip of width or punctuation, and some without any.
CASES = Path(__file__).parent / "marks.tsv"
_PRICED = (Confidence.CERTAIN, Confidence.LIKELY)
_MENDED, _FOUND, _MISSED = "mended", "found", "missed"


def add_settings(parser: argparse.ArgumentParser) -> None:
    """The options that say where the programs are."""
    parser.add_argument("--pycorrector-model", default="", help="file of the kenlm model that pycorrector is to use")
    parser.add_argument("--node-modules", type=Path, default=Path("node_modules"), help="folder with zhlint in it")


def _peers(arguments: argparse.Namespace) -> list[Peer]:
    corrector = {"TX01": {"corrector": True}}
    return [
        Checks("TX01, certain", ["TX01"], [Confidence.CERTAIN], corrector, at_once=40),
        Checks("TX01, likely", ["TX01"], _PRICED, corrector, at_once=40),
        Pycorrector(arguments.pycorrector_model),
        Checks("PU, priced", ["PU"], _PRICED),
        Checks("PU, hints too", ["PU"], list(Confidence)),
        Autocorrect(),
        Zhlint(arguments.node_modules),
    ]


def compare(arguments: argparse.Namespace) -> Iterator[str]:
    """The tables as Markdown: sets in ``arguments.data``, corpora in ``arguments.corpus``, the cases of `CASES`."""
    here: list[Peer] = []
    yield "| program | version |"
    yield "|---|---|"
    for peer in _peers(arguments):
        try:
            yield f"| {peer.name} | {peer.version()} |"
            peer.judge(["没有错字。"])  # loading is not counted
            here.append(peer)
        except AbsentError as error:
            yield f"| {peer.name} | not measured: {error} |"
    yield f"| python | {platform.python_version()} |"
    if arguments.data:
        yield from _sets(arguments, here)
    if arguments.corpus:
        yield from _clean(arguments, here)
    yield from _cases(here)


def _timed(peer: Peer, lines: Sequence[str]) -> tuple[list[list[Edit]], float]:
    """What the peer finds, and its CPU-seconds per 1,000 characters, those of its child processes included."""
    before = os.times()
    found = peer.judge(lines)
    after = os.times()
    return found, sum(after[:4], -sum(before[:4])) / sum(map(len, lines)) * 1000


def _sets(arguments: argparse.Namespace, peers: Sequence[Peer]) -> Iterator[str]:
    yield ""
    yield "## Sentences with wrong characters"
    yield ""
    yield "False: characters changed, put in or taken out in the correct sentences. These have slips of punctuation"
    yield "(half-width marks), which PU, autocorrect and zhlint rightly change."
    yield ""
    yield (
        "| set | program | sentences P / R / F1 | characters P / R / F1 | right correction | false per 1,000 "
        "| CPU-s per 1,000 |"
    )
    yield "|---|---|---|---|---:|---:|---:|"
    for path in sorted(arguments.data.glob("*.tsv")):
        if arguments.only and not any(word in path.stem for word in arguments.only):
            continue
        rows = read_set(path)
        for peer in peers:
            score = Score()
            spoilt, cost = _timed(peer, [source for source, _ in rows])
            clean = peer.judge([target for _, target in rows])
            for (source, target), edits, false in zip(rows, spoilt, clean, strict=True):
                score.add(source, target, flags(source, edits), characters_changed(target, false))
            yield f"| {path.stem} | {peer.name} | {' | '.join(score.row())} | {cost:.3f} |"


def _clean(arguments: argparse.Namespace, peers: Sequence[Peer]) -> Iterator[str]:
    yield ""
    yield "## Clean text"
    yield ""
    yield (
        "| corpus, measuring part | characters | program | places per 1,000 | characters changed per 1,000 "
        "| CPU-s per 1,000 |"
    )
    yield "|---|---:|---|---:|---:|---:|"
    for path in arguments.corpus:
        lines = clean_lines(path, arguments.characters)
        size = sum(map(len, lines))
        for peer in peers:
            found, cost = _timed(peer, lines)
            places = 1000 * sum(map(len, found)) / size
            changed = 1000 * sum(map(characters_changed, lines, found)) / size
            corpus = path.name.partition(".")[0]
            yield f"| {corpus} | {size:,} | {peer.name} | {places:.3f} | {changed:.3f} | {cost:.3f} |"


@dataclass(frozen=True, slots=True)
class Case:
    """A paragraph `text` that should be `should`; the same where nothing is wrong."""

    group: str
    text: str
    should: str


def read_cases() -> list[Case]:
    """Those of the committed list."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return [Case(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def judge_case(case: Case, edits: Sequence[Edit]) -> str:
    """``mended``: the text is what it should be; ``found``: something is held for wrong; ``missed``."""
    if edits and apply(case.text, edits) == case.should != case.text:
        return _MENDED
    return _FOUND if edits else _MISSED


def _cases(peers: Sequence[Peer]) -> Iterator[str]:
    cases = read_cases()
    wrong = [case for case in cases if case.text != case.should]
    right = [case for case in cases if case.text == case.should]
    groups = Counter(case.group for case in wrong)
    yield ""
    yield "## Width and punctuation cases"
    yield ""
    yield f"`benchmarks/peers/{CASES.name}`, invented, after GB/T 15834: {len(wrong)} paragraphs with a slip, of which"
    yield "so many are mended (made what they should be) + found (something else is changed, or the place is named"
    yield f"without a proposal), and {len(right)} without, of which so many are left alone. The rules are those that PU"
    yield "checks, which flatters it. Programs that do nothing to any of them are left out."
    yield ""
    heads = [f"{group} ({size})" for group, size in groups.items()]
    yield f"| program | {' | '.join(heads)} | all ({len(wrong)}) | left alone ({len(right)}) |"
    yield f"|---|{'---:|' * (len(groups) + 2)}"
    touched: list[str] = []
    for peer in peers:
        found = dict(zip(cases, peer.judge([case.text for case in cases]), strict=True))
        if not any(found.values()):
            continue
        verdicts = Counter((case.group, judge_case(case, found[case])) for case in wrong)
        totals = Counter(judge_case(case, found[case]) for case in wrong)
        cells = [f"{verdicts[group, _MENDED]} + {verdicts[group, _FOUND]}" for group in groups]
        left = sum(not found[case] for case in right)
        yield f"| {peer.name} | {' | '.join(cells)} | {totals[_MENDED]} + {totals[_FOUND]} | {left} |"
        touched += [f"| {peer.name} | {case.text} | {apply(case.text, found[case])} |" for case in right if found[case]]
    if touched:
        yield ""
        yield "Not left alone:"
        yield ""
        yield "| program | right | made of it |"
        yield "|---|---|---|"
        yield from touched
