"""LG05: the same work order in two ledger rows."""

from collections.abc import Iterator

from zgc_lint.api import Batch, Check, Confidence, Finding, Ledger, NoOptions, Quote


class DuplicateRow(Check):
    code, name, title = "LG05", "duplicate-row", "台账重复登记"
    scope = "batch"
    needs = (Ledger,)

    def run(self, batch: Batch, options: NoOptions) -> Iterator[Finding]:
        """Yield a hint for every row after the first of the same number."""
        for case, rows in batch[Ledger].by_case.items():
            for row in rows[1:]:
                yield Finding(
                    row.place(),
                    f"工单 {case} 在台账中重复登记：第 {rows[0].number} 行与第 {row.number} 行",
                    text=case,
                    evidence=[Quote(rows[0].place(), case)],
                    confidence=Confidence.HINT,
                    case=case,
                )
