"""LG04: a ledger row for which there is no filing folder."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, NoOptions, Registration, Unjudged


class LedgerWithoutFiling(Check):
    code, name, title = "LG04", "ledger-without-filing", "台账已登记无申报材料"
    row = "omission"
    scope = "batch"
    needs = (Registration,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding | Unjudged]:
        """Yield each row whose work order has no folder in the batch; where the appraisal has answered, as a hint."""
        if not batch.whole:
            return
        nameless = sum(filing.number is None for filing in batch.filings)
        for row in batch[Registration].unfiled:
            if nameless or not batch.filings:
                why = f"有 {nameless} 个文件夹没有读到工单编号" if nameless else "没有找到申报材料文件夹"
                yield Unjudged(row.place(), f"{why}，无法核对工单 {row.case} 是否有申报材料")
                continue
            answered = row.value("district_result") or row.value("city_result")
            yield Finding(
                row.place(),
                f"台账登记了工单 {row.case}，没有对应的申报材料文件夹",
                text=row.case,
                confidence=Confidence.HINT if answered else Confidence.CERTAIN,
                case=row.case,
            )
