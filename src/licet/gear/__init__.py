"""Covered equipment: from what a device shows to who made it."""
