"""Doses by week, and minutes known by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.prescription.stages import WeekDose, dose_minutes, week_doses

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
