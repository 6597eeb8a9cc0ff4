"""What became of each month: runs of zgc-lint kept in a database, so that counts and trends go beyond one run.

`entries` says what is kept of a run (no text of a filing, no citizen's name), `store` keeps it in SQLite or
PostgreSQL, `month` prices what stands of a month and reads its results, `review` gathers the monthly review.

Both databases are spoken to through SQLAlchemy Core, which is a dependency of zgc-lint itself: one set of statements,
one migration path and one set of tests for the office's file and the server alike is worth more than the two
megabytes saved by a second, home-made layer for SQLite.
"""

from zgc_lint.history.entries import Defect, Entry, Run
from zgc_lint.history.store import FILE_NAME, Store

__all__ = ["FILE_NAME", "Defect", "Entry", "Run", "Store"]
