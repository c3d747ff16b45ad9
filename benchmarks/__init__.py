"""Measurements of the product against truth (accuracy) and against the clock (speed)."""
