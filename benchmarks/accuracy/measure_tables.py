"""Measures beside their truth as tables: how far off, what was stated, and whether the stated intervals hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.score import summarise_differences
from benchmarks.accuracy.table import Table, limits, percent, plain, signed

#: Measures that share a source of error.
MEASURE_GROUPS: dict[str, tuple[str, ...]] = {
    "times": ("cadence", "step_time", "contact_time", "flight_time", "duty_factor"),
    "knee, hip and shin": (
        "knee_flexion_ic",
        "knee_flexion_peak_stance",
        "hip_extension_late_stance",
        "tibia_angle_loading",
    ),
    "foot at landing": ("foot_inclination_ic",),
    "trunk": ("trunk_lean", "lateral_trunk_lean"),
    "lengths": ("overstride", "vertical_oscillation", "step_length", "base_of_support"),
    "pelvis and knee from behind": ("pelvic_drop", "hip_adduction", "knee_window", "fppa_running"),
    "foot from behind": ("foot_progression", "heel_eversion"),
}
COLUMNS = (
    "Measure",
    "Leg",
    "Filmed",
    "Clips",
    "Refused",
    "Low confidence",
    "Bias",
    "RMSE",
    "MAE",
    "r",
    "95 % limits",
    "Mean stated SE",
    "Covered %",
)
#: Fewer values than this have no correlation worth printing.
LEAST_FOR_CORRELATION = 5


def measure_table(samples: Sequence[MeasureSample], *, title: str, about: str, group: str) -> Table:
    """One row per measure, leg and way of filming; the page leaves out rows in which everything was refused."""
    keys = dict.fromkeys((s.measure_id, s.leg, _filmed(s)) for s in samples)
    order = [measure for group_ids in MEASURE_GROUPS.values() for measure in group_ids]
    ranked = sorted(keys, key=lambda key: (order.index(key[0]) if key[0] in order else len(order), key))
    rows = [_row(key, [s for s in samples if (s.measure_id, s.leg, _filmed(s)) == key]) for key in ranked]
    shown = [row for row in rows if row[3] != row[4]]
    return Table(title, about, COLUMNS, tuple(rows), group, tuple(shown))


def coverage_table(samples: Sequence[MeasureSample], *, title: str, about: str, group: str) -> Table:
    """Share of stated 95 % intervals that hold the truth, by group of measures and leg, rendered and laboratory."""
    rows = []
    everything = tuple(measure for group_ids in MEASURE_GROUPS.values() for measure in group_ids)
    for name, ids in (*MEASURE_GROUPS.items(), ("all", everything)):
        for leg in ("near", "far", "left", "right", "both", "any leg"):
            own = [s for s in samples if s.measure_id in ids and leg in (s.leg, "any leg") and s.is_covered is not None]
            if own and (leg != "any leg" or len({s.leg for s in own}) > 1):
                shares = [_covered(own, which) for which in (None, "rendered", "lab")]
                rows.append((name, leg, str(len(own)), *shares, percent(_covered_by_group(own))))
    columns = ("Measures", "Leg", "Intervals", "Covered %", "rendered %", "laboratory %", "By body and runner %")
    return Table(title, about, columns, tuple(rows), group)


def covered_share(samples: Iterable[MeasureSample]) -> float:
    """Share of intervals that hold the truth; NaN without any."""
    inside = [s.is_covered for s in samples if s.is_covered is not None]
    return float(np.mean(inside)) if inside else float("nan")


def refusal_table(samples: Sequence[MeasureSample], *, title: str, about: str, group: str) -> Table:
    """What was refused, how often, and in which words."""
    counted: dict[tuple[str, str, str], int] = {}
    for sample in samples:
        if sample.value is None:
            key = (sample.measure_id, _filmed(sample), _first_sentence(sample.reason))
            counted[key] = counted.get(key, 0) + 1
    total = {(m, f): sum((s.measure_id, _filmed(s)) == (m, f) for s in samples) for m, f, _ in counted}
    rows = [
        (measure, filmed, f"{count} of {total[measure, filmed]}", reason)
        for (measure, filmed, reason), count in sorted(counted.items())
    ]
    return Table(title, about, ("Measure", "Filmed", "Refused", "Reason"), tuple(rows), group)


def repeat_table(samples: Sequence[MeasureSample], halves: Sequence[MeasureSample], *, group: str) -> Table:
    """Differences of two recordings of one run against the smallest detectable change that was stated."""
    rows = []
    kinds: tuple[tuple[str, Callable[[], Iterator[tuple[MeasureSample, MeasureSample]]]], ...] = (
        ("two cameras", lambda: pairs_of_recordings(samples)),
        ("two stretches, one camera", lambda: _pairs_in_order(halves)),
    )
    for kind, pairs in kinds:
        by_measure: dict[str, list[tuple[float, bool]]] = {}
        for first, second in pairs():
            difference = abs(_change(second) - _change(first))
            by_measure.setdefault(first.measure_id, []).append((difference, difference <= detectable(first, second)))
        rows += [
            (measure, kind, str(len(own)), plain(float(np.mean([d for d, _ in own]))), percent(_mean_true(own)))
            for measure, own in by_measure.items()
        ]
        everything = [pair for own in by_measure.values() for pair in own]
        rows.append(("all", kind, str(len(everything)), "", percent(_mean_true(everything))))
    about = (
        "The same laboratory run filmed twice: by two cameras with errors of their own (another place, frame rate and "
        "stretch of the run, the leg near to one often far from the other), and two halves of one film. Share of "
        "differences, the run's own true change taken off, below the smallest detectable change (root of the mean of "
        "both films' squares); 95 % or more are promised."
    )
    columns = ("Measure", "Filmed twice by", "Pairs", "Mean difference", "Below the detectable change %")
    shown = tuple(row for row in rows if row[0] == "all")
    return Table("Smallest detectable change", about, columns, tuple(rows), group, shown)


def pairs_of_recordings(samples: Sequence[MeasureSample]) -> Iterator[tuple[MeasureSample, MeasureSample]]:
    """The same measure and side of one run at two neighbouring frame rates."""
    by_run: dict[tuple[str, str, object], list[MeasureSample]] = {}
    for sample in samples:
        if sample.material == "lab" and sample.standard_error is not None:
            by_run.setdefault((sample.clip.rsplit(" ", 1)[0], sample.measure_id, sample.side), []).append(sample)
    for own in by_run.values():
        yield from pairwise(own)


def detectable(first: MeasureSample, second: MeasureSample) -> float:
    """Smallest detectable change between two films, from both their standard errors."""
    return 1.96 * float(np.hypot(first.standard_error or 0.0, second.standard_error or 0.0))


def _pairs_in_order(samples: Sequence[MeasureSample]) -> Iterator[tuple[MeasureSample, MeasureSample]]:
    by_run: dict[tuple[str, str, object], list[MeasureSample]] = {}
    for sample in samples:
        if sample.standard_error is not None:
            by_run.setdefault((sample.clip, sample.measure_id, sample.side), []).append(sample)
    yield from ((own[0], own[1]) for own in by_run.values() if len(own) == 2)


def _change(sample: MeasureSample) -> float:
    return sample.error if sample.error is not None else float("nan")


def _row(key: tuple[str, str, str], samples: list[MeasureSample]) -> tuple[str, ...]:
    given = [s for s in samples if s.error is not None]
    agreement = summarise_differences(s.error for s in given if s.error is not None)
    stated = [s.standard_error for s in given if s.standard_error is not None]
    counts = (len(samples), len(samples) - len(given), sum(s.status == "low_confidence" for s in given))
    return (
        *key,
        *(str(count) for count in counts),
        signed(agreement.bias),
        plain(agreement.rmse),
        plain(agreement.mae),
        _correlation(given),
        limits(agreement),
        plain(float(np.mean(stated))) if stated else "-",
        percent(covered_share(given)),
    )


def _correlation(samples: Sequence[MeasureSample]) -> str:
    if len(samples) < LEAST_FOR_CORRELATION:
        return "-"
    found, true = np.array([(s.value, s.true_value) for s in samples], dtype=float).T
    return f"{np.corrcoef(found, true)[0, 1]:.2f}" if found.std() > 0 and true.std() > 0 else "-"


def _filmed(sample: MeasureSample) -> str:
    where = "rendered" if sample.material == "rendered" else "laboratory"
    return f"{where}, {sample.condition}" if sample.condition else where


def _covered(samples: Sequence[MeasureSample], material: str | None) -> str:
    return percent(covered_share(s for s in samples if material in (None, s.material)))


def _covered_by_group(samples: Sequence[MeasureSample]) -> float:
    """Mean over bodies and runners of each one's share."""
    return float(np.mean([covered_share(s for s in samples if s.runner == one) for one in {s.runner for s in samples}]))


def _mean_true(pairs: Sequence[tuple[float, bool]]) -> float:
    return float(np.mean([inside for _, inside in pairs])) if pairs else float("nan")


def _first_sentence(text: str) -> str:
    """Numbers left out, so that the same reason counts once."""
    return re.sub(r"\d+(\.\d+)?", "..", text.split(". ")[0].rstrip(".")) + "." if text else "-"
