"""The moments of a run that a finding rests on: a few typical steps, each at the instant its measures are read."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from evenstride.model import Finding, FindingFrame, Measure, Step
from evenstride.model.gait import Side

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

STEPS_SHOWN = 3


def with_frames(
    findings: Iterable[Finding],
    steps_of: Mapping[str, Sequence[Step]],
    measures: Sequence[Measure],
    knowledge: Knowledge,
) -> tuple[Finding, ...]:
    """The same findings with the moments of the run that they rest on.

    Parameters
    ----------
    findings
        Of that run. The measures in ``because`` decide which instants are shown.
    steps_of
        Recording id to all its steps, in any order.
    measures
        What the findings rest on. A measure is looked at in the recording that weighs most in it (``source``).
    knowledge
        Tells at which share of stance a measure can be looked at; one without such a moment (cadence) has no frame.

    Returns
    -------
    The findings, each with up to three steps of its side (of both sides where the finding is of both) from each
    recording it rests on, at each instant one frame. A clip's steps are cut into three parts of equal count, and of
    each the step is taken whose contact time is nearest to the median of all; the earlier one where two are as near.
    Frames stand in the order of the recordings, then of time. Equal input gives equal frames.
    """
    looked_at = {(measure.id, measure.side): measure.source for measure in measures}
    return tuple(
        replace(finding, frames=tuple(_frames(finding, steps_of, looked_at, knowledge))) for finding in findings
    )


def select_typical_steps(steps: Sequence[Step], count: int = STEPS_SHOWN) -> tuple[Step, ...]:
    """Up to ``count`` steps with a known contact time, spread over the run and near the median of that time."""
    whole = sorted((step for step in steps if step.contact_time_s is not None), key=lambda step: step.initial_contact_s)
    if len(whole) <= count:
        return tuple(whole)
    middle_s = statistics.median(_contact_s(step) for step in whole)
    bounds = [round(part * len(whole) / count) for part in range(count + 1)]
    parts = (whole[start:stop] for start, stop in pairwise(bounds))
    return tuple(min(part, key=lambda step: abs(_contact_s(step) - middle_s)) for part in parts)


def _frames(
    finding: Finding,
    steps_of: Mapping[str, Sequence[Step]],
    looked_at: Mapping[tuple[str, Side | None], str],
    knowledge: Knowledge,
) -> Iterator[FindingFrame]:
    """One frame for each typical step and instant, recording by recording in order of time."""
    for recording_id, steps in steps_of.items():
        for step in select_typical_steps(_of_side(steps, finding.side)):
            measures_at: dict[float, list[str]] = {}
            for measure_id in finding.because:
                share = knowledge.measures[measure_id].seen_at_stance_frac
                source = looked_at.get((measure_id, step.side), looked_at.get((measure_id, None)))
                if share is not None and source == recording_id:
                    measures_at.setdefault(share, []).append(measure_id)
            for share, measure_ids in sorted(measures_at.items()):
                time_s = step.initial_contact_s + share * _contact_s(step)
                yield FindingFrame(recording_id, step.side, time_s, tuple(measure_ids))


def _of_side(steps: Iterable[Step], side: Side | None) -> tuple[Step, ...]:
    return tuple(step for step in steps if side in (None, step.side))


def _contact_s(step: Step) -> float:
    return step.contact_time_s or 0.0
