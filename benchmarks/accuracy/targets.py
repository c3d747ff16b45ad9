"""The first table of the page: each target, what was reached, and whether that meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.camera_tilt import TiltRow
from benchmarks.accuracy.lab import OURS, LabScores
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.measure_tables import MEASURE_GROUPS, covered_share
from benchmarks.accuracy.rendered import RenderedScores
from benchmarks.accuracy.results import Results
from benchmarks.accuracy.score import summarise_differences
from benchmarks.accuracy.side_identity import SideIdentityRow
from benchmarks.accuracy.table import Table

MS = 1000.0
KINDS = (("initial_contact", "contact"), ("toe_off", "toe-off"))
FAST_RATES = ("120 fps", "240 fps")
MOST_FAR_OVER_NEAR = 1.5
COVERAGE = (0.90, 0.98)


@dataclass(frozen=True)
class Target:
    """What was asked, what came, of how many, and whether it is met; None where it was not measured or refused."""

    what: str
    asked: str
    reached: str
    n: int
    met: bool | None


def targets_table(results: Results) -> Table:
    """Every target that this benchmark can judge from the parts that were run."""
    targets = list(_targets(results))
    words = {True: "yes", False: "**no**", None: "refused"}
    return Table(
        "Targets and what was reached",
        "Laboratory: projected markers with the pose model's error, force plates or markers as truth, every runner "
        "scored by nets that never saw him or her. Rendered: video in, exact figure as truth. Refused: the product "
        "gives no number there and says what would help.",
        ("What", "Target", "Reached", "n", "Met"),
        tuple((t.what, t.asked, t.reached, str(t.n), words[t.met]) for t in targets),
    )


def _targets(results: Results) -> Iterator[Target]:
    if results.lab is not None:
        yield from _event_targets(results.lab, FAST_RATES, (8.0, 8.0, 12.0), most_bias=2.0)
        yield from _event_targets(results.lab, ("60 fps",), (12.0, 12.0, 15.0), most_bias=None)
        yield _mean_target(results.lab)
        yield _far_target(results.lab)
    if results.rendered is not None:
        yield from _strike_targets(results.rendered, results.side_samples)
        yield from _curve_targets(results.rendered)
    yield from _rear_targets(results.rear_samples)
    if results.tilt:
        yield _tilt_target(results.tilt)
    if results.identity:
        yield _identity_target(results.identity)
    if results.side_left_one_out:
        yield from _coverage_targets(results.side_left_one_out)
    if results.rear_samples:
        yield _coverage_target("stated 95 % intervals that hold the truth, from behind", results.rear_samples)


def _event_targets(
    lab: LabScores, rates: Sequence[str], most_ms: tuple[float, float, float], *, most_bias: float | None
) -> Iterator[Target]:
    where = f"near leg, {' and '.join(rates)}"
    for (kind, name), limit in zip(KINDS, most_ms, strict=False):
        differences = [MS * d for rate in rates for d in _matched(lab, (rate, OURS, "near", kind))]
        yield _rmse_target(f"{name} against force plates, {where}", differences, limit, most_bias)
    times = [MS * d for rate in rates for d in lab.contact_times.get((rate, OURS, "near"), [])]
    yield _rmse_target(f"contact time, single contacts, {where}", times, most_ms[2], most_bias)


def _rmse_target(what: str, differences_ms: Sequence[float], limit: float, most_bias: float | None) -> Target:
    found = summarise_differences(differences_ms)
    asked = f"RMSE <= {limit:.0f} ms" + ("" if most_bias is None else f", bias <= {most_bias:.0f} ms")
    met = found.rmse <= limit and (most_bias is None or abs(found.bias) <= most_bias)
    return Target(what, asked, f"RMSE {found.rmse:.1f}, bias {found.bias:+.1f} ms", found.n, met)


def _mean_target(lab: LabScores) -> Target:
    means = np.abs([MS * d for d in lab.clip_means.get(("60 fps", OURS, "near"), [])])
    inside = float(np.mean(means <= 6.0)) if len(means) else float("nan")
    reached = f"{100 * inside:.0f} % of clips within 6 ms, RMSE {np.sqrt(np.mean(means**2)):.1f} ms"
    return Target("contact time, mean of a clip's leg, 60 fps", "within 6 ms", reached, len(means), inside >= 0.95)


def _far_target(lab: LabScores) -> Target:
    ratios = {}
    for rate in ("60 fps", *FAST_RATES):
        for kind, name in KINDS:
            near, far = (summarise_differences(_matched(lab, (rate, OURS, leg, kind))) for leg in ("near", "far"))
            ratios[f"{name}, {rate}"] = far.rmse / near.rmse if near.n and far.n else float("nan")
    worst = max(ratios, key=lambda name: ratios[name])
    reached = f"at most {ratios[worst]:.2f} x ({worst})"
    return Target("far leg over near leg, RMSE", "<= 1.5 x", reached, len(ratios), ratios[worst] <= MOST_FAR_OVER_NEAR)


def _strike_targets(rendered: RenderedScores, samples: Sequence[MeasureSample]) -> Iterator[Target]:
    for leg in ("near", "far"):
        errors = _errors(samples, "foot_inclination_ic", leg, material="rendered")
        mae = float(np.mean(np.abs(errors))) if errors else float("nan")
        what = f"foot strike angle, {leg} leg, rendered"
        yield Target(what, "MAE <= 2.5 deg", f"MAE {mae:.1f} deg", len(errors), mae <= 2.5 if errors else None)
    sure = [(found, true) for _, found, true in rendered.strikes if true != "near a limit"]
    named = [(found, true) for found, true in sure if found not in ("uncertain", "refused")]
    kappa = cohen_kappa(named)
    reached = f"kappa {kappa:.2f} of {len(named)} named, {len(sure) - len(named)} of {len(sure)} left uncertain"
    yield Target(
        "foot strike class away from the limits, rendered", "kappa >= 0.85", reached, len(named), bool(kappa >= 0.85)
    )


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Agreement beyond chance (Cohen 1960, doi 10.1177/001316446002000104) of (found, true); NaN without pairs.

    Examples
    --------
    >>> cohen_kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    0.5
    """
    if not pairs:
        return float("nan")
    n = len(pairs)
    agreed = sum(found == true for found, true in pairs) / n
    names = {name for pair in pairs for name in pair}
    chance = sum(sum(f == name for f, _ in pairs) * sum(t == name for _, t in pairs) for name in names) / n**2
    return 1.0 if chance == 1.0 else (agreed - chance) / (1.0 - chance)


