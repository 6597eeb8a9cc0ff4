"""Plain replies of an office, to see how often the checks of a filing's logic are wrong."""
