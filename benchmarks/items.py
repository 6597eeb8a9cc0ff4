"""IT02 on narratives written by hand: ``python -m benchmarks.items [--held-back] [--write]``.

Each narrative of items.yaml is filed under its own item (a finding is false) and under three others, drawn by a fixed
rule (a finding is right, and names the better item or does not). Narratives with an even number are held back: they
are judged only with --held-back.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.kept import head, keep
from zgc_lint.check.registry import discover
from zgc_lint.knowledge import Knowledge
from zgc_lint.knowledge.files import read_yaml
from zgc_lint.model import Confidence, Finding
from zgc_lint.testing import Case, run_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TEXTS = Path(__file__).with_name("items.yaml")
RESULT = Path(__file__).parent / "results" / "items.md"
FIRST_LOOK = (
    "At the one look before anything was changed on account of them (2026-11-22), the narratives held back gave 0 "
    "findings and 2 not judged of 44 under the right item, and 115 of 132 named under a wrong one. They showed that "
    "the reader of clauses took 称赞, 所称 and 未反映 for a claim, which was mended. Later wordings "
    "came from other texts."
)
STEPS = (5, 9, 16)  # how far down the catalogue the wrong items stand from the right one


@dataclass
class Tally:
    """How often each verdict was given: likely (or certain), hint, not judged, silent."""

    verdicts: Counter[str] = field(default_factory=Counter)
    named: int = 0  # likely findings that suggest the right item

    @property
    def total(self) -> int:
        """How many filings were judged."""
        return self.verdicts.total()


def narratives(*, held_back: bool) -> Iterator[Mapping[str, Any]]:
    """The narratives to tune on, or those held back."""
    entries = read_yaml(TEXTS).data["narratives"]
    return (entry for number, entry in enumerate(entries, 1) if (number % 2 == 0) is held_back)


def judge(entry: Mapping[str, Any], item: str, knowledge: Knowledge) -> tuple[str, Finding | None]:
    """The verdict on the narrative filed under `item`, with the closing words that every filing has."""
    name = knowledge.catalogue.items[item].name
    form = {
        "工单编号": "20260605012345",
        "诉求内容": entry["complaint"],
        "剔除项": name,
        "剔除理由": f"{entry['reason']}现申请按“{name}”事项剔除。",
    }
    if entry.get("parent"):
        form["母单编号"] = "20260601012345"
    outcome = run_case(Case("", {"form": form}, (), None), discover().checks["IT02"], knowledge)
    if outcome.findings:
        finding = outcome.findings[0]
        return ("hint" if finding.confidence is Confidence.HINT else "likely"), finding
    return ("not judged" if outcome.not_judged else "silent"), None


def run(entries: Sequence[Mapping[str, Any]], knowledge: Knowledge) -> tuple[Tally, Tally, list[str]]:
    """The tallies for the right item and for the wrong ones, and a line for each verdict worth reading."""
    keys = list(knowledge.catalogue.items)
    names = {item.name: item.key for item in knowledge.catalogue.items.values()}
    right, wrong, lines = Tally(), Tally(), []
    for entry in entries:
        own = entry["item"]
        verdict, finding = judge(entry, own, knowledge)
        right.verdicts[verdict] += 1
        if verdict != "silent":
            lines.append(f"right {own}: {verdict} {finding.message if finding else ''} / {entry['reason'][:40]}")
        for step in STEPS:
            other = keys[(keys.index(own) + step) % len(keys)]
            verdict, finding = judge(entry, other, knowledge)
            wrong.verdicts[verdict] += 1
            suggested = names.get(finding.suggest or "") if finding else None
            wrong.named += verdict == "likely" and suggested == own
            if verdict != "likely" or suggested != own:
                lines.append(f"{own} as {other}: {verdict}, suggests {suggested} / {entry['reason'][:40]}")
    return right, wrong, lines


def rows(title: str, right: Tally, wrong: Tally) -> Iterable[str]:
    """The tallies as rows of a table."""
    for name, tally in ((f"{title}, right item", right), (f"{title}, wrong item", wrong)):
        counts = " | ".join(str(tally.verdicts[verdict]) for verdict in ("likely", "hint", "not judged", "silent"))
        yield f"| {name} | {tally.total} | {counts} | {tally.named} |"


def main() -> int:
    """Print the table, and with --write keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-back", action="store_true", help="the narratives held back, too")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    table = ["| narratives | filings | likely | hint | not judged | silent | right item named |"]
    table.append("|---|---:|---:|---:|---:|---:|---:|")
    for held_back in (False, True)[: 1 + arguments.held_back]:
        entries = list(narratives(held_back=held_back))
        group = "held back" if held_back else "to tune on"
        for title, chosen in ((group, entries), (f"{group}, tricky", [e for e in entries if e.get("tricky")])):
            right, wrong, lines = run(chosen, knowledge)
            table += rows(title, right, wrong)
            if title == group:
                print("\n".join(lines), file=sys.stderr)
    print("\n".join(table))
    if arguments.write:
        text = [
            *head("IT02 on narratives written by hand", "benchmarks.items"),
            *table,
            "",
            FIRST_LOOK,
        ]
        keep(RESULT, "\n".join(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
