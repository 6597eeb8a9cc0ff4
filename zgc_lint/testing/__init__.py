"""The kit for authors of checks: case files and answer files, the ones zgc-lint's own checks are tested with."""

from zgc_lint.testing.cases import Case, Outcome, read_cases, run_case
from zgc_lint.testing.examples import Example, read_examples
from zgc_lint.testing.expected import Comparison, Expected, compare, read_expected

__all__ = [
    "Case", "Comparison", "Example", "Expected", "Outcome", "compare", "read_cases", "read_examples", "read_expected",
    "run_case",
]  # fmt: skip
