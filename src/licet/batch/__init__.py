"""Many at once: one function over record batches, and thin drivers."""
