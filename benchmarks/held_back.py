"""False alarms of the text checks on official prose: ``python -m benchmarks.held_back --corpus FILE… --hits TSV``.

The checks TX, PU and LY that run by default read a part of each corpus: the measuring part whole (a twentieth, in
blocks of 200 lines, on which no model was trained), or --characters of the training part. A block is cut before each
line that looks like a document's title; each piece is checked as a statement. The hits go to --hits, to be judged by
hand: in its column ``verdict`` each gets true, false, style or scar (of the corpus), in ``why`` a reason. The next run
keeps the verdicts of hits that come out again, and --write makes a table of them.

The corpora (UTF-8, .xz, a paragraph a line) hold no line twice and hardly a short one, so lists lack items, and
documents addressees, headings and signatures. What takes them whole (`LEFT_OUT`) is not judged.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import random
import re
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.kept import head, keep
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge import Knowledge
from zgc_lint.model import Confidence
from zgc_lint.testing.papers import make_batch
from zgc_lint.typo.corpus import MEASURING, TRAINING, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zgc_lint.check.base import Check
    from zgc_lint.model import Finding

RESULT = Path(__file__).parent / "results" / "held_back.md"
#: Code → why it cannot be judged on these corpora.
LEFT_OUT = {
    "LY01": "the corpora hold no line twice, so lists lack items that other lists have too",
    "LY04": "the corpora hold no line twice",
    "LY09": "the corpora are plain text, without fonts",
}
_TITLE = re.compile(
    r"[^，。；：！？]{6,80}(?:通知|意见|方案|办法|规定|规则|细则|条例|决定|决议|法|规划|纲要|计划|报告|公告|通告|批复|解释|函|标准|目录|制度|要点)"
    r"(?:（[^（）]*）)?"
)
_BLOCK = 200  # lines, as in zgc_lint.typo.corpus
_AROUND, _SHOWN, _QUOTED = 8, 6, 8  # characters: of context in the table of hits and in the report, of the hit itself
_COLUMNS = ("corpus", "code", "confidence", "before", "hit", "after", "message", "verdict", "why")
_VERDICTS = (
    "- true: a slip by the rule's clause, whoever made it (author or website)",
    "- style: no slip for everybody, though the rule's source says so",
    "- scar: the corpus was cut there, the document was not",
    "- false: all else",
)
_PRICED = (Confidence.CERTAIN, Confidence.LIKELY)


class Hit(NamedTuple):
    """A finding in a line of a corpus; `verdict` and `why` are empty until somebody has looked at it."""

    corpus: str
    code: str
    confidence: str
    before: str
    hit: str
    after: str
    message: str
    verdict: str = ""
    why: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other hits."""
        return self[:6]


