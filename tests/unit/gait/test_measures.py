"""What measures of every view share: which view carries what, and refusals."""

from __future__ import annotations

import pytest

from evenstride.gait.measures import reason_against_view, refused_measures
from gait_fixtures.assessing import every_id, shipped_knowledge


@pytest.mark.parametrize(
    ("measure_id", "view", "words"),
    [
        ("overstride", "side", None),
        ("overstride", "rear", "Seen from the side only."),
        ("contact_time", "front", "Seen from the side only."),
        ("cadence", "rear", None),
        ("pelvic_drop", "side", "Seen from behind or in front only."),
        ("pelvic_drop", "front", None),
        ("heel_eversion", "front", "Seen from behind only."),
        ("vertical_oscillation", "front", "Seen from the side or behind only."),
        ("contact_time_drift", "rear", "Needs the whole run."),
    ],
)
def test_a_measure_is_refused_where_its_view_is_another_and_that_view_is_named(
    measure_id: str, view: str, words: str | None
) -> None:
    definition = shipped_knowledge().measures[measure_id]
    reason = reason_against_view(definition, view)
    assert reason == (None if words is None else f"{words} {definition.how_to_film}")


def test_one_reason_refuses_everything() -> None:
    refused = refused_measures(knowledge=shipped_knowledge(), source="clip-1", reason="Nobody ran.")
    assert {(m.id, m.side) for m in refused} == every_id()
    assert {(m.status, m.value, m.reasons) for m in refused} == {("refused", None, ("Nobody ran.",))}
