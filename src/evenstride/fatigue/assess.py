"""One run to its fatigue assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from evenstride.fatigue.agreement import compare_sources
from evenstride.fatigue.baseline import PersonalBaseline, build_personal_baseline
from evenstride.fatigue.bins import BinOptions, RunBins, bin_run
from evenstride.fatigue.decoupling import compute_decoupling
from evenstride.fatigue.drift import Conditions, estimate_curve, refused
from evenstride.fatigue.fade_measures import fade_measures, refused_fade_measures
from evenstride.fatigue.index import build_index
from evenstride.fatigue.step_length import with_step_length
from evenstride.fatigue.surroundings import read_conditions
from evenstride.model import Measure, RunRecording
from evenstride.model.drift import DriftCurve, FatigueAssessment

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


def assess_fatigue(
    run: RunRecording,
    *,
    knowledge: Knowledge,
    earlier: Sequence[RunRecording] = (),
    options: BinOptions | None = None,
    rng: np.random.Generator | None = None,
) -> FatigueAssessment:
    """Drift of every quantity at equal speed and slope, the fade index and its onset, and heart rate as context.

    Parameters
    ----------
    run
        One recording of running.
    knowledge
        The signs of fading with weights and directions (`fade_signs`) and the measures they make.
    earlier
        The runner's earlier runs; five or more of the same device at about this speed replace the baseline within the
        run.
    options
        Bins and warm-up.
    rng
        For the false-alarm probability and the onset's interval; the same numbers each time when not given.

    Returns
    -------
    FatigueAssessment
        Its ``measures`` are what `imbalance.assess_findings` takes. Without enough speed everything is refused.

    Notes
    -----
    When not to use it: trail runs with much climbing, intervals, races with a sprint; the errors grow and most is
    refused. Heat, shoes and surface change these quantities too and are not known here.
    """
    signs = knowledge.fade_signs
    bins = with_step_length(
        bin_run(run, ("speed", "grade", "heart_rate", "cadence", *signs), options=options)  # type: ignore[arg-type]
    )
    conditions = read_conditions(run, bins)
    if isinstance(conditions, str):
        return _without_statement(run, bins, conditions, knowledge)
    personal, said = build_personal_baseline(bins, earlier, signs, options=options)
    curves = _curves(run, bins, conditions, personal, knowledge)
    index = build_index(run.id, bins, curves, signs, conditions, personal=personal, rng=rng)
    return FatigueAssessment(
        run_id=run.id,
        makes_statement=True,
        reasons=(),
        n_bins=bins.count,
        bin_s=bins.bin_s,
        warm_up_s=bins.warm_up_s,
        left_out_s=bins.left_out_s,
        curves=tuple(curves),
        measures=(*_measures(run, curves, knowledge), *fade_measures(run.id, curves, index)),
        index=index,
        decoupling=compute_decoupling(bins),
        warnings=(*bins.said, *said, *conditions.doubts),
        agreements=compare_sources(run, bins, curves, signs, conditions, options=options),
    )


def _curves(
    run: RunRecording,
    bins: RunBins,
    conditions: Conditions,
    personal: PersonalBaseline | None,
    knowledge: Knowledge,
) -> list[DriftCurve]:
    """The drift of every sign of which the file has enough."""
    curves = []
    for name, sign in knowledge.fade_signs.items():
        known = personal.speed_effect_of(name) if personal is not None else None
        decimals = knowledge.measures[sign.measure].decimals if sign.measure else 1
        curve = estimate_curve(run, bins, sign, conditions, decimals=decimals, known=known)
        if curve is not None:
            curves.append(curve)
    return curves


def _measures(run: RunRecording, curves: Sequence[DriftCurve], knowledge: Knowledge) -> tuple[Measure, ...]:
    """The measures of the knowledge, in its order, refused where the file has too little of the quantity."""
    found = {curve.change.id: curve.change for curve in curves}
    return tuple(
        found.get(sign.measure) or refused(sign.measure, run.id, (f"{sign.name}: the file has too little of it.",))
        for sign in knowledge.fade_signs.values()
        if sign.measure is not None
    )


def _without_statement(run: RunRecording, bins: RunBins, reason: str, knowledge: Knowledge) -> FatigueAssessment:
    signs = (sign.measure for sign in knowledge.fade_signs.values() if sign.measure is not None)
    measures = (*(refused(each, run.id, (reason,)) for each in signs), *refused_fade_measures(run.id, (reason,)))
    return FatigueAssessment(
        run_id=run.id,
        makes_statement=False,
        reasons=(reason,),
        n_bins=bins.count,
        bin_s=bins.bin_s,
        warm_up_s=bins.warm_up_s,
        left_out_s=bins.left_out_s,
        curves=(),
        measures=measures,
        index=None,
        decoupling=compute_decoupling(bins),
        warnings=bins.said,
    )
