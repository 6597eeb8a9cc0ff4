"""AT02: an attachment that the list does not name."""

from collections.abc import Iterator

from zgc_lint.api import Attachments, Check, Confidence, Filing, Finding, NoOptions, Place


class UnlistedAttachment(Check):
    code, name, title = "AT02", "unlisted-attachment", "附件未列入清单"
    needs = (Attachments,)

    def run(self, filing: Filing, options: NoOptions) -> Iterator[Finding]:
        """Yield a hint for each file that belongs to no entry; silent where there is no list at all."""
        attachments = filing[Attachments]
        if not attachments.listed:
            return
        for file in attachments.unlisted:
            yield Finding(
                Place(file.document.path),
                f"附件“{file.document.name}”没有列入附件清单",
                text=file.document.name,
                confidence=Confidence.HINT,
            )
