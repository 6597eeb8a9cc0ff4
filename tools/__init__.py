"""Commands for whoever builds and releases zgc-lint."""