def blocks(path: Path, part: str) -> Iterator[list[str]]:
    """The blocks of one part of a corpus, with their blanks (which decide nothing about the part)."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        while lines := [line.rstrip("\n") for line in islice(file, _BLOCK)]:
            if part_of("\n".join("".join(line.split()) for line in lines)) == part:
                yield [line for line in lines if line.strip()]


def documents(lines: list[str]) -> Iterator[list[str]]:
    """The lines of a block, cut before each that looks like a title."""
    document: list[str] = []
    for line in lines:
        if document and _TITLE.fullmatch(line.strip()):
            yield document
            document = []
        document.append(line)
    yield document


def findings(lines: list[str], checks: list[type[Check]], knowledge: Knowledge) -> tuple[Finding, ...]:
    """What the checks find in a statement of these paragraphs."""
    batch = make_batch({"statement": lines}, knowledge)
    identify(batch, knowledge)
    return run(batch, checks, knowledge, {}).findings


def hits_in(corpus: str, lines: list[str], found: tuple[Finding, ...]) -> Iterator[Hit]:
    """The findings of the checks, each in its context."""
    for finding in found:
        place = finding.place
        if place.paragraph is None:
            continue
        line = lines[place.paragraph - 1]
        start = place.start or 0
        end = start if place.end is None else place.end
        yield Hit(
            corpus,
            finding.code,
            Confidence(finding.confidence).value,
            line[max(0, start - _AROUND) : start],
            line[start:end],
            line[end : end + _AROUND],
            finding.message,
        )


def measure(
    path: Path, part: str, characters: int, checks: list[type[Check]], knowledge: Knowledge
) -> tuple[int, list[Hit]]:
    """How many characters of a part were read (about `characters`, blocks by chance; 0 for all), and the hits."""
    chosen = list(blocks(path, part))
    if characters:
        random.Random(7).shuffle(chosen)  # noqa: S311 (a sample)
    read = 0
    hits: list[Hit] = []
    for lines in chosen:
        if characters and read >= characters:
            break
        read += sum(map(len, lines))
        for document in documents(lines):
            hits += hits_in(path.name.partition(".")[0], document, findings(document, checks, knowledge))
    return read, hits


def judged(path: Path, hits: list[Hit]) -> list[Hit]:
    """The hits, with the verdicts that the table at `path`, if there is one, gives to the same hits."""
    if not path.exists():
        return hits
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Hit(**row) for row in csv.DictReader(file, delimiter="\t")]
    before = {row.key: row for row in rows if row.verdict}
    return [hit._replace(verdict=old.verdict, why=old.why) if (old := before.get(hit.key)) else hit for hit in hits]


def report(read: Mapping[str, int], hits: list[Hit]) -> Iterator[str]:
    """The tables by code and of all priced hits, as Markdown."""
    total = sum(read.values())
    verdicts = [name for name in dict.fromkeys(("true", "false", *sorted({h.verdict for h in hits}))) if name]
    yield f"| code | tier | hits | {' | '.join(verdicts)} | not judged | hits per 100,000 | false per 100,000 |"
    yield f"|---|---|{'---:|' * (len(verdicts) + 4)}"
    groups: dict[tuple[str, str], Counter[str]] = {}
    for hit in hits:
        groups.setdefault((hit.code, hit.confidence), Counter())[hit.verdict] += 1
        if hit.confidence in _PRICED:
            groups.setdefault(("all", "certain + likely"), Counter())[hit.verdict] += 1
    for (code, tier), counts in sorted(groups.items()):
        cells = [counts.total(), *(counts[name] for name in verdicts), counts[""]]
        rates = (100_000 * number / total for number in (counts.total(), counts["false"]))
        yield f"| {code} | {tier} | {' | '.join(map(str, cells))} | {' | '.join(f'{rate:.2f}' for rate in rates)} |"
    yield ""
    yield f"Read: {', '.join(f'{corpus} {number} characters' for corpus, number in read.items())}."
    priced = Counter(hit.verdict for hit in hits if hit.confidence in _PRICED)
    doubtful = sum(priced.values()) - priced["true"] - priced[""]
    yield (
        f"Of {sum(priced.values()) - priced['']} priced hits looked at, {priced['false']} are false: "
        f"{5000 * priced['false'] / total:.4f} per 5,000 characters; all that are not true, style and scars with them, "
        f"{5000 * doubtful / total:.4f}."
    )
    yield ""
    yield "| code | tier | hit | verdict | why |"
    yield "|---|---|---|---|---|"
    for hit in hits:
        if hit.confidence in _PRICED and hit.verdict:
            words = hit.hit if len(hit.hit) <= _QUOTED else f"{hit.hit[: _QUOTED - 4]}…{hit.hit[-3:]}"
            shown = f"{hit.before[-_SHOWN:]}【{words}】{hit.after[:_SHOWN]}".replace("|", "\\|")
            yield f"| {hit.code} | {hit.confidence} | {shown} | {hit.verdict} | {hit.why} |"


def main() -> int:
    """Write the hits, and print the tables or with --write keep them under results/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--part", choices=(MEASURING, TRAINING), default=MEASURING)
    parser.add_argument("--characters", type=int, default=0, help="of each corpus; 0 for all")
    parser.add_argument("--select", nargs="*", default=("TX", "PU", "LY"))
    parser.add_argument("--hits", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    checks = discover().select(arguments.select, LEFT_OUT)
    read: dict[str, int] = {}
    hits: list[Hit] = []
    for path in arguments.corpus:
        corpus = path.name.partition(".")[0]
        read[corpus], found = measure(path, arguments.part, arguments.characters, checks, knowledge)
        hits += found
    hits = judged(arguments.hits, sorted(hits, key=lambda hit: (hit.code, hit.confidence, hit.corpus)))
    with arguments.hits.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerows([_COLUMNS, *hits])
    lines = list(report(read, hits))
    if not arguments.write:
        print("\n".join(lines))
        return 0
    left_out = [f"- {code} is left out: {why}" for code, why in LEFT_OUT.items()]
    told = [
        *head("Held-back part of the corpora", "benchmarks.held_back"),
        *_VERDICTS,
        "",
        *left_out,
        "",
    ]
    keep(RESULT, "\n".join([*told, *lines]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
