"""Government documents in, listings out."""
