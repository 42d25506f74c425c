"""Sanctions of the Treasury, Office of Foreign Assets Control (31 CFR chapter V): beside the EAR, never
in it.
"""
