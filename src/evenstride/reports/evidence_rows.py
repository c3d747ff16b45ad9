"""The measures weighed for one finding on one side: a compact row each, and the reasons for doubt once for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.imbalance.running_speed import RunningSpeed, estimate_running_speed
from evenstride.imbalance.stretches import stretches_of
from evenstride.model import Finding, FindingEvidence, Measure, Step, compare_sides
from evenstride.model.drift import FatigueAssessment
from evenstride.model.gait import Side
from evenstride.reports.clip_model import LegRole, Role
from evenstride.reports.measure_rows import quantity_of, reasons_without_advice, short_name_of
from evenstride.reports.model import Doubt, EvidenceLine, EvidenceScale, SeekTo, Speaks
from evenstride.reports.numbers import time_words, to_quantity
from evenstride.reports.run.run_words import stretch_words
from evenstride.reports.scales import evidence_scale, speed_words
from evenstride.reports.wording import MEASURE_STATUS_WORDS, STRIKE_WORDS, VERDICT_WORDS, sentence

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

FRAMES_PER_EVIDENCE = 3


@dataclass(frozen=True)
class ShownClip:
    """A clip as far as evidence points into it: its number and place on the page, its steps as far as shown."""

    number: int
    place: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class RunInReport:
    """What evidence is looked up in: the measures of the run, its clips by recording id, its legs, its whole course."""

    measures: tuple[Measure, ...]
    clips: Mapping[str, ShownClip]
    legs: tuple[LegRole, ...]
    knowledge: Knowledge
    fatigue: FatigueAssessment | None = None

    def measure(self, evidence: FindingEvidence) -> Measure | None:
        """The weighed measure: of that side, else of the whole run."""
        same = [m for m in self.measures if m.id == evidence.measure_id]
        return next((m for side in (evidence.side, None) for m in same if m.side == side), None)

    @property
    def speed(self) -> RunningSpeed | None:
        """How fast the run was; None where its measures do not tell."""
        return estimate_running_speed({(measure.id, measure.side): measure for measure in self.measures})

    def role(self, side: Side | None) -> Role | None:
        """Whether that side's leg is the near one."""
        return next((leg.role for leg in self.legs if leg.side == side), None)


def evidence_lines(finding: Finding, run: RunInReport) -> tuple[EvidenceLine, ...]:
    """One row per weighed measure, in the order of the finding."""
    return tuple(_line(evidence, run) for evidence in finding.weighed)


def doubts_of(finding: Finding, run: RunInReport) -> tuple[Doubt, ...]:
    """Why weighed measures are less certain or missing: each reason once, with the measures it holds for."""
    named: dict[tuple[str, str], list[str]] = {}
    for evidence in finding.weighed:
        measure = run.measure(evidence)
        if measure is None or measure.status == "ok":
            continue
        for reason in reasons_without_advice(measure, run.knowledge):
            place = (MEASURE_STATUS_WORDS[measure.status], sentence(reason))
            named.setdefault(place, []).append(short_name_of(measure.id, run.knowledge))
    return tuple(Doubt(status, reason, tuple(names)) for (status, reason), names in named.items())


def moved_to_speed(measure_ids: Iterable[str], run: RunInReport) -> str:
    """At which speed the drawn lines of these measures hold, to stand after their source; empty where at any."""
    definitions = (run.knowledge.measures.get(measure_id) for measure_id in measure_ids)
    measured = {measure.id for measure in run.measures if measure.number is not None}
    drawn = (definition for definition in definitions if definition is not None and definition.id in measured)
    said = (speed_words(d.thresholds, run.speed) for d in drawn if d.thresholds is not None)
    return next((words for words in said if words), "")


def _line(evidence: FindingEvidence, run: RunInReport) -> EvidenceLine:
    measure = run.measure(evidence)
    quantity = None if measure is None else quantity_of(measure, run.knowledge)
    value = _difference_words(evidence, run) if quantity is None else quantity.text
    speaks: Speaks = evidence.speaks if value else "not_measured"
    return EvidenceLine(
        speaks=speaks,
        verdict=VERDICT_WORDS[speaks],
        measure_id=evidence.measure_id,
        measure=short_name_of(evidence.measure_id, run.knowledge),
        value=value,
        note=_class_note(measure, run.knowledge),
        scale=None if measure is None else _scale(measure, run),
        frames=() if quantity is None or measure is None else _frames(measure, evidence.side, run),
        stretch="" if quantity is None or run.fatigue is None else _stretch(evidence.measure_id, run.fatigue),
    )


def _stretch(measure_id: str, fatigue: FatigueAssessment) -> str:
    return stretch_words(stretches_of(measure_id, fatigue))


def _difference_words(evidence: FindingEvidence, run: RunInReport) -> str:
    """How much the sides differ, where a finding of both sides compares them; empty where it does not."""
    compared = (d for d in compare_sides(run.measures) if evidence.side is None and d.id == evidence.measure_id)
    difference = next(compared, None)
    if difference is None:
        return ""
    quantity = to_quantity(
        abs(difference.left_minus_right),
        standard_error=difference.standard_error,
        unit=difference.unit,
        decimals=run.knowledge.measures[difference.id].decimals if difference.id in run.knowledge.measures else 1,
    )
    return f"{quantity.text} apart"


def _scale(measure: Measure, run: RunInReport) -> EvidenceScale | None:
    definition = run.knowledge.measures.get(measure.id)
    if definition is None:
        return None
    same = [m for m in run.measures if m.id == measure.id]
    return evidence_scale(measure, both_sides=same, definition=definition, role=run.role(measure.side), speed=run.speed)


def _class_note(measure: Measure | None, knowledge: Knowledge) -> str:
    """What a class means, where the word for it does not say so already."""
    if measure is None or measure.value in STRIKE_WORDS or measure.id not in knowledge.measures:
        return ""
    return next((c.plain for c in knowledge.measures[measure.id].classes if c.id == measure.value), "")


def _frames(measure: Measure, side: Side | None, run: RunInReport) -> tuple[SeekTo, ...]:
    """A few places, spread over the clip that weighs most in the measure, where it can be looked at."""
    clip = run.clips.get(measure.source)
    if clip is None:
        return ()
    definition = run.knowledge.measures.get(measure.id)
    # What has no instant of its own, such as the cadence, is looked at where the foot lands.
    share = (definition and definition.seen_at_stance_frac) or 0.0
    places = [
        step.initial_contact_s + share * (step.contact_time_s or 0.0)
        for step in clip.steps
        if (side is None or step.side == side) and (share == 0.0 or step.contact_time_s is not None)
    ]
    return tuple(SeekTo(time_words(time_s), time_s, clip.number, clip.place) for time_s in _spread(places))


def _spread(places: Sequence[float]) -> Iterable[float]:
    return places[:: max(1, len(places) // FRAMES_PER_EVIDENCE)][:FRAMES_PER_EVIDENCE]
