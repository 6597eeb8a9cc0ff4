"""zgc-lint: a linter for the filing materials of 12345 hotline cases."""

__version__ = "0.1.0"
