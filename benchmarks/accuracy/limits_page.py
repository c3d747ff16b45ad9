"""The numbers in ``docs/explanation/limits.md``: a section in plain words, written from the same run as the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.accuracy.lab_rear import AGAINST_MARKS, CONDITIONS
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.measure_tables import MEASURE_GROUPS, covered_share
from benchmarks.accuracy.results import Results
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema import MeasureDefinition
from evenstride.model.measure import MeasureStatus

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NEAR, FAR, BOTH = "near", "far", "both"
TAPED = next(condition.name for condition in CONDITIONS if condition.tape)
UNITS = {"deg": "°", "%": " %", "ms": " ms", "cm": " cm", "m": " m", "steps/min": " steps/min"}
ORDER = tuple(measure for ids in MEASURE_GROUPS.values() for measure in ids)
#: Frame rates phones offer.
RATES = (30.0, 60.0, 120.0, 240.0)


def write_limits(page: Path, results: Results) -> None:
    """Replace what stands between the two marks of the page; without them the page is left alone."""
    text = page.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        return
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text(f"{before}{BEGIN}\n{measured_section(results)}{END}{after}", encoding="utf-8")


def measured_section(results: Results) -> str:
    """How good each number is, from the side and from behind, and what is refused."""
    lines = ["", *_side_lines(results.side_left_one_out), *_rear_lines(results.rear_samples), ""]
    return "\n".join(lines)


def _side_lines(samples: Sequence[MeasureSample]) -> Iterator[str]:
    if not samples:
        return
    share = 100 * covered_share(samples)
    n = sum(s.is_covered is not None for s in samples)
    yield (
        "From the side. *Good to* is the half-width of the 95 % interval that the report states for a ten-second clip, "
        f"on runners and bodies that were not used to set it; of {n} such intervals {share:.0f} % held the truth. "
        "Refused below, careful below: pictures a second."
    )
    yield from ("", "| Measure | Near leg good to | Far leg good to | Refused below | Careful below | Known to read |")
    yield "| --- | --- | --- | --- | --- | --- |"
    definitions = load_knowledge().measures
    for measure_id in _in_order(samples):
        definition = definitions[measure_id]
        own = [s for s in samples if s.measure_id == measure_id]
        near, far = (_half_width([s for s in own if s.leg in (leg, BOTH)], definition) for leg in (NEAR, FAR))
        cells = (definition.short_name, near, far, *_rates(definition), _known_bias(own, definition))
        yield "| " + " | ".join(cells) + " |"
    yield ""


def _rear_lines(samples: Sequence[MeasureSample]) -> Iterator[str]:
    """One row per measure; how well the stated intervals held is said beside them, because here some do not."""
    if not samples:
        return
    yield (
        "From behind. *Tape*: two marks on the dimples at the back of the pelvis, and upright lines in the room that "
        "show how the camera was turned. *Held the truth*: share of those 95 % intervals that did, on laboratory runs "
        "and rendered clips."
    )
    yield from ("", "| Measure | Without tape good to | With tape good to | Held the truth | If refused, because |")
    yield "| --- | --- | --- | --- | --- |"
    definitions = load_knowledge().measures
    for measure_id in _in_order(samples):
        definition = definitions[measure_id]
        own = [s for s in samples if s.measure_id == measure_id and s.condition != AGAINST_MARKS]
        if "rear" not in definition.views:
            continue
        bare, taped = ([s for s in own if (s.condition == TAPED) == is_taped] for is_taped in (False, True))
        share = covered_share(own)
        held = f"{100 * share:.0f} %" if np.isfinite(share) else "-"
        cells = (*(_half_width(part, definition) for part in (bare, taped)), held, _usual_reason(own))
        yield "| " + " | ".join((definition.short_name, *cells)) + " |"


def _usual_reason(samples: Sequence[MeasureSample]) -> str:
    """The reason given most often where at least half was refused; single clips have reasons of their own."""
    reasons = Counter(s.reason.split(". ")[0] for s in samples if s.value is None)
    if 2 * reasons.total() < len(samples):
        return "-"
    return reasons.most_common(1)[0][0] + "."


def _in_order(samples: Sequence[MeasureSample]) -> list[str]:
    present = {s.measure_id for s in samples}
    return [measure_id for measure_id in ORDER if measure_id in present]


def _half_width(samples: Sequence[MeasureSample], definition: MeasureDefinition) -> str:
    stated = [s.standard_error for s in samples if s.standard_error is not None]
    if not stated:
        return "-"
    width = 1.96 * float(np.mean(stated))
    number = f"{width:.2f}" if width < 1 else f"{width:.1f}" if width < 10 else f"{width:.0f}"
    return f"± {number}{UNITS.get(definition.unit, ' ' + definition.unit)}"


def _rates(definition: MeasureDefinition) -> tuple[str, str]:
    standing: dict[float, MeasureStatus] = {fps: definition.standing_at_fps(fps) for fps in RATES}
    refused = [fps for fps, status in standing.items() if status == "refused"]
    careful = [fps for fps, status in standing.items() if status == "low_confidence"]
    lowest_given = min((fps for fps in RATES if fps not in refused), default=float("nan"))
    lowest_ok = min((fps for fps in RATES if fps not in refused and fps not in careful), default=float("nan"))
    return (f"{lowest_given:.0f}" if refused else "-", f"{lowest_ok:.0f}" if careful else "-")


def _known_bias(samples: Sequence[MeasureSample], definition: MeasureDefinition) -> str:
    from evenstride.gait.keypoint_habits import habits_of

    habits = habits_of("blazepose")
    found = [
        f"{leg} leg about {abs(bias):.0f}{UNITS.get(definition.unit, '')} {'low' if bias < 0 else 'high'}"
        for leg in (NEAR, FAR)
        if (bias := habits.known_bias(definition.id, "near" if leg == NEAR else "far")) is not None
    ]
    scale = habits.scale(definition.id)
    if scale != 1.0:
        found.append(f"{100 * (1 - 1 / scale):.0f} % low, taken off")
    return "; ".join(found) if found and samples else "-"
