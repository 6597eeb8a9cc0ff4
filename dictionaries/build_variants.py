"""Make variants.tsv: ``python dictionaries/build_variants.py --unihan DIR``.

Characters that are none of the 8,105 of 《通用规范汉字表》 (Unihan's kTGH) and that Unihan holds for the traditional
form or a variant of just one of its first 6,500: the others stand in names and in terms that are still written the old
way. DIR has ``Unihan_OtherMappings.txt`` and ``Unihan_Variants.txt`` of the Unicode Character Database (Unicode License
v3).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
_COLUMNS = ("wrong", "right", "level", "skip_before", "skip_after", "require")
_COMMON = 6500  # the first two levels of the standard
_LIKE = ("kSimplifiedVariant", "kTraditionalVariant", "kSemanticVariant", "kZVariant")


def _read(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Character, property and values of each line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("U+"):
            point, name, values = line.split("\t")
            yield _character(point), name, values.split()


def _character(point: str) -> str:
    return chr(int(point.partition("<")[0].removeprefix("U+"), 16))


def variants(folder: Path) -> dict[str, str]:
    """The standard form of each character that is not standard, where there is just one."""
    rank = {  # "2013:4711"
        c: int(values[0].partition(":")[2])
        for c, name, values in _read(folder / "Unihan_OtherMappings.txt")
        if name == "kTGH"
    }
    common = {c for c, place in rank.items() if place <= _COMMON}
    simpler, like = defaultdict(set), defaultdict(set)
    for character, name, values in _read(folder / "Unihan_Variants.txt"):
        if name not in _LIKE:
            continue
        for other in map(_character, values):
            for one, two in ((character, other), (other, character)):
                like[one].add(two)
            if name == "kSimplifiedVariant":
                simpler[character].add(other)
    found = {}
    for character in sorted(like.keys() - rank.keys()):
        for forms in (simpler[character], like[character], *(like[one] for one in sorted(like[character]))):
            if meant := forms & common:
                if len(meant) == 1:
                    found[character] = meant.pop()
                break
    return found


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unihan", type=Path, required=True)
    rows = [(wrong, right, "E", "", "", "") for wrong, right in variants(parser.parse_args().unihan).items()]
    text = "".join("\t".join(row) + "\n" for row in (_COLUMNS, *rows))
    (HERE / "variants.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
