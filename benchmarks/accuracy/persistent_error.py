"""The error of a measure that more steps do not remove: estimated from samples with truth, and left-one-out.

A clip's value misses the truth by what its steps scatter (which shrinks with their number) and by what stays: the pose
model's habits on that body, the camera, the definition of contact. The second part is estimated here.

1. The mean square error over clips, less the clips' own step error squared, about zero; about the correction where one
   is made. Rendered clips and laboratory runs each know something that the other does not (pictures; people and force
   plates); they count by the number of their bodies and runners, however many clips there are of each.
2. Its root is widened by Student's t over 1.96 for the number of bodies and runners it rests on, so that value -+ 1.96
   standard errors is a 95 % interval although few bodies were seen.
3. A bias is *known* where it differs from zero over bodies and over runners (95 %), with the same sign in both. A known
   bias of a length, which cannot come from where a body's joints are said to be, is taken off as a factor if that also
   helps bodies that were left out. Any other is named, and stays inside the interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.measure_samples import MeasureSample
from evenstride.gait.stated_error import NORMAL_95, stated_error, student_95
from evenstride.signals.statistics import Summary

#: Measures in lengths, whose errors are shares of the value.
RELATIVE = frozenset({"vertical_oscillation", "step_length"})
#: A bias below this many standard deviations of the error is not worth a sentence.
LEAST_BIAS_SD = 0.5
LEAST_CLIPS = 5

Key = tuple[str, str]


@dataclass(frozen=True)
class PersistentError:
    """What stays of a measure's error on one leg, in its unit or, for `RELATIVE` measures, as a share of the truth.

    Attributes
    ----------
    clips, groups : that it rests on; groups are bodies and runners.
    bias : mean error, found minus true, before any correction; ``known`` where it may be stated as a fact.
    scale : factor that takes a known bias off; 1 where none is taken off.
    sd : half of a 95 % interval over 1.96, without the steps' share.
    """

    clips: int
    groups: int
    bias: float
    known: bool
    scale: float
    sd: float


def estimate_errors(samples: Iterable[MeasureSample], *, know_bias: bool = True) -> dict[Key, PersistentError]:
    """(measure id, leg) -> persistent error of everything with at least five clips; values as read, uncorrected.

    Parameters
    ----------
    know_bias : whether a bias may count as known; not where the points' habits are another source's.
    """
    by_key: dict[Key, list[MeasureSample]] = {}
    for sample in samples:
        if sample.error is not None:
            by_key.setdefault((sample.measure_id, sample.leg), []).append(sample)
    return {key: _estimate(own, know_bias) for key, own in by_key.items() if len(own) >= LEAST_CLIPS}


def left_one_out(samples: Sequence[MeasureSample]) -> list[MeasureSample]:
    """The samples with correction and standard error from all bodies and runners but their own.

    Samples of a measure that is then known from too few clips keep no standard error. Those with a condition of their
    own, which were not read from keypoints, have another error and are kept as they are.
    """
    own = [sample for sample in samples if not sample.condition]
    judged = [sample for sample in samples if sample.condition]
    for group in dict.fromkeys(sample.runner for sample in own):
        errors = estimate_errors(s for s in own if s.runner != group)
        judged += [with_error(s, errors.get((s.measure_id, s.leg))) for s in own if s.runner == group]
    return judged


def with_error(sample: MeasureSample, error: PersistentError | None) -> MeasureSample:
    """A sample as the product would state it with this persistent error."""
    if sample.value is None or error is None:
        return replace(sample, standard_error=None)
    value = sample.value * error.scale
    sd = error.sd * (abs(value) if sample.measure_id in RELATIVE else 1.0)
    steps = Summary(value, sample.step_error * error.scale * sample.n_steps**0.5, sample.n_steps)
    return replace(sample, value=value, standard_error=stated_error(steps, sd))


def without_correction(sample: MeasureSample, scales: Mapping[str, float]) -> MeasureSample:
    """A sample as read, before the factor that the product ships with."""
    scale = scales.get(sample.measure_id, 1.0)
    if sample.value is None or scale == 1.0:
        return sample
    return replace(sample, value=sample.value / scale, step_error=sample.step_error / scale)


def _estimate(samples: list[MeasureSample], know_bias: bool) -> PersistentError:
    materials = sorted({sample.material for sample in samples})
    own = [[s for s in samples if s.material == material] for material in materials]
    biases = [_group_bias(part) for part in own]
    bias = float(np.average([mean for mean, _, _ in biases], weights=[n for _, _, n in biases]))
    known = know_bias and _is_known(biases) and abs(bias) > LEAST_BIAS_SD * _spread(own, bias)
    scale = 1.0 / (1.0 + bias) if known and samples[0].measure_id in RELATIVE and _helps_left_out(own) else 1.0
    groups = len({sample.runner for sample in samples})
    sd = _spread(own, 0.0, scale) * student_95(groups) / NORMAL_95
    return PersistentError(len(samples), groups, bias, known, scale, sd)


def _errors(samples: Sequence[MeasureSample], scale: float = 1.0) -> NDArray[np.float64]:
    """Scaled value minus truth, as a share of the truth for lengths."""
    found = np.array([s.value for s in samples], dtype=float) * scale
    true = np.array([s.true_value for s in samples])
    return (found - true) / _unit(samples)


def _unit(samples: Sequence[MeasureSample]) -> NDArray[np.float64]:
    return np.array([s.true_value if s.measure_id in RELATIVE else 1.0 for s in samples])


def _spread(parts: list[list[MeasureSample]], centre: float, scale: float = 1.0) -> float:
    """Root of the mean over groups of the mean square error about a centre, without the steps' share."""
    squares = []
    groups = [len({s.runner for s in samples}) for samples in parts]
    for samples in parts:
        steps = np.array([s.step_error for s in samples]) * scale / _unit(samples)
        square = np.mean((_errors(samples, scale) - centre) ** 2)
        squares.append(max(square - float(np.mean(steps**2)), 0.1 * square))
    return float(np.sqrt(np.average(squares, weights=groups)))


def _group_bias(samples: Sequence[MeasureSample]) -> tuple[float, float, int]:
    """Mean over bodies or runners, its standard error, and their number."""
    errors = _errors(samples)
    runners = np.array([s.runner for s in samples])
    means = np.array([errors[runners == runner].mean() for runner in dict.fromkeys(runners)])
    spread = float(means.std(ddof=1)) / len(means) ** 0.5 if len(means) > 1 else np.inf
    return float(means.mean()), spread, len(means)


def _is_known(biases: Sequence[tuple[float, float, int]]) -> bool:
    if len({mean > 0 for mean, _, _ in biases}) > 1:
        return False
    return all(n > 2 and abs(mean) > student_95(n - 1) * error for mean, error, n in biases)


def _helps_left_out(parts: list[list[MeasureSample]]) -> bool:
    """Whether a factor from the others makes the error of each left-out body or runner smaller on the whole."""
    before, after = 0.0, 0.0
    for samples in parts:
        for group in {s.runner for s in samples}:
            rest = [s for s in samples if s.runner != group]
            left = [s for s in samples if s.runner == group]
            if not rest:
                return False
            scale = 1.0 / (1.0 + _group_bias(rest)[0])
            before += float(np.mean(_errors(left) ** 2))
            after += float(np.mean(_errors(left, scale) ** 2))
    return after < before
