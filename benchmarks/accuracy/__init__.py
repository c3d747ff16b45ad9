"""Errors of events, sides, angles and measures against rendered, labelled and laboratory truth."""
