"""Migrations: linear, one file a revision, shipped in the wheel."""
