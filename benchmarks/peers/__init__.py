"""Other programs for proof-reading Chinese, measured on the sets our own checks are measured on.

A module a program, each a `Peer` (`benchmarks.peers.peer`); `benchmarks.peers.report` lists them and makes the tables.
None is needed for anything else: one that is not installed is named as such in the tables.
"""
