"""A real treadmill run, its points given by another model, against contacts that a person labelled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evenstride.gait.assess import assess_track
from evenstride.gait.track_assessment import TrackAssessment
from evenstride.io.keypoint_files import read_keypoints
from evenstride.knowledge import load_knowledge

CLIP = "treadmill_side_30fps"
TOLERANCE_FRAMES = 2.0


@pytest.fixture(scope="module")
def labels(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "video/running/labels.json").read_text("utf-8"))[CLIP]


@pytest.fixture(scope="module")
def assessment(shared_data: Path) -> TrackAssessment:
    track = read_keypoints(shared_data / f"video/running/{CLIP}.rtmpose_halpe26.json")
    return assess_track(track, knowledge=load_knowledge(), source="clip-1")


def frames_found(assessment: TrackAssessment, labels: dict[str, Any], side: str) -> np.ndarray:
    return np.array([e.time_s * labels["fps"] for e in assessment.events.of("initial_contact") if e.side == side])


def test_the_left_leg_is_near_and_the_runner_faces_image_left(assessment: TrackAssessment) -> None:
    assert (assessment.view.facing, assessment.view.near_side, assessment.view.surface) == ("left", "left", "treadmill")


def test_contacts_are_found_on_the_right_side_and_none_is_invented(
    assessment: TrackAssessment, labels: dict[str, Any]
) -> None:
    hits = 0
    for side in ("left", "right"):
        found, labelled = frames_found(assessment, labels, side), np.array(labels[f"initial_contacts_{side}"])
        off = np.abs(found[:, None] - labelled[None, :])
        hits += int((off.min(axis=0) <= TOLERANCE_FRAMES).sum())
        inside = (found > labelled[0] - 5) & (found < labelled[-1] + 5)
        assert (off.min(axis=1)[inside] <= 2 * TOLERANCE_FRAMES).all()
    assert hits >= 33


def test_cadence_agrees_with_the_labels(assessment: TrackAssessment, labels: dict[str, Any]) -> None:
    cadence = next(m for m in assessment.measures if m.id == "cadence")
    assert cadence.number == pytest.approx(labels["cadence_spm"]["mine"], abs=1.0)


def test_both_feet_land_on_the_heel(assessment: TrackAssessment) -> None:
    strikes = {m.side: m.value for m in assessment.measures if m.id == "foot_strike_pattern"}
    assert set(strikes.values()) <= {"rearfoot", "uncertain"}, "points alone name a class only well inside it"
    assert "rearfoot" in strikes.values()


def test_the_trunk_leans_forward(assessment: TrackAssessment) -> None:
    # the label (5 +- 3) was read from another model's shoulders and hips, which lie 4 degrees further back
    lean = next(m for m in assessment.measures if m.id == "trunk_lean")
    assert lean.number == pytest.approx(7.0, abs=5.0)


def test_thirty_pictures_a_second_are_too_few_for_contact_time(
    assessment: TrackAssessment, labels: dict[str, Any]
) -> None:
    refused = [m for m in assessment.measures if m.id == "contact_time"]
    assert {m.status for m in refused} == {"refused"}
    assert all("pictures a second, got 30" in m.reasons[0] for m in refused)
    tolerance_s = (labels["contact_time_ms"]["tol"] + 5) / 1000
    stances_s = [step.contact_time_s for step in assessment.steps if step.contact_time_s is not None]
    assert float(np.mean(stances_s)) == pytest.approx(labels["contact_time_ms"]["value"] / 1000, abs=tolerance_s)
