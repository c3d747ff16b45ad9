"""The first session, the grid and the stages of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evenstride.model.plan import Plan
from evenstride.reports.plan.schedule import exercise_order, first_session, first_week, grid_of, stages_of


def test_release_comes_before_activation_before_strength_whatever_the_plan_lists_first(plan: Plan) -> None:
    weeks = tuple(replace(week, exercises=week.exercises[::-1]) for week in plan.weeks)
    assert exercise_order(replace(plan, weeks=weeks)) == (
        "hip_flexor_release",
        "kegel_ball_squeeze",
        "inner_quad_squat",
    )


def test_the_first_session_holds_exactly_its_exercises(plan: Plan, knowledge: Any) -> None:
    assert [(line.number, line.exercise_id) for line in first_session(plan, knowledge)] == [
        (1, "hip_flexor_release"),
        (2, "kegel_ball_squeeze"),
        (3, "inner_quad_squat"),
    ]


def test_days_with_the_same_exercises_are_taken_together(plan: Plan, knowledge: Any) -> None:
    sessions = first_week(plan, knowledge)
    assert [session.days for session in sessions] == [("Mon 23 Nov", "Fri 27 Nov"), ("Wed 25 Nov",)]
    assert [len(session.lines) for session in sessions] == [3, 2]


def test_the_grid_has_a_box_for_each_day_an_exercise_is_done(plan: Plan, knowledge: Any) -> None:
    grid = grid_of(plan, knowledge)
    assert grid is not None
    assert [week.number for week in grid.weeks] == [1, 2, 3, 4, 5, 6]
    days = {row.exercise_id: row.cells[0].days for row in grid.rows if row.cells[0]}
    assert days == {
        "hip_flexor_release": ("Mon", "Wed", "Fri"),
        "kegel_ball_squeeze": ("Mon", "Wed", "Fri"),
        "inner_quad_squat": ("Mon", "Fri"),
    }


def test_only_a_change_from_the_week_before_is_new(plan: Plan, knowledge: Any) -> None:
    grid = grid_of(plan, knowledge)
    assert grid is not None
    new = {row.exercise_id: [cell.is_new for cell in row.cells if cell] for row in grid.rows}
    assert new["kegel_ball_squeeze"] == [False, False, True, False, False, False]
    assert not any(new["hip_flexor_release"])


def test_weeks_with_the_same_dose_become_one_stage(plan: Plan, knowledge: Any) -> None:
    stages = stages_of(plan, "kegel_ball_squeeze", knowledge)
    assert [(stage.weeks_words, stage.form) for stage in stages] == [
        ("Weeks 1 and 2", ""),
        ("Weeks 3 to 6", "With bridge"),
    ]


def test_a_week_without_an_exercise_leaves_a_gap_in_the_grid(plan: Plan, knowledge: Any) -> None:
    second = replace(plan.weeks[1], exercises=plan.weeks[1].exercises[:2])
    grid = grid_of(replace(plan, weeks=(plan.weeks[0], second, *plan.weeks[2:])), knowledge)
    assert grid is not None
    squat = next(row for row in grid.rows if row.exercise_id == "inner_quad_squat")
    assert squat.cells[1] is None
    assert squat.cells[2] is not None
