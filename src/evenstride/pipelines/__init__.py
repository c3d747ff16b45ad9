"""Recordings to an assessment: the rooms put in order, over both cores, with provenance."""
