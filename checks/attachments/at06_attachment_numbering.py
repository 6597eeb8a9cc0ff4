"""AT06: numbers and names of the attachment list that do not go on or do not agree with the files."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from zgc_lint.api import Attachments, Check, Confidence, File, Filing, Finding, Listed, NoOptions, Place, Quote, fold

#: What tells two papers of a kind apart.
MARKS = (r"一审|二审|再审|终审", r"\d{1,2}月\d{1,2}日", r"\d{1,3}号楼", r"母单|子单", r"正面|背面|反面")


class AttachmentNumbering(Check):
    code, name, title = "AT06", "attachment-numbering", "附件序号、名称与清单不一致"
    needs = (Attachments,)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Yield a hint for each break in the list's count, each file numbered otherwise, each name that differs."""
        attachments = filing[Attachments]
        yield from _breaks(attachments.listed)
        for entry, file in attachments.pairs:
            yield from _differing(entry, file)
        if _is_one_to_one(attachments):
            for entry, file in attachments.pairs:
                if file.number is not None and file.number != entry.number:
                    yield _hint(
                        Place(file.document.path),
                        f"附件“{file.document.name}”的序号是{file.number}，清单中“{entry.name}”的序号是{entry.number}",
                        file.document.name,
                        Quote(entry.place, entry.text),
                    )


def _breaks(listed: tuple[Listed, ...]) -> Iterator[Finding]:
    """A number twice, or one left out, in the list itself."""
    for before, entry in itertools.pairwise(listed):
        if entry.place.document != before.place.document or entry.number == before.number + 1:
            continue
        again = any(other.number == entry.number for other in listed if other is not entry)
        what = f"序号{entry.number}重复" if again else f"序号{before.number}之后是{entry.number}，不连续"
        yield _hint(entry.place, f"附件清单的{what}（“{entry.name}”）", entry.text, Quote(before.place, before.text))


def _differing(entry: Listed, file: File) -> Iterator[Finding]:
    """An entry and its file of which each names a date, a building, an instance, and not the same."""
    for pattern in MARKS:
        listed, named = (set(re.findall(pattern, fold(text))) for text in (entry.text, file.document.stem))
        if listed and named and not listed & named:
            yield _hint(
                Place(file.document.path),
                f"清单所列“{entry.name}”对应的文件是“{file.document.name}”，名称写的是{'、'.join(sorted(named))}，"
                f"清单写的是{'、'.join(sorted(listed))}",
                file.document.name,
                Quote(entry.place, entry.text),
            )


def _is_one_to_one(attachments: Attachments) -> bool:
    """Whether each entry is one file, so that numbers must agree: several sheets of an entry may be numbered on."""
    files = Counter(id(entry) for entry, _ in attachments.pairs)
    whole = len(files) == len(attachments.listed) and set(files.values()) == {1}
    return whole and not attachments.unlisted and not attachments.merged


def _hint(place: Place, message: str, text: str, listed: Quote) -> Finding:
    return Finding(place, message, text=text, evidence=[listed], confidence=Confidence.HINT)
