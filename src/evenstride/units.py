"""Conversions at the door: SI inside, degrees and steps per minute in public tables."""

from __future__ import annotations

SECONDS_PER_MINUTE = 60.0


def ms_from_s(time_s: float) -> float:
    """Milliseconds from seconds."""
    return time_s * 1000.0


def spm_from_step_time(step_time_s: float) -> float:
    """Cadence in steps per minute from the time of one step in seconds."""
    return SECONDS_PER_MINUTE / step_time_s
