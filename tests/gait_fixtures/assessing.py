"""The whole side-view assessment in one call, and its measures by name."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from evenstride.gait.assess import assess_track
from evenstride.gait.track_assessment import TrackAssessment
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.knowledge import Knowledge
from evenstride.model import Measure, PoseTrack


@lru_cache(maxsize=1)
def shipped_knowledge() -> Knowledge:
    return load_knowledge()


def assess(track: PoseTrack, **options: Any) -> TrackAssessment:
    return assess_track(track, knowledge=shipped_knowledge(), source="clip-1", **options)


def measure_of(assessment: TrackAssessment, measure_id: str, side: str | None = None) -> Measure:
    return next(m for m in assessment.measures if m.id == measure_id and m.side == side)


def side_view_ids() -> set[tuple[str, str | None]]:
    """Every (id, side) that a clip from the side can carry."""
    return {
        (measure_id, side)
        for measure_id, side in every_id()
        if shipped_knowledge().measures[measure_id].is_in_a_side_view
    }


def every_id() -> set[tuple[str, str | None]]:
    """Every (id, side) that an assessment must report on, refused or not."""
    return {
        (definition.id, side)
        for definition in shipped_knowledge().measures.values()
        for side in (("left", "right") if definition.sides == "per_side" else (None,))
    }
