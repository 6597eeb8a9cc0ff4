"""RP03: no parent is given, or the one given is in no ledger, export or attachment."""

import re
from collections.abc import Iterator

from zgc_lint.api import (
    Attachments,
    Batch,
    Check,
    Confidence,
    Document,
    Filing,
    Finding,
    NoOptions,
    Order,
    Orders,
    Place,
    Role,
    Unjudged,
    case_ids,
    fold,
)

SCREENSHOTS = {"parent_screenshot", "order_screenshot", "earlier_reply"}
NONE = {"无", "没有", "暂无"}


class MissingParent(Check):
    code, name, title = "RP03", "missing-parent", "母单缺失"
    row = "same-person"
    scope = "batch"
    needs = (Orders, Attachments)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each repeat without a parent that can be found; pictures nobody has read prove nothing."""
        orders = batch[Orders]
        for repeat in orders.repeats():
            child, parent = repeat.child, repeat.parent
            if parent is None:
                yield self._not_given(child)
                continue
            if repeat.order is not None or (child.filing is not None and _is_in_text(parent.number, child.filing)):
                continue
            if child.filing is not None and _has_unread(child.filing):
                why = f"母单 {parent.number} 不在台账和导出表中，附有工单截图或扫描件但未识别文字，请人工核对"
                yield Unjudged(parent.place, why)
            elif not batch.whole or not orders.exports.present:
                flaw = orders.exports.flaw
                lacking = f"工单导出表{flaw}" if flaw else "没有工单导出表"
                yield Unjudged(parent.place, f"{lacking}，无法核对母单 {parent.number} 是否存在")
            elif not (orders.exports.complete and orders.ledger.complete):
                yield Unjudged(parent.place, f"台账或导出表未能全部读取，无法核对母单 {parent.number} 是否存在")
            else:
                yield Finding(
                    parent.place,
                    f"母单 {parent.number} 在台账、工单导出表和附件中都没有找到",
                    text=parent.number,
                    confidence=Confidence.LIKELY,  # it may be older than the export
                    case=child.number,
                )

    def _not_given(self, child: Order) -> Finding | Unjudged:
        """The finding about a child without a parent number; not where words instead of a number are given."""
        written = child.reading("parent_id")
        blank = written is None or self.knowledge.fields.is_blank(written.text) or written.text in NONE
        if written is not None and not blank:
            return Unjudged(written.place, f"母单编号填写的“{written.text}”不是工单编号，请人工核对")
        place = _item_place(child)
        if child.filing is not None and self._names_another_order(child.filing, child.number):
            return Unjudged(place, f"工单 {child.number} 没有单独填写母单编号，材料文字中提到其他工单，请人工核对")
        scanned = child.filing is not None and any(not d.has_text for d in child.filing.with_role(Role.FORM))
        if scanned and not child.ledger:
            return Unjudged(place, f"工单 {child.number} 的申报表是扫描件，无法核对母单编号")
        return Finding(place, f"工单 {child.number} 按同人同诉申报，没有填写母单编号", case=child.number)

    def _names_another_order(self, filing: Filing, own: str) -> bool:
        """Whether form or statement name an order other than `own` in their text."""
        texts = (text for document in filing.with_role(Role.FORM, Role.STATEMENT) for text in _texts(document))
        numbers = {number for text in texts for number in case_ids(text, self.knowledge.fields)}
        return any(len(number) == len(own) and number != own for number in numbers)


def _item_place(order: Order) -> Place:
    reading = order.reading("exclusion_item")
    return reading.place if reading else order.place


def _texts(document: Document) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    if document.format in {"xlsx", "xls", "csv"}:
        yield from (cell.text for table in document.tables for row in table.rows for cell in row)


def _is_in_text(number: str, filing: Filing) -> bool:
    """Whether an attachment's text names the order."""
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])")
    return any(pattern.search(fold(text)) for file in filing[Attachments].files for text in _texts(file.document))


def _has_unread(filing: Filing) -> bool:
    """Whether an attachment that nobody has read may show the order: a screenshot, or a file of no telling name."""
    attachments = filing[Attachments]
    return any(
        (file.kind and file.kind.key in SCREENSHOTS) or file.is_nameless or file in attachments.merged
        for file in attachments.files
        if not file.document.has_text
    )
