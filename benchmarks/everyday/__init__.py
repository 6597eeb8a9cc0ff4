"""Slips in everyday words."""
