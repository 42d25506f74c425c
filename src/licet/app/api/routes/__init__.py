"""licet's own API, one module a subject; each defines `router`."""
