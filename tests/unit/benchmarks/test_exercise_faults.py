"""The faults that the benchmark puts in are those that the checks look for."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.exercise_faults import FAULTS, adding, knees_together

from evenstride.knowledge import load_knowledge
from evenstride.reports.figures.body import Body
from evenstride.reports.figures.kinematics import pose_points

KNOWLEDGE = load_knowledge()


def test_every_check_has_its_fault():
    checks = {(watch.id, check.id) for watch in KNOWLEDGE.form_watches.values() for check in watch.checks}
    put_in = {(watch_id, fault.check_id) for watch_id, faults in FAULTS.items() for fault in faults}
    assert put_in == checks


def test_angles_of_both_legs_are_changed_by_the_share():
    angles = KNOWLEDGE.movements["inner_quad_squat"].angles_deg("work")
    changed = adding(legs_knee_flexion=-40, trunk_lean=10)(angles, 0.5)
    assert changed["left_knee_flexion_deg"] == angles["left_knee_flexion_deg"] - 20
    assert changed["right_knee_flexion_deg"] == angles["right_knee_flexion_deg"] - 20
    assert changed["trunk_lean_deg"] == angles["trunk_lean_deg"] + 5


def test_knees_end_closer_than_the_feet_by_a_third():
    points = pose_points(KNOWLEDGE.movements["inner_quad_squat"].angles_deg("work"), Body())
    moved = knees_together(points, 1.0)
    knees, ankles = (abs(moved[f"left_{name}"][2] - moved[f"right_{name}"][2]) for name in ("knee", "ankle"))
    assert knees / ankles == pytest.approx(0.65, abs=0.02)
    assert np.allclose(knees_together(points, 0.0)["left_knee"], points["left_knee"])
