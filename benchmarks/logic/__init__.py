"""How well the checks of a filing's logic do on texts written by hand."""
