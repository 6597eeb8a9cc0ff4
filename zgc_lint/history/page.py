"""The monthly review as one HTML page: no script, nothing fetched, prints on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zgc_lint import __version__
from zgc_lint.history.charts import rows_chart, trend_chart
from zgc_lint.history.words import difference, percent
from zgc_lint.price import money
from zgc_lint.report.harmless import harmless
from zgc_lint.report.words import month_name

if TYPE_CHECKING:
    from zgc_lint.history.review import Review

__all__ = ["is_own", "render"]

_SIGNATURE = "<!DOCTYPE html>\n<!-- zgc-lint 月度分析"


def render(review: Review) -> bytes:
    """The page in UTF-8."""
    environment = Environment(
        loader=PackageLoader("zgc_lint.history"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters |= {"money": money, "percent": percent, "difference": difference, "month": month_name}
    page = environment.get_template("review.html").render(
        review=review,
        version=__version__,
        # drawn by `charts`, which escapes every text
        rows_chart=Markup(rows_chart(review.rows, compared=review.before is not None).svg()),  # noqa: S704
        trend_chart=Markup(trend_chart(review.trend).svg()),  # noqa: S704
    )
    return page.encode()


def is_own(data: bytes) -> bool:
    """Whether `data` is such a page."""
    return data.startswith(_SIGNATURE.encode())
