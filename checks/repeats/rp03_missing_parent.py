"""RP03: no parent is given, or the one given is in no ledger, export or attachment."""

import re
from collections.abc import Iterator

from zgc_lint.api import (
    ORDER_PAPERS,
    Attachments,
    Batch,
    Check,
    Confidence,
    Document,
    DocumentText,
    File,
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

NONE = {"无", "没有", "暂无"}


class MissingParent(Check):
    code, name, title = "RP03", "missing-parent", "母单缺失"
    row = "same-person"
    scope = "batch"
    needs = (Orders, Attachments, DocumentText)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each repeat without a parent that can be found; pictures nobody has read prove nothing."""
        orders = batch[Orders]
        for repeat in orders.repeats():
            child, parent = repeat.child, repeat.parent
            if parent is None:
                yield self._not_given(child)
                continue
            if repeat.order is not None and not repeat.order.is_only_said:
                continue
            shown = _is_shown(parent.number, child.filing) if child.filing is not None else False
            if shown:
                continue
            if shown is None:
                why = f"母单 {parent.number} 不在台账和导出表中，附有工单截图或扫描件但未能识别文字，请人工核对"
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
                    evidence=[child.cite("exclusion_item")],
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


def _is_shown(number: str, filing: Filing) -> bool | None:
    """Whether an attachment shows the order; None where one that may do so cannot be read.

    Of those that must be read from pictures only the ones that may show it are: screenshots of orders, and files of no
    telling name. A digit that was misread does not count.
    """
    unread = False
    attachments = filing[Attachments]
    for file in attachments.files:
        read = DocumentText.must_read(file.document) or not file.document.has_text
        if read and not (_may_show_orders(file) or file in attachments.merged):
            continue
        text = file.document[DocumentText]
        if text.holds(number, slips=1) if read else _stands_in(number, text.text):
            return True
        unread = unread or (read and (bool(text.unread) or not text.text))
    return None if unread else False


def _may_show_orders(file: File) -> bool:
    return (file.kind is not None and file.kind.key in ORDER_PAPERS) or file.is_nameless


def _stands_in(number: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])", fold(text)) is not None
