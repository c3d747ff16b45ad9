"""How fast the run was, from its own measures: some lines hold at one speed only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.model import Measure
from evenstride.model.gait import Side


@dataclass(frozen=True)
class RunningSpeed:
    """Running speed with its standard error. ``is_sure`` is False where a measure behind it is of low confidence."""

    value_mps: float
    standard_error_mps: float
    is_sure: bool


def estimate_running_speed(found: Mapping[tuple[str, Side | None], Measure]) -> RunningSpeed | None:
    """Step length times cadence; None where one of them has no value or no error.

    Parameters
    ----------
    found
        Measures of one run by id and side.

    Notes
    -----
    The relative errors of both add as independent ones. The step length's own error, mostly of its scale, is by far the
    larger.
    """
    length, cadence = found.get(("step_length", None)), found.get(("cadence", None))
    if length is None or cadence is None or not length.number or not cadence.number:
        return None
    if length.standard_error is None or cadence.standard_error is None:
        return None
    value_mps = length.number * cadence.number / 60.0
    relative = math.hypot(length.standard_error / length.number, cadence.standard_error / cadence.number)
    return RunningSpeed(value_mps, value_mps * relative, is_sure=length.status == cadence.status == "ok")
