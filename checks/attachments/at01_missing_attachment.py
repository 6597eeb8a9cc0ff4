"""AT01: an attachment that is listed, or that the item requires, is not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zgc_lint.api import (
    Attachments,
    Check,
    Confidence,
    Contents,
    DocumentText,
    Fields,
    File,
    Filing,
    Finding,
    Item,
    Ledger,
    Listed,
    NoOptions,
    Place,
    Quote,
    Reading,
    Requirement,
    Role,
    Unjudged,
    breaks_in,
    other_names,
    other_numbers,
    reading_of_item,
)


class MissingAttachment(Check):
    code, name, title = "AT01", "missing-attachment", "缺少附件"
    row = "attachment-missing"
    needs = (Attachments, Contents, DocumentText, Fields, Ledger)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each listed entry without a file, each requirement of the item that no file meets, then advice."""
        if not any(document.role in (Role.FORM, Role.STATEMENT, Role.ATTACHMENT) for document in filing.documents):
            return
        if _is_single_paper(filing):
            return
        attachments = filing[Attachments]
        yield from self._listed(filing, attachments)
        reading = reading_of_item(filing)
        item = self.knowledge.catalogue.find(reading.text) if reading else None
        if item is not None and reading is not None:
            yield from self._required(filing, attachments, item, reading)
        yield from _disagreements(attachments)

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
        self, filing: Filing, attachments: Attachments, item: Item, reading: Reading
    ) -> Iterator[Finding | Unjudged]:
        """Yield each requirement that nothing meets: neither a file's name nor, where that says no, its text."""
        names = self.knowledge.documents
        known = attachments.kinds(names)
        for entry in attachments.missing:  # what is listed and missing has been reported
            known |= names.kinds_in(entry.name)
        unmet = [requirement for requirement in item.requirements if not known & set(requirement.kinds)]
        if not unmet:
            return
        titled = {file: _titled(file) for file in attachments.files if self._is_read(file, attachments, unmet)}
        known |= set().union(*titled.values())
        for requirement in unmet:
            wanted = "或".join(names.kinds[kind].name for kind in requirement.kinds)
            if known & set(requirement.kinds):
                continue
            vague = [file for file in attachments.files if self._is_vague(file, attachments, titled, requirement)]
            embedded = attachments.embedded and any(names.kinds[kind].picture for kind in requirement.kinds)
            if vague or embedded:
                where = f"“{_names(vague)}”看不出种类" if vague else "申报表或情况说明中插有图片"
                yield Unjudged(reading.place, f"剔除项“{item.name}”需要{wanted}；{where}，请人工核对")
                continue
            yield Finding(
                reading.place,
                f"剔除项“{item.name}”需要附“{wanted}”，文件夹中没有",
                text=wanted,
                evidence=[Quote(reading.place, reading.text), Quote(Place(filing.path), _present(attachments))],
                confidence=Confidence.LIKELY if item.starter else Confidence.CERTAIN,
            )

    def _is_read(self, file: File, attachments: Attachments, unmet: Sequence[Requirement]) -> bool:
        """Whether the text of a file may tell that it is what is wanted; reading pages without text costs seconds."""
        if file.document.problem is not None or file.is_picture:
            return False
        if file.kind is None or file in attachments.merged or not DocumentText.must_read(file.document):
            return True
        return any(kind in file.kind.may_be for requirement in unmet for kind in requirement.kinds)

    def _is_vague(
        self, file: File, attachments: Attachments, titled: Mapping[File, set[str]], requirement: Requirement
    ) -> bool:
        """Whether the file may be what is wanted after all: neither its name nor its text says what it is."""
        if titled.get(file) and file not in attachments.merged:
            return False
        return file.kind is None or file in attachments.merged or bool(set(file.kind.may_be) & set(requirement.kinds))


def _titled(file: File) -> set[str]:
    """The kinds that the titles in the file's text name; some files hold several papers."""
    return {title.kind.key for title in file.document[Contents].titles}


def _disagreements(attachments: Attachments) -> Iterator[Finding]:
    """Advice where list and files agree in what is there, but not in numbers and names."""
    for before, entry, again in breaks_in(attachments):
        what = f"序号{entry.number}重复" if again else f"序号{before.number}之后是{entry.number}，不连续"
        yield _advice(entry.place, f"附件清单的{what}（“{entry.name}”）", entry.text, before)
    for entry, file, listed, named in other_names(attachments):
        yield _advice(
            Place(file.document.path),
            f"清单所列“{entry.name}”对应的文件是“{file.document.name}”，文件名写的是{'、'.join(named)}，"
            f"清单写的是{'、'.join(listed)}",
            file.document.name,
            entry,
        )
    for entry, file in other_numbers(attachments):
        yield _advice(
            Place(file.document.path),
            f"附件“{file.document.name}”的序号是{file.number}，清单中“{entry.name}”的序号是{entry.number}",
            file.document.name,
            entry,
        )


def _advice(place: Place, message: str, text: str, listed: Listed) -> Finding:
    evidence = [Quote(listed.place, listed.text)]
    return Finding(place, message, text=text, evidence=evidence, confidence=Confidence.HINT)


def _is_single_paper(filing: Filing) -> bool:
    """Whether only one paper was given to the linter, so that the rest of the folder is simply out of sight."""
    return len(filing.documents) == 1 and filing.batch is not None and not filing.batch.whole


def _present(attachments: Attachments) -> str:
    return f"现有附件：{_names(attachments.files) or '无'}"


def _names(files: Iterable[File]) -> str:
    return "、".join(file.document.name for file in files)
