"""Steps from events made by hand: right foot at 0.0, left at 0.35, and so on."""

from __future__ import annotations

import pytest

from evenstride.gait.contact.steps import assemble_steps
from evenstride.model import GaitEvent, GaitEvents
from evenstride.model.gait import Side
from gait_fixtures.synthetic_runner import RUNNER


def events(*items: tuple[Side, str, float]) -> GaitEvents:
    kinds = {"contact": "initial_contact", "off": "toe_off"}
    made = [GaitEvent(side, kinds[kind], time_s, 0.01) for side, kind, time_s in items]  # type: ignore[arg-type]
    return GaitEvents(tuple(sorted(made, key=lambda event: event.time_s)), "by hand")


RIGHT_0, LEFT_1, RIGHT_2 = ("right", "contact", 0.0), ("left", "contact", 0.35), ("right", "contact", 0.70)
OFF_0, OFF_1 = ("right", "off", 0.25), ("left", "off", 0.60)


def test_every_time_of_a_whole_step_is_known() -> None:
    step = assemble_steps(events(RIGHT_0, OFF_0, LEFT_1, OFF_1, RIGHT_2))[0]
    assert step.side == "right"
    assert step.contact_time_s == pytest.approx(0.25)
    assert step.flight_time_s == pytest.approx(0.10)
    assert step.step_time_s == pytest.approx(0.35)
    assert step.stride_time_s == pytest.approx(0.70)
    assert (step.contact_uncertainty_s, step.toe_off_uncertainty_s) == (0.01, 0.01)


def test_the_last_steps_know_only_what_the_clip_shows() -> None:
    *_, left, right = assemble_steps(events(RIGHT_0, OFF_0, LEFT_1, OFF_1, RIGHT_2))
    assert (left.step_time_s, left.stride_time_s) == (pytest.approx(0.35), None)
    assert (right.toe_off_s, right.next_contact_s, right.contact_time_s, right.flight_time_s) == (None,) * 4


def test_a_missing_contact_is_not_borrowed_from_a_later_step() -> None:
    right, later = assemble_steps(events(RIGHT_0, OFF_0, RIGHT_2))
    assert right.next_contact_s is None
    assert right.step_time_s is None
    assert right.flight_time_s is None
    assert right.stride_time_s is None
    assert right.contact_time_s == pytest.approx(0.25)
    assert later.side == "right"


def test_two_contacts_of_one_foot_in_a_row_are_no_step_however_close() -> None:
    first, *_ = assemble_steps(events(RIGHT_0, OFF_0, ("right", "contact", 0.6), ("left", "contact", 0.9)))
    assert (first.next_contact_s, first.next_same_contact_s) == (None, None)


def test_a_missing_toe_off_is_not_borrowed_from_the_next_stance() -> None:
    first, *_ = assemble_steps(events(RIGHT_0, LEFT_1, OFF_1, RIGHT_2, ("right", "off", 0.95)))
    assert first.toe_off_s is None
    assert first.flight_time_s is None
    assert first.step_time_s == pytest.approx(0.35)


def test_contacts_too_far_apart_are_not_neighbours() -> None:
    first, _ = assemble_steps(events(RIGHT_0, OFF_0, ("left", "contact", 0.66)))
    assert first.next_contact_s is None


def test_strides_too_long_are_not_strides() -> None:
    first, *_ = assemble_steps(events(RIGHT_0, ("left", "contact", 0.64), ("right", "contact", 1.31)))
    assert first.step_time_s == pytest.approx(0.64)
    assert first.stride_time_s is None


def test_a_toe_off_before_the_first_contact_belongs_to_no_step() -> None:
    (step,) = assemble_steps(events(("right", "off", 0.1), ("right", "contact", 0.5)))
    assert step.toe_off_s is None


def test_walking_overlaps_and_has_no_flight() -> None:
    first, *_ = assemble_steps(events(RIGHT_0, ("left", "contact", 0.5), ("right", "off", 0.62)))
    assert first.flight_time_s == pytest.approx(-0.12)


def test_no_events_give_no_steps() -> None:
    assert assemble_steps(events()) == ()


def test_a_whole_run_gives_one_step_per_contact_in_order() -> None:
    exact = RUNNER.events(5.0)
    steps = assemble_steps(exact)
    assert [step.initial_contact_s for step in steps] == [e.time_s for e in exact.of("initial_contact")]
    assert all(step.step_time_s == pytest.approx(60 / 170) for step in steps[:-1])
    assert all(step.contact_time_s == pytest.approx(0.25) for step in steps[:-1])