def _curve_targets(rendered: RenderedScores) -> Iterator[Target]:
    for curve, leg, name, limit in (
        ("knee_flexion", "near", "knee flexion", 3.0),
        ("trunk_lean", "both", "trunk lean", 1.5),
    ):
        mae = rendered.curves.get((curve, leg), [])
        mean = float(np.mean(mae)) if mae else float("nan")
        reached = f"MAE {mean:.1f} deg, worst clip {max(mae, default=float('nan')):.1f}"
        yield Target(
            f"{name} over the stride, side, rendered", f"MAE <= {limit:g} deg", reached, len(mae), mean <= limit
        )


def _rear_targets(samples: Sequence[MeasureSample]) -> Iterator[Target]:
    wanted = (("pelvic_drop", "pelvic drop", 1.5), ("fppa_running", "knee frontal angle", 2.0))
    for measure_id, name, limit in (*wanted, ("lateral_trunk_lean", "lateral trunk lean", 1.0)):
        own = [s for s in samples if s.measure_id == measure_id]
        for filmed in dict.fromkeys((s.material, s.condition) for s in own):
            yield _rear_target(
                f"{name} from behind, {_place(*filmed)}", [s for s in own if (s.material, s.condition) == filmed], limit
            )


def _rear_target(what: str, samples: Sequence[MeasureSample], limit: float) -> Target:
    given = [s for s in samples if s.error is not None]
    asked = f"MAE <= {limit:g} deg and r >= 0.9, or refused"
    if not given:
        return Target(what, asked, f"refused in all {len(samples)}", len(samples), None)
    mae = float(np.mean([abs(s.error) for s in given if s.error is not None]))
    found, true = np.array([(s.value, s.true_value) for s in given], dtype=float).T
    r = float(np.corrcoef(found, true)[0, 1]) if len(given) > 2 else float("nan")
    reached = f"MAE {mae:.1f} deg, r {r:.2f}, refused {len(samples) - len(given)} of {len(samples)}"
    return Target(what, asked, reached, len(given), bool(mae <= limit and r >= 0.9))


def _tilt_target(rows: Sequence[TiltRow]) -> Target:
    """How far what the scene does not show of a turn would move the pelvis's tilt: degree for degree."""
    left = {(row.clip, row.turned_deg): row.roll_deg - row.true_roll_deg for row in rows if row.roll_deg is not None}
    turned = [key for key in left if abs(key[1]) == 5.0 and (key[0], 0.0) in left]
    moved = [abs(left[key] - left[key[0], 0.0]) for key in turned]
    asked = sum(abs(row.turned_deg) == 5.0 for row in rows)
    largest = max(moved, default=float("nan"))
    reached = f"largest {largest:.2f} deg; the scene tells in {len(moved)} of {asked}, else refused"
    what = "pelvic drop moved by a camera roll of 5 deg, rendered scenes"
    return Target(what, "< 1 deg", reached, len(moved), largest < 1.0 if moved else None)


def _identity_target(rows: Sequence[SideIdentityRow]) -> Target:
    kept = [row for row in rows if not row.refused]
    mean, worst = 100 * float(np.mean([row.after for row in kept])), 100 * max(row.after for row in kept)
    reached = f"mean {mean:.2f} %, worst clip {worst:.1f} %, refused {len(rows) - len(kept)} of {len(rows)}"
    what = "mis-sided pictures after repair, 0 to 20 % exchanged on purpose"
    return Target(what, "< 0.5 %", reached, len(rows), mean < 0.5)


def _coverage_targets(samples: Sequence[MeasureSample]) -> Iterator[Target]:
    for leg in ("near", "far", "both"):
        yield _coverage_target(
            f"stated 95 % intervals that hold the truth, {leg}", [s for s in samples if s.leg == leg]
        )
    for name, ids in MEASURE_GROUPS.items():
        own = [s for s in samples if s.measure_id in ids]
        if own:
            yield _coverage_target(f"the same, {name}", own)


def _coverage_target(what: str, samples: Sequence[MeasureSample]) -> Target:
    share = covered_share(samples)
    n = sum(s.is_covered is not None for s in samples)
    return Target(what, "90 to 98 %", f"{100 * share:.1f} %", n, COVERAGE[0] <= share <= COVERAGE[1])


def _matched(lab: LabScores, key: tuple[str, ...]) -> Iterable[float]:
    matches = lab.events.matches.get(key)
    return () if matches is None else matches.differences_s


def _errors(samples: Sequence[MeasureSample], measure_id: str, leg: str, *, material: str) -> list[float]:
    own = (s for s in samples if (s.measure_id, s.leg, s.material) == (measure_id, leg, material))
    return [s.error for s in own if s.error is not None]


def _place(material: str, condition: str) -> str:
    where = "rendered" if material == "rendered" else "laboratory"
    return f"{where}, {condition}" if condition else where
