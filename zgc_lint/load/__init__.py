"""The first stage: a folder, zip or file becomes a `Batch` of filings and documents.

The libraries that read a format are imported when a file of that format is met, in its reader module.
"""

from zgc_lint.load.loader import load, opened

__all__ = ["load", "opened"]
