"""From two kept reports of one runner to their comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from evenstride.model.gait import SIDES, Side
from evenstride.model.stored import StoredAssessment
from evenstride.reports.clip_model import ClipSection, Curve, CurvePanel
from evenstride.reports.comparison.change_rows import change_groups
from evenstride.reports.comparison.comparison_model import (
    ChangeGroup,
    ComparisonReport,
    CycleCurve,
    PhasePair,
    PhasePanel,
)
from evenstride.reports.comparison.cycle_curves import cycle_curve
from evenstride.reports.curve_panels import AXIS_STEP_DEG

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.reports.model import Report

OTHER_SIDE = (
    "One is filmed from the left and the other from the right: the near leg of one is the far leg of the other."
)
NO_PAIR = "No two of the clips show the runner from the same direction, so that only numbers stand beside each other."


def build_comparison(
    earlier: StoredAssessment,
    later: StoredAssessment,
    reports: tuple[Report | None, Report | None],
    *,
    cautions: Sequence[str],
    knowledge: Knowledge,
) -> ComparisonReport:
    """What changed from the earlier to the later assessment.

    Parameters
    ----------
    reports : of both; None where another version made it, so that its clip cannot be laid beside the other.
    cautions : what was different about the recordings besides the runner, in sentences.
    """
    groups = change_groups(earlier, later, knowledge)
    before, after = ((report.clips if report else ()) for report in reports)
    pair = _pair(before, after)
    own: list[str] = []
    if pair is not None and pair.earlier.data.legs[0].side != pair.later.data.legs[0].side:
        own.append(OTHER_SIDE)
    if pair is None and before and after:
        own.append(NO_PAIR)
    return ComparisonReport(_headline(groups), (*cautions, *own), groups, pair)


def _headline(groups: Sequence[ChangeGroup]) -> str:
    counts = {group.verdict: len(group.rows) for group in groups}
    comparable = counts.get("changed", 0) + counts.get("within_error", 0)
    if not comparable:
        return "No measure of the two can be compared."
    changed = counts.get("changed", 0)
    if not changed:
        return f"None of {comparable} measures changed by more than its error."
    return f"{changed} of {comparable} measures changed by more than {'its' if changed == 1 else 'their'} error."


def _pair(before: Sequence[ClipSection], after: Sequence[ClipSection]) -> PhasePair | None:
    """The first clips that show the same side, else the first of the same kind of view."""
    alike = [(a, b) for a, b in product(before, after) if a.data.is_frontal == b.data.is_frontal]
    same = [(a, b) for a, b in alike if a.data.legs[0] == b.data.legs[0]]
    for a, b in (*same, *alike):
        return PhasePair(a, b, tuple(_panels(a, b)))
    return None


def _panels(a: ClipSection, b: ClipSection) -> Iterator[PhasePanel]:
    theirs = {panel.id: panel for panel in b.panels}
    for side in SIDES:
        for panel in a.panels:
            if panel.id in theirs:
                yield from _panel(side, panel, theirs[panel.id], a, b)


def _panel(side: Side, one: CurvePanel, other: CurvePanel, a: ClipSection, b: ClipSection) -> Iterator[PhasePanel]:
    curves = [_curve_of(side, panel, section) for panel, section in ((one, a), (other, b))]
    cycles = [
        None if curve is None else cycle_curve(curve.angle_deg, section.data, side)
        for curve, section in zip(curves, (a, b), strict=True)
    ]
    if cycles[0] is not None and cycles[1] is not None:
        low, high = _axis((cycles[0], cycles[1]))
        yield PhasePanel(one.id, one.title, one.sign_words, side, cycles[0], cycles[1], low, high)


def _curve_of(side: Side, panel: CurvePanel, section: ClipSection) -> Curve | None:
    """The curve of that leg; the only one where it belongs to no leg."""
    role = next(leg.role for leg in section.data.legs if leg.side == side)
    return next((curve for curve in panel.curves if curve.role in (role, None)), None)


def _axis(cycles: tuple[CycleCurve, CycleCurve]) -> tuple[float, float]:
    edges = [cycle.mean_deg + sign * cycle.sd_deg for cycle in cycles for sign in (-1, 1)]
    known = np.concatenate(edges)
    known = known[np.isfinite(known)]
    if not len(known):
        return 0.0, AXIS_STEP_DEG
    low = AXIS_STEP_DEG * np.floor(known.min() / AXIS_STEP_DEG)
    return float(low), float(max(AXIS_STEP_DEG * np.ceil(known.max() / AXIS_STEP_DEG), low + AXIS_STEP_DEG))
