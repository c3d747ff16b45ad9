"""The survey finds everybody, links them over time, and chooses who runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.io.video import read_frames
from evenstride.pose.blazepose import BlazePose
from evenstride.pose.detector import PersonDetector
from evenstride.pose.person_choice import PeopleSurvey, SurveyResult, plan_survey, survey_people
from evenstride.pose.sighting import measure_leg_motion
from evenstride.testing_pose import PaintedBackend, PaintedFinder, PaintedPerson, PaintedPicture

FPS = 30.0
OTHER_COLOURS = ((240, 240, 60), (250, 250, 250), (60, 200, 60))


def _runs(time_s: float, x_px: float = 200.0, height_px: float = 180.0) -> PaintedPerson:
    return PaintedPerson(x_px, 180.0, height_px, stride_deg=70 * np.sin(2 * np.pi * 1.4 * time_s))


def _stands(x_px: float, height_px: float = 180.0) -> PaintedPerson:
    return PaintedPerson(x_px, 180.0, height_px, OTHER_COLOURS)


def _survey(scene: Callable[[float], tuple[PaintedPerson, ...]], duration_s: float = 6.0) -> SurveyResult:
    times_s = np.arange(0, duration_s, 1 / FPS)
    pictures = [PaintedPicture(float(t), scene(float(t))) for t in times_s]
    return survey_people(pictures, plan_survey(duration_s), PaintedFinder(), PaintedBackend())


def test_the_one_whose_legs_move_is_the_runner_not_the_taller_one_standing() -> None:
    result = _survey(lambda t: (_stands(450, 260), _runs(t)))
    assert {start.region.center_x_px for start in result.starts} == {200.0}
    assert result.people_count == 2
    assert result.others_in_picture
    assert result.leg_motion_per_s > 1.5


def test_a_runner_who_passes_is_chosen_before_somebody_who_stands_there_all_the_time() -> None:
    result = _survey(lambda t: (_stands(320), _runs(t, 50 + 270 * (t - 2))) if 2 < t < 4 else (_stands(320),))
    assert result.people_count == 2
    assert all(2 < start.time_s < 4 for start in result.starts)


def test_a_lone_person_is_one_person_in_every_stretch() -> None:
    result = _survey(lambda t: (_runs(t),))
    assert (result.people_count, result.seen_share) == (1, 1.0)
    assert not result.others_in_picture
    assert result.start_near(3.1).time_s == min((s.time_s for s in result.starts), key=lambda s: abs(s - 3.1))


def test_an_empty_clip_has_no_person() -> None:
    result = _survey(lambda t: ())
    assert result.no_person
    assert result.start_near(1.0) is None
    assert not result.partial_body


def test_feet_below_the_picture_are_told() -> None:
    assert _survey(lambda t: (PaintedPerson(320, 300, 200),)).parts_outside == ("feet",)
    assert _survey(lambda t: (PaintedPerson(320, 330, 300),)).parts_outside == ("legs", "feet")
    assert _survey(lambda t: (PaintedPerson(320, 40, 200),)).parts_outside == ("head",)


@given(duration_s=st.floats(0.05, 700.0))
def test_stretches_lie_inside_the_clip_in_order_and_are_few(duration_s: float) -> None:
    plan = plan_survey(duration_s)
    edges = np.array(plan).ravel()
    assert 1 <= len(plan) <= 6
    assert edges[0] >= -1e-3
    assert edges[-1] <= duration_s + 2e-3
    assert np.all(np.diff(edges) >= 0)


def test_pictures_outside_the_plan_are_not_looked_at() -> None:
    backend = PaintedBackend()
    survey = PeopleSurvey(((1.0, 1.2),), PaintedFinder(), backend)
    for time_s in (0.0, 0.5, 1.2, 2.0):
        assert not survey.wants(time_s)
        survey.add(PaintedPicture(time_s, (_runs(time_s),)))
    assert backend.calls == 0
    assert survey.wants(1.0)


def test_legs_that_are_exchanged_do_not_count_as_moving() -> None:
    keypoints = PaintedBackend().keypoints
    points = PaintedPerson(320, 180, 200, stride_deg=40).points_px()
    left, right = keypoints.index("left_ankle"), keypoints.index("right_ankle")
    exchanged = points.copy()
    exchanged[[left, right]] = points[[right, left]]
    assert measure_leg_motion(np.array([0.0, 0.1]), np.stack([points, exchanged]), keypoints) == pytest.approx(0.0)


def test_leg_motion_is_the_speed_of_the_ankles_in_leg_lengths() -> None:
    keypoints = PaintedBackend().keypoints
    points = PaintedPerson(320, 180, 200).points_px()  # a leg of 0.48 x 200 px
    moved = points.copy()
    moved[[keypoints.index("left_ankle"), keypoints.index("right_ankle")], 1] += 9.6
    motion = measure_leg_motion(np.array([0.0, 0.1]), np.stack([points, moved]), keypoints)
    assert motion == pytest.approx(1.0, rel=0.06)  # the moved ankles make the median leg a little longer


@pytest.mark.parametrize(
    ("clip", "duration_s", "people_count"),
    [
        ("rendered/dev20_side.mp4", 4.0, 2),
        ("rendered/dev07_over.mp4", 2.4, 1),
        ("video/running/overground_side_30fps.mp4", 1.6, 1),
        ("video/negatives/two_people.mp4", 7.7, 2),
    ],
)
def test_people_of_real_and_rendered_clips_are_counted(
    shared_data: Path, clip: str, duration_s: float, people_count: int
) -> None:
    with read_frames(shared_data / clip) as frames:
        result = survey_people(frames, plan_survey(duration_s), PersonDetector(), BlazePose("full"))
    assert result.people_count == people_count
    assert not result.partial_body
    if clip == "rendered/dev20_side.mp4":
        assert all(start.region.center_x_px > 550 for start in result.starts)  # the other one stands at 322
