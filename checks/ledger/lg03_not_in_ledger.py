"""LG03: a filing folder whose work order the ledger does not have."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Finding, Ledger, NoOptions, Place, Registration, Unjudged


class NotInLedger(Check):
    code, name, title = "LG03", "not-in-ledger", "已申报未登记台账"
    row = "omission"
    scope = "batch"
    needs = (Ledger, Registration)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each filing without a ledger row; nothing can be said where there is no ledger."""
        if not batch.whole or not batch.filings:
            return
        ledger = batch[Ledger]
        if not ledger.present:
            why = f"台账{ledger.flaw}" if ledger.flaw else "没有找到台账（文件名含“台账”的 xlsx 或 csv）"
            yield Unjudged(Place(), f"{why}，无法核对是否登记")
            return
        for filing in batch[Registration].unregistered:
            if filing.number is None or not ledger.complete:
                lacking = f"台账{ledger.flaw}" if filing.number else "文件夹和材料中都没有读到工单编号"
                yield Unjudged(Place(filing.path), f"{lacking}，无法核对是否登记台账")
                continue
            yield Finding(
                Place(filing.path),
                f"工单 {filing.case} 有申报材料，台账中没有登记",
                text=filing.case,
                case=filing.case,
            )
