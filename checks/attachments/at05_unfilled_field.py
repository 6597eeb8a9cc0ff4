"""AT05: a field of the form, or of an attachment the office fills in, was left empty."""

from collections.abc import Iterator

from zgc_lint.api import (
    Attachments,
    Check,
    Document,
    DocumentFields,
    File,
    Filing,
    Finding,
    LabelFinder,
    NoOptions,
    Role,
    read_pairs,
)


class UnfilledField(Check):
    code, name, title = "AT05", "unfilled-field", "必填栏未填写"
    row = "attachment-form"
    needs = (DocumentFields, Attachments)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Yield each required field that has a label and no value."""
        for document in filing.with_role(Role.FORM):
            yield from self._in_form(document)
        for file in filing[Attachments].files:
            yield from self._in_attachment(file)

    def _in_form(self, document: Document) -> Iterator[Finding]:
        names = self.knowledge.fields
        readings = document[DocumentFields].readings
        for key in names.required_in_form:
            of_field = [reading for reading in readings if reading.field == key]
            if of_field and all(names.is_blank(reading.text) for reading in of_field):
                yield Finding(
                    of_field[0].place,
                    f"申报表“{names.name_of(key)}”栏没有填写",
                    text=of_field[0].text,
                )

    def _in_attachment(self, file: File) -> Iterator[Finding]:
        if file.kind is None or not file.kind.required or not file.document.has_text:
            return
        pairs = read_pairs(file.document, LabelFinder.of(file.kind.required), form=True)
        for label in file.kind.required:
            of_label = [pair for pair in pairs if pair.key == label]
            if of_label and all(self.knowledge.fields.is_blank(pair.text) for pair in of_label):
                yield Finding(of_label[0].place, f"{file.kind.name}“{label}”栏没有填写", text=of_label[0].text)
