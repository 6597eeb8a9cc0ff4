"""Whether the regular expressions of the package are free of catastrophic backtracking."""
