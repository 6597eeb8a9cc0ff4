"""AT01: an attachment that is listed, or that the item requires, is not there."""

from collections.abc import Iterable, Iterator

from zgc_lint.api import (
    Attachments,
    Check,
    Confidence,
    Fields,
    File,
    Filing,
    Finding,
    Item,
    Ledger,
    NoOptions,
    Place,
    Quote,
    Reading,
    Role,
    Unjudged,
)


class MissingAttachment(Check):
    code, name, title = "AT01", "missing-attachment", "缺少附件"
    row = "attachment-missing"
    needs = (Attachments, Fields, Ledger)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each listed entry without a file, then each requirement of the item that no file meets."""
        if not any(document.role in (Role.FORM, Role.STATEMENT, Role.ATTACHMENT) for document in filing.documents):
            return
        if _is_single_paper(filing):
            return
        attachments = filing[Attachments]
        missing_kinds = {entry.kind.key for entry in attachments.missing if entry.kind}
        yield from self._listed(filing, attachments)
        reading = _item_reading(filing)
        item = self.knowledge.catalogue.find(reading.text) if reading else None
        if item is not None and reading is not None:
            yield from self._required(filing, attachments, item, reading, missing_kinds)

    def _listed(self, filing: Filing, attachments: Attachments) -> Iterator[Finding | Unjudged]:
        for entry in attachments.missing:
            if attachments.merged:
                names = _names(attachments.merged)
                yield Unjudged(entry.place, f"清单所列“{entry.name}”没有单独的文件，可能在“{names}”中，请人工核对")
            elif attachments.spare:
                names = _names(attachments.spare)
                yield Unjudged(entry.place, f"清单所列“{entry.name}”可能是“{names}”，文件名看不出内容，请人工核对")
            elif entry.kind and entry.kind.picture and attachments.embedded:
                yield Unjudged(
                    entry.place, f"清单所列“{entry.name}”没有单独的文件，申报表或情况说明中插有图片，请人工核对"
                )
            else:
                yield Finding(
                    entry.place,
                    f"附件清单列有“{entry.name}”，文件夹中没有对应的文件",
                    text=entry.name,
                    evidence=[Quote(Place(filing.path), _present(attachments))],
                )

    def _required(
        self, filing: Filing, attachments: Attachments, item: Item, reading: Reading, missing_kinds: set[str]
    ) -> Iterator[Finding | Unjudged]:
        names = self.knowledge.documents.kinds
        known = attachments.kinds() | missing_kinds  # what is listed and missing has been reported
        unclear = [file for file in attachments.files if file.kind is None and file not in attachments.merged]
        for requirement in item.requirements:
            absent = [kind for kind in requirement.kinds if kind not in known]
            met = not absent if requirement.mode == "all" else len(absent) < len(requirement.kinds)
            if met:
                continue
            wanted = ("、" if requirement.mode == "all" else "或").join(names[kind].name for kind in absent)
            if attachments.merged or unclear or (attachments.embedded and any(names[kind].picture for kind in absent)):
                yield Unjudged(reading.place, f"剔除项“{item.name}”需要{wanted}；有的附件看不出种类，请人工核对")
                continue
            for text in [names[kind].name for kind in absent] if requirement.mode == "all" else [wanted]:
                yield Finding(
                    reading.place,
                    f"剔除项“{item.name}”需要附“{text}”，文件夹中没有",
                    text=text,
                    evidence=[Quote(Place(filing.path), _present(attachments))],
                    confidence=Confidence.LIKELY if item.starter else Confidence.CERTAIN,
                )


def _is_single_paper(filing: Filing) -> bool:
    """Whether only one paper was given to the linter, so that the rest of the folder is simply out of sight."""
    return len(filing.documents) == 1 and filing.batch is not None and not filing.batch.whole


def _item_reading(filing: Filing) -> Reading | None:
    row = filing.batch[Ledger].row_of(filing.case) if filing.batch is not None else None
    return filing[Fields].first("exclusion_item") or (row.reading("exclusion_item") if row else None)


def _present(attachments: Attachments) -> str:
    return f"现有附件：{_names(attachments.files) or '无'}"


def _names(files: Iterable[File]) -> str:
    return "、".join(file.document.name for file in files)
