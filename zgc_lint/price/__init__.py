"""The price stage: findings and case records in; clause, RMB and month sums out. It never sees a document.

`Schedules.read` reads ``dictionaries/penalties.yaml`` (versions by date, rows, rules, readings), `price`
makes a `Bill` of it. Amounts are RMB, as `Decimal`; `plain` turns one into a number for JSON.
"""

from zgc_lint.price.bill import (
    NO_NAME,
    UNKNOWN_MONTH,
    Bill,
    Charged,
    MonthSum,
    PricedFinding,
    RowSum,
    Sums,
    plain,
    price,
    price_readings,
)
from zgc_lint.price.month import Due, Price, money
from zgc_lint.price.schedule import (
    ROWS,
    Answerer,
    Contract,
    Reading,
    Replacement,
    Row,
    Schedule,
    Schedules,
    Surcharge,
    Termination,
    Unit,
)

__all__ = [
    "NO_NAME", "ROWS", "UNKNOWN_MONTH", "Answerer", "Bill", "Charged", "Contract", "Due", "MonthSum", "Price",
    "PricedFinding", "Reading", "Replacement", "Row", "RowSum", "Schedule", "Schedules", "Sums", "Surcharge",
    "Termination", "Unit", "money", "plain", "price", "price_readings",
]  # fmt: skip
