"""Dated tables made by `licet law build` from the official text; never edited by hand."""
