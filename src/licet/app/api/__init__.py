"""The HTTP way in: licet's own API, and the shapes that programs already call."""
