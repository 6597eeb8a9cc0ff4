"""``python -m zgc_lint``."""

from zgc_lint.cli import main

if __name__ == "__main__":
    main()
