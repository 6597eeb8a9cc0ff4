"""The mark-up: copies of the Word and PDF papers with each finding as a remark at the characters it is about.

No original is ever changed. `zgc_lint.markup.copies.mark_up` does the whole of it.
"""
