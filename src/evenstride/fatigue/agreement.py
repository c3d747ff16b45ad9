"""Two sources of one quantity, such as a watch and a pod: do they tell the same change over the run?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from evenstride.fatigue.bins import BinOptions, RunBins, bin_run
from evenstride.fatigue.drift import LEAST_BINS, Conditions, KnownEffect, estimate_curve, fit_drift, to_scale
from evenstride.model import Channel, RunRecording
from evenstride.model.drift import DriftCurve, SourceAgreement

if TYPE_CHECKING:
    from evenstride.knowledge.schema import FadeSign

#: Both sources cover this share of the bins.
_LEAST_COVER = 0.8


def compare_sources(
    run: RunRecording,
    bins: RunBins,
    curves: Sequence[DriftCurve],
    signs: Mapping[str, FadeSign],
    conditions: Conditions,
    *,
    options: BinOptions | None = None,
) -> tuple[SourceAgreement, ...]:
    """Every quantity that a second device measured too, beside the source that the curves rest on.

    Notes
    -----
    The two changes share the runner, so they are not held against each other with their own errors: the difference of
    the two series, bin by bin, is regressed like a quantity (speed may move it too), and its change tells whether the
    sources disagree. A constant offset between devices is no disagreement; it is given. What is computed from other
    fields is not a source of its own.
    """
    found = (_compare(run, bins, curve, signs[curve.quantity], conditions, options) for curve in curves)
    return tuple(each for each in found if each is not None)


def _compare(
    run: RunRecording,
    bins: RunBins,
    curve: DriftCurve,
    sign: FadeSign,
    conditions: Conditions,
    options: BinOptions | None,
) -> SourceAgreement | None:
    used = bins.channels[sign.id]
    other = _second_source(run, used)
    if other is None:
        return None
    again = bin_run(run, (other.quantity,), options=options, sources={other.quantity: other})
    second = replace(
        bins, means={**bins.means, sign.id: again.means[sign.id]}, channels={**bins.channels, sign.id: other}
    )
    ours, theirs = to_scale(bins.means[sign.id], sign), to_scale(second.means[sign.id], sign)
    both = np.isfinite(ours) & np.isfinite(theirs)
    if both.sum() < LEAST_BINS or both.mean() < _LEAST_COVER:
        return None
    second_curve = estimate_curve(run, second, sign, conditions)
    if second_curve is None:
        return None
    difference, error = _change_of_difference((theirs - ours)[both], sign, conditions.at(both), bins.position[both])
    apart = bins.means[sign.id][both] - second.means[sign.id][both]
    return SourceAgreement(
        quantity=sign.id,
        unit=used.unit,
        first=(used.source.device, used.source.field),
        second=(other.source.device, other.source.field),
        offset=-float(np.mean(apart)),
        first_change=curve.change,
        second_change=second_curve.change,
        difference=difference,
        difference_error=error,
        change_unit=curve.change.unit,
        n_bins=int(both.sum()),
    )


def _second_source(run: RunRecording, used: Channel) -> Channel | None:
    """The best other measured source of the quantity, of both legs together."""
    others = (
        channel
        for channel in run.all_of(used.quantity)
        if channel.source != used.source and channel.source.origin != "derived"
    )
    return None if used.source.origin == "derived" else next(others, None)


def _change_of_difference(
    values: np.ndarray, sign: FadeSign, conditions: Conditions, position: np.ndarray
) -> tuple[float, float]:
    """Change of second less first over the run and its standard error, in per cent (balances: percentage points)."""
    either = KnownEffect(0.0, 2**0.5 * sign.speed_effect.sd)
    fit, contrast = fit_drift(values, sign, conditions, position, known=either)
    factor = 1.0 if sign.scale == "balance" else 100.0
    change, error = fit.contrast(contrast)
    return factor * change, factor * error
