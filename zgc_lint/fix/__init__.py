"""The fixer: findings that say what to write instead become corrected copies, beside the originals or elsewhere.

No original is ever changed. `zgc_lint.pipeline.fix` runs the whole way; `zgc_lint.fix.words` says what was done.
"""
