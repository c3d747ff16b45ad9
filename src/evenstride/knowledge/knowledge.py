"""The knowledge as the rest of the house uses it: frozen, by id, plain attribute access."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.knowledge.schema import (
        Claim,
        Cue,
        Exercise,
        FadeSign,
        FindingDefinition,
        FormWatch,
        Injury,
        LoadRule,
        MeasureDefinition,
        Movement,
        Muscle,
        PlanRule,
        Publication,
        RedFlag,
        Screen,
        ScreenMovement,
        ScreenProtocol,
    )
    from evenstride.knowledge.schema.base import Listed, Sourced, Status


@dataclass(frozen=True)
class Knowledge:
    """All entries by id, in the order of the files. Mappings cannot be changed."""

    version: str
    measures: Mapping[str, MeasureDefinition]
    findings: Mapping[str, FindingDefinition]
    muscles: Mapping[str, Muscle]
    injuries: Mapping[str, Injury]
    exercises: Mapping[str, Exercise]
    screens: Mapping[str, Screen]
    red_flags: Mapping[str, RedFlag]
    cues: Mapping[str, Cue]
    movements: Mapping[str, Movement]
    form_watches: Mapping[str, FormWatch]
    screen_protocols: Mapping[str, ScreenProtocol]
    screen_movements: Mapping[str, ScreenMovement]
    plan_rules: Mapping[str, PlanRule]
    fade_signs: Mapping[str, FadeSign]
    load_rules: Mapping[str, LoadRule]
    claims: Mapping[str, Claim]
    references: Mapping[str, Publication]

    def status_of(self, number: Sourced) -> Status:
        """Whether a number or statement is published, to be checked, or internal (the article, ours, derived)."""
        return number.status or self.references[number.source].status

    def short_source(self, number: Sourced) -> str:
        """How a report names the source of a number, e.g. ``our default`` or ``Souza 2016``."""
        return self.references[number.source].short

    def findings_from(self, measure_id: str) -> tuple[FindingDefinition, ...]:
        """The findings that rest on a measure."""
        return tuple(finding for finding in self.findings.values() if measure_id in finding.measure_ids)

    def measures_behind(self, exercise_id: str) -> tuple[str, ...]:
        """The measures that lead to an exercise, through the findings it answers."""
        behind = (self.findings[finding].measure_ids for finding in self.exercises[exercise_id].findings)
        return tuple(dict.fromkeys(measure for ids in behind for measure in ids))

    def of_kind(self, kind: str) -> Mapping[str, Listed]:
        """The entries of one kind, named in the singular, e.g. ``measure`` or ``red_flag``."""
        entries: Mapping[str, Listed] = getattr(self, COLLECTION_OF_KIND[kind])
        return entries


#: Kind of entry -> the attribute, the file and the top-level key that hold it.
COLLECTION_OF_KIND: Mapping[str, str] = {
    "measure": "measures",
    "finding": "findings",
    "muscle": "muscles",
    "injury": "injuries",
    "exercise": "exercises",
    "screen": "screens",
    "red_flag": "red_flags",
    "cue": "cues",
    "movement": "movements",
    "form_watch": "form_watches",
    "screen_protocol": "screen_protocols",
    "screen_movement": "screen_movements",
    "plan_rule": "plan_rules",
    "fade_sign": "fade_signs",
    "load_rule": "load_rules",
    "claim": "claims",
    "reference": "references",
}
