"""Changing an Office file and nothing else in it: members of its zip, elements of a part, characters of a line.

The fixer and the mark-up share it.
"""
