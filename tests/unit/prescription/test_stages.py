"""Doses by week, and minutes known by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model.plan import PlannedExercise
from evenstride.prescription.stages import (
    CHANGE_OVER_S,
    WeekDose,
    dose_minutes,
    planned_minutes,
    repetition_phases,
    week_doses,
)

SQUAT = WeekDose(None, 3, 10, None, None, 60.0, "2 s down, 1 s up", "")
BRIDGE = "kegel_ball_squeeze/bridge"


@pytest.mark.parametrize(
    ("dose", "sides", "minutes"),
    [
        (SQUAT, "both_at_once", 4.0),  # 3 x 30 s + 2 x 60 s + 30 s
        (SQUAT, "each_side", 5.5),  # 6 x 30 s + 2 x 60 s + 30 s
        (SQUAT, "left_more", 7.0),  # 7 x 30 s + 3 x 60 s + 30 s
        (replace(SQUAT, hold_s=2.0), "both_at_once", 5.0),
        (replace(SQUAT, tempo="slowly"), "both_at_once", 4.0),  # 3 s where no tempo is stated
        (WeekDose(None, 4, None, None, 30.0, None, "", ""), "each_side", 4.5),
        (WeekDose(None, 1, None, None, 30.0, 15.0, "2 s a pass", ""), "both_at_once", 1.0),
    ],
)
def test_minutes_follow_the_formula(dose, sides, minutes):
    assert dose_minutes(dose, sides) == minutes


def test_each_week_takes_its_stage(small):
    doses = week_doses(small.exercises["kegel_ball_squeeze"], 6, ())
    assert [dose.part_id for dose in doses] == [None, None, "bridge", "bridge", "bridge", "bridge"]
    assert all(dose.avoids is None for dose in doses)


def test_a_stopped_variation_leaves_the_stage_before_in_place(small):
    doses = week_doses(small.exercises["kegel_ball_squeeze"], 6, {BRIDGE})
    assert {dose.part_id for dose in doses} == {None}
    assert [dose.avoids for dose in doses] == [None, None, "bridge", "bridge", "bridge", "bridge"]
    assert doses[5] == replace(doses[0], avoids="bridge")


def test_an_exercise_whose_every_stage_is_stopped_falls_back_to_its_basic_form(small):
    exercise = small.exercises["kegel_ball_squeeze"]
    only_bridge = exercise.model_copy(update={"stages": exercise.stages[1:]})
    doses = week_doses(only_bridge, 6, {BRIDGE})
    assert {(dose.part_id, dose.avoids) for dose in doses} == {(None, "bridge")}
    assert doses[0].reps == 8


def test_without_stages_the_low_ends_of_the_dose_are_taken(small):
    def basic(exercise_id):
        exercise = small.exercises[exercise_id].model_copy(update={"stages": ()})
        doses = week_doses(exercise, 6, ())
        assert len(set(doses)) == 1
        return doses[0]

    hip, thigh, squat = basic("hip_flexor_release"), basic("vastus_lateralis_release"), basic("inner_quad_squat")
    assert (hip.sets, hip.reps, hip.work_s) == (1, None, 30)
    assert (thigh.sets, thigh.reps, thigh.work_s) == (4, None, 30)
    assert (squat.sets, squat.reps, squat.rest_s, squat.tempo) == (2, 8, 60, "2 s down, 1 s up")


def test_a_gap_between_stages_keeps_the_stage_before(small):
    exercise = small.exercises["kegel_ball_squeeze"]
    early, late = exercise.stages
    gappy = exercise.model_copy(
        update={"stages": (early.model_copy(update={"weeks": (2,)}), late.model_copy(update={"weeks": (5,)}))}
    )
    assert [dose.part_id for dose in week_doses(gappy, 6, ())] == [None, None, None, None, "bridge", "bridge"]


def test_the_parts_of_a_repetition_add_up_to_what_the_minutes_count() -> None:
    knowledge = load_knowledge()
    seen = 0
    for exercise in knowledge.exercises.values():
        for dose in week_doses(exercise, 6, ()):
            planned = PlannedExercise(
                exercise.id, dose.part_id, "", exercise.kind, "both_at_once", dose.sets, dose.reps, dose.hold_s,
                dose.work_s, dose.rest_s, dose.tempo, dose.load, 0.0, 3, (), (),
            )  # fmt: skip
            rep_s = sum(phase.seconds for phase in repetition_phases(planned))
            if dose.reps is None:
                assert rep_s == 0
                continue
            work_s = dose.sets * dose.reps * rep_s + (dose.sets - 1) * (dose.rest_s or 0)
            assert planned_minutes(planned) == round((work_s + CHANGE_OVER_S) / 60, 1)
            seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("tempo", "hold_s", "parts"),
    [
        ("2 s down, 1 s up", None, [("down", 2.0), ("up", 1.0)]),
        ("1 s down, 2 s back up", 2.0, [("down", 1.0), ("hold", 2.0), ("back up", 2.0)]),
        ("let go for 3 s", 5.0, [("hold", 5.0), ("let go", 3.0)]),
        ("2 s back and down, 1 s up", None, [("back and down", 2.0), ("up", 1.0)]),
        ("", 5.0, [("hold", 5.0), ("let go", 3.0)]),
        ("", None, [("", 3.0)]),
    ],
)
def test_a_tempo_is_read_as_the_parts_of_a_repetition(
    tempo: str, hold_s: float | None, parts: list[tuple[str, float]]
) -> None:
    planned = PlannedExercise(
        "x", None, "X", "strength", "both_at_once", 2, 8, hold_s, None, None, tempo, "", 1.0, 3, (), ()
    )
    assert [(each.words, each.seconds) for each in repetition_phases(planned)] == parts
