"""Events in order, and steps whose missing parts stay missing."""

from __future__ import annotations

import pytest

from evenstride.model import GaitEvent, GaitEvents, Step
from evenstride.model.gait import SIDES, other


def event(side: str, kind: str, time_s: float) -> GaitEvent:
    return GaitEvent(side, kind, time_s, 0.01)  # type: ignore[arg-type]


FOUR = (
    event("right", "initial_contact", 0.1),
    event("right", "toe_off", 0.35),
    event("left", "initial_contact", 0.45),
    event("left", "toe_off", 0.70),
)


def test_each_side_has_another() -> None:
    assert [other(side) for side in SIDES] == ["right", "left"]


def test_events_are_chosen_by_kind_and_side() -> None:
    events = GaitEvents(FOUR, "by hand")
    assert [e.time_s for e in events.of("initial_contact")] == [0.1, 0.45]
    assert [e.time_s for e in events.of("toe_off", "left")] == [0.70]
    assert (len(events), tuple(events)) == (4, FOUR)


def test_events_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order of time"):
        GaitEvents(FOUR[::-1], "by hand")


def step(**changes) -> Step:
    fields = {
        "side": "right",
        "initial_contact_s": 1.0,
        "toe_off_s": 1.25,
        "next_contact_s": 1.35,
        "next_same_contact_s": 1.70,
        "contact_uncertainty_s": 0.01,
    } | changes
    return Step(**fields)


def test_times_of_a_whole_step() -> None:
    whole = step()
    assert whole.contact_time_s == pytest.approx(0.25)
    assert whole.flight_time_s == pytest.approx(0.10)
    assert whole.step_time_s == pytest.approx(0.35)
    assert whole.stride_time_s == pytest.approx(0.70)


@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ("toe_off_s", {"contact_time_s", "flight_time_s"}),
        ("next_contact_s", {"flight_time_s", "step_time_s"}),
        ("next_same_contact_s", {"stride_time_s"}),
    ],
)
def test_a_missing_instant_leaves_the_times_that_need_it_unknown(missing: str, unknown: set[str]) -> None:
    cut = step(**{missing: None})
    for name in ("contact_time_s", "flight_time_s", "step_time_s", "stride_time_s"):
        assert (getattr(cut, name) is None) == (name in unknown), name
