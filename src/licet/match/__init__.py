"""Names, addresses and identifiers in, hits with evidence out."""
