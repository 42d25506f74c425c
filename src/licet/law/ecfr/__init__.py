"""From the official eCFR XML to the dated tables of licet: what `licet law build` runs."""
