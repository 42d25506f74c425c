"""Sanctions that the Department of State publishes, beside the EAR."""
