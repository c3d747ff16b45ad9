"""An exercise of a plan leads to the coach with its own dose, where a camera sees enough of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model.plan import PlannedExercise
from evenstride.services.live_coach.camera_address import camera_address, coach_pages
from evenstride.services.live_coach.coached_exercise import Dose, coached_exercise
from plan_examples import RELEASE

KNOWLEDGE = load_knowledge()
SQUAT = replace(RELEASE, exercise_id="inner_quad_squat", part_id=None, sets=3, reps=8, hold_s=None)


def test_the_dose_of_the_plan_goes_along() -> None:
    assert camera_address(SQUAT, KNOWLEDGE) == "/coach/inner_quad_squat?sets=3&reps=8"
    assert (
        camera_address(replace(SQUAT, reps=None, hold_s=29.6), KNOWLEDGE) == "/coach/inner_quad_squat?sets=3&hold_s=30"
    )


def test_what_the_coach_does_not_take_is_left_to_the_exercise() -> None:
    assert camera_address(replace(SQUAT, reps=400), KNOWLEDGE) == "/coach/inner_quad_squat?sets=3"


def test_every_exercise_that_is_counted_has_a_page_and_its_basic_form_comes_first() -> None:
    pages = coach_pages(KNOWLEDGE)
    assert pages["inner_quad_squat"] == "/coach/inner_quad_squat"
    assert RELEASE.exercise_id not in pages
    for address in pages.values():
        exercise_id, _, part_id = address.removeprefix("/coach/").partition("/")
        assert coached_exercise(exercise_id, part_id or None).by == "camera"


@pytest.mark.parametrize("exercise", [RELEASE, replace(SQUAT, exercise_id="handstand")])
def test_what_no_camera_sees_leads_nowhere(exercise: PlannedExercise) -> None:
    assert camera_address(exercise, KNOWLEDGE) == ""


def test_every_form_that_a_camera_watches_opens_there() -> None:
    addresses = []
    for watch in KNOWLEDGE.form_watches.values():
        movement = KNOWLEDGE.movements[watch.movement]
        planned = replace(SQUAT, exercise_id=movement.exercise, part_id=movement.part)
        if address := camera_address(planned, KNOWLEDGE):
            addresses.append(address)
            coached = coached_exercise(movement.exercise, movement.part, dose=Dose(3, 8, None))
            assert (coached.by, coached.turns[-1].set_number) == ("camera", 3)
            assert address.startswith(f"/coach/{coached.path}?")
    assert len(addresses) == len(set(addresses)) > 5
