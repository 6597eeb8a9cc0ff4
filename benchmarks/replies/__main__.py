"""False alarms of CO and IT on 200 plain replies: ``python -m benchmarks.replies [--data DIR] [--write]``.

The replies of ``replies.yaml`` were written by hand, for this; none contradicts itself. The rest, up to 200, are blocks
of ``official.txt.xz`` in DIR (texts of state organs, not subject to copyright; not in the repository), taken at even
distances. Each is filed as a statement; every finding of the families CO and IT is listed, for a person to judge: the
verdicts stand in ``verdicts.yaml``, under what was quoted.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.kept import head, keep
from zgc_lint.check.registry import discover
from zgc_lint.check.runner import run
from zgc_lint.extract.identify import identify
from zgc_lint.knowledge import Knowledge
from zgc_lint.knowledge.files import read_yaml
from zgc_lint.testing.papers import make_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zgc_lint.model import Finding

HERE = Path(__file__).parent
RESULT = HERE.parent / "results" / "replies.md"
DATA = HERE.parents[2] / "shared" / "data"
FAMILIES = ("CO", "IT")
NUMBER = 200
LENGTHS = (250, 1500)  # characters of a block that is taken for a reply


def replies() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The replies written by hand: a name, and the papers as a case file has them."""
    for entry in read_yaml(HERE / "replies.yaml").data["replies"]:
        labels = {"received": "来电时间", "complaint": "诉求内容", "item": "剔除项"}
        fields = {label: str(entry.get(key, "")) for key, label in labels.items()}
        yield str(entry["name"]), {"form": {k: v for k, v in fields.items() if v}, "statement": entry["text"]}


def blocks(data: Path, number: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """`number` blocks of the corpus that tell of things done and found, evenly spread."""
    with lzma.open(data / "official.txt.xz", "rt", encoding="utf-8") as corpus:
        lines = corpus.read().split("\n")
    told = re.compile(r"(?:已|了|经)[^，。]{0,12}(?:完成|查|核实|办理|整改|处理|解决|发现)")
    found: list[str] = []
    block: list[str] = []
    for line in lines:
        if sum(map(len, block)) + len(line) > LENGTHS[1] or len(block) >= 6:
            text = "\n".join(block)
            if len(text) >= LENGTHS[0] and len(told.findall(text)) >= 2:
                found.append(text)
            block = []
        block.append(line)
    step = max(1, len(found) // number)
    for index, text in enumerate(found[: step * number : step], 1):
        yield f"block {index}", {"form": {"来电时间": "2026-06-05"}, "statement": text}


def judge(spec: Mapping[str, Any], knowledge: Knowledge) -> list[Finding]:
    """The findings of the two families."""
    registry = discover()
    checks = [check for code, check in registry.checks.items() if code.startswith(FAMILIES) and check.by_default]
    batch = make_batch(spec, knowledge)
    identify(batch, knowledge)
    options = {check.code: check.Options() for check in checks}
    return [f for f in run(batch, checks, knowledge, options).findings if f.code.startswith(FAMILIES)]


def table(rows: list[tuple[str, Finding]], verdicts: Mapping[str, str]) -> Iterator[str]:
    """One row a finding."""
    yield "| reply | code | confidence | finding | verdict |"
    yield "|---|---|---|---|---|"
    for name, finding in rows:
        message = finding.message.replace("|", "\\|").replace("\n", " ")
        verdict = verdicts.get(f"{name}：{finding.text}", "not judged yet")
        confidence = getattr(finding.confidence, "value", finding.confidence)
        yield f"| {name} | {finding.code} | {confidence} | {message} | {verdict} |"


def main() -> int:
    """Print the result, with --write keep it. Exit code 1 where there are more than two findings in a hundred."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    knowledge = Knowledge()
    own = list(replies())
    rest = list(blocks(arguments.data, NUMBER - len(own))) if (arguments.data / "official.txt.xz").is_file() else []
    rows = [(name, finding) for name, spec in (*own, *rest) for finding in judge(spec, knowledge)]
    total = len(own) + len(rest)
    verdicts = read_yaml(HERE / "verdicts.yaml").data
    found = f"{len(rows)} findings in {total}: {100 * len(rows) / total:.1f} in 100"
    lines = [
        *head("Plain replies: what CO and IT report", "benchmarks.replies"),
        f"{len(own)} replies written by hand, {len(rest)} blocks of official texts.",
        "",
        f"{found} ({sum(name.startswith('block') for name, _ in rows)} of them in the blocks).",
        "",
        *(table(rows, verdicts) if rows else ["None."]),
        "",
    ]
    print("\n".join(lines))
    if arguments.write:
        keep(RESULT, "\n".join(lines))
    return 1 if 100 * len(rows) > 2 * total else 0


if __name__ == "__main__":
    sys.exit(main())
