"""Evaluations that take longer than a test; each is a command, its last results are under ``results/``."""
