"""Lists the licence of every package that zgc-lint brings along: ``python -m tools.licences [EXTRA…]``.

Ends with 1 where one of them is under the GPL or AGPL, which an office could not link with its own programs; the LGPL
is no hindrance. A package that names several licences may be had under any of them. Without arguments it looks at all
extras that have wheels; ends with 1, too, where a package is not installed, since then its licence is not known.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["brought_along", "is_barred", "licence_of", "main"]

_OWN = "zgc-lint"
_EXTRAS = ("distributed", "evidence", "history")
_LONG = 80  # characters: what is longer is the licence's whole text
_BARRED = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )(?<!Library )General Public Licen[sc]e", re.IGNORECASE)


def main(arguments: Sequence[str]) -> int:
    """Print package, version and licence, a line each; `arguments` are the extras to look at."""
    barred = 0
    distributions, missing = brought_along(_OWN, arguments or _EXTRAS)
    for distribution in distributions:
        licence = licence_of(distribution.metadata)
        mark = "  <- not allowed" if is_barred(licence) else ""
        barred += bool(mark)
        print(f"{distribution.metadata['Name']}\t{distribution.version}\t{licence}{mark}")  # noqa: T201
    for name in missing:
        print(f"{name}\tnot installed\tunknown")  # noqa: T201
    return 1 if barred or missing else 0


def brought_along(name: str, extras: Iterable[str]) -> tuple[list[metadata.Distribution], list[str]]:
    """The packages that `name` with `extras` asks for on this system, and those that they ask for, by name.

    Then the names of those that are not installed.
    """
    found: dict[str, metadata.Distribution] = {}
    missing: set[str] = set()
    todo = [(name, frozenset(extras))]
    seen = set(todo)
    while todo:
        wanted, with_extras = todo.pop()
        try:
            distribution = metadata.distribution(wanted)
        except metadata.PackageNotFoundError:
            missing.add(canonicalize_name(wanted))
            continue
        if wanted != name:
            found[canonicalize_name(wanted)] = distribution
        for line in distribution.requires or ():
            requirement = Requirement(line)
            environments = [{"extra": extra} for extra in ("", *with_extras)]
            if requirement.marker is None or any(map(requirement.marker.evaluate, environments)):
                next_one = (requirement.name, frozenset(requirement.extras))
                if next_one not in seen:
                    seen.add(next_one)
                    todo.append(next_one)
    return [found[key] for key in sorted(found)], sorted(missing)


def licence_of(about: metadata.PackageMetadata) -> str:
    """The licence as a package's metadata name it; "unknown" where they do not."""
    named = [about[key] for key in ("License-Expression", "License") if key in about]
    short = next((text for text in named if text and text != "UNKNOWN" and len(text) <= _LONG), "")
    classified = [entry.rpartition(" :: ")[2] for entry in about.get_all("Classifier") or () if "License ::" in entry]
    return short or " OR ".join(classified) or "unknown"


def is_barred(licence: str) -> bool:
    """Whether a licence leaves no choice but the GPL or AGPL."""
    choices = re.split(r"\s+OR\s+", licence)
    return all(_BARRED.search(choice) is not None for choice in choices)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
