"""The runner is followed, lost honestly, found again, and never exchanged for somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.io.video import read_frames
from evenstride.pose.appearance import describe_appearance
from evenstride.pose.blazepose import BlazePose
from evenstride.pose.detector import PersonDetector
from evenstride.pose.identity import Appearance, StartHint
from evenstride.pose.track_part import TrackPart
from evenstride.pose.tracker import RunnerTracker
from evenstride.signals.pictures import halve
from evenstride.testing_pose import PaintedBackend, PaintedFinder, PaintedPerson, PaintedPicture

FPS = 30.0
OTHER_COLOURS = ((240, 240, 60), (250, 250, 250), (60, 200, 60))


def _runner(x_px: float, y_px: float = 180.0, height_px: float = 200.0) -> PaintedPerson:
    return PaintedPerson(x_px, y_px, height_px)


def _other(x_px: float, height_px: float = 200.0) -> PaintedPerson:
    return PaintedPerson(x_px, 180.0, height_px, OTHER_COLOURS)


def _track(scenes: Iterable[tuple[PaintedPerson, ...]], start: StartHint | None = None) -> TrackPart:
    pictures = [PaintedPicture(i / FPS, people) for i, people in enumerate(scenes)]
    return RunnerTracker(PaintedBackend(), PaintedFinder(), start).track(pictures)


def _hips_x_px(part: TrackPart) -> np.ndarray:
    return part.xy_px[:, part.keypoints.index("left_hip"), 0]


def _hint_of(person: PaintedPerson) -> StartHint:
    picture, backend = PaintedPicture(0.0, (person,)), PaintedBackend()
    look = describe_appearance(picture, backend.estimate(picture, person.region()), backend.keypoints)
    assert look is not None
    return StartHint(0.0, person.region(), Appearance.from_looks([look]))


@settings(max_examples=20, deadline=None)
@given(start_px=st.floats(150, 300), speed_px=st.floats(-4, 4), bounce_px=st.floats(0, 15))
def test_a_lone_runner_is_followed_through_every_picture(start_px: float, speed_px: float, bounce_px: float) -> None:
    people = [_runner(start_px + speed_px * i, 180 + bounce_px * np.sin(0.6 * i)) for i in range(30)]
    part = _track((person,) for person in people)
    assert part.is_found.all()
    np.testing.assert_array_equal(part.xy_px, [person.points_px() for person in people])


def test_following_runs_the_model_once_per_picture_and_twice_more_at_the_start() -> None:
    backend = PaintedBackend()
    pictures = [PaintedPicture(i / FPS, (_runner(300),)) for i in range(50)]
    RunnerTracker(backend, PaintedFinder()).track(pictures)
    assert backend.calls == 51


def test_a_runner_who_leaves_is_a_gap_and_is_found_on_return() -> None:
    scenes = [() if 20 <= i < 50 else (_runner(300),) for i in range(70)]
    part = _track(scenes)
    assert part.is_found[:20].all()
    assert not part.is_found[20:50].any()
    assert np.isnan(part.xy_px[20:50]).all()
    assert part.is_found[54:].all()  # searched every tenth of a second


def test_somebody_else_in_the_runners_place_is_not_the_runner() -> None:
    part = _track([(_runner(300),) if i < 30 else (_other(300),) for i in range(90)])
    assert part.is_found[:30].all()
    assert not part.is_found[34:].any()


def test_colours_that_change_in_the_runners_place_are_taken_back_to_the_change() -> None:
    part = _track([(_runner(300),) if i < 30 else (_other(301),) for i in range(60)])
    # Looks come every tenth of a second: at most that much of the other person can remain.
    assert not part.is_found[30 + round(0.1 * FPS) + 1 :].any()


def test_a_standing_person_whom_the_runner_passes_is_not_followed() -> None:
    people = [(_other(320), _runner(60 + 8 * i)) for i in range(65)]
    part = _track(people, _hint_of(_runner(60)))
    hips = _hips_x_px(part)
    runner_px = np.array([60 + 8 * i for i in range(65)])
    assert part.is_found.mean() > 0.9
    np.testing.assert_allclose(hips[part.is_found], runner_px[part.is_found])


def test_the_hint_says_who_of_two_is_the_runner() -> None:
    for first, second in ((_runner(200), _other(420)), (_other(420), _runner(200))):
        part = _track([(first, second)] * 10, _hint_of(_runner(205)))
        assert (_hips_x_px(part) == 200).all()


def test_without_the_runner_nobody_is_followed() -> None:
    part = _track([(_other(320),)] * 40, _hint_of(_runner(300)))
    assert not part.is_found.any()
    assert len(part) == 40


def test_progress_is_told_after_every_picture() -> None:
    told: list[float] = []
    pictures = [PaintedPicture(i / FPS) for i in range(5)]
    RunnerTracker(PaintedBackend(), PaintedFinder()).track(pictures, told.append)
    assert told == [picture.time_s for picture in pictures]


def test_no_pictures_give_an_empty_part() -> None:
    assert len(_track([])) == 0


def test_a_rendered_runner_erased_for_half_a_second_is_not_exchanged_for_the_one_standing_by(shared_data: Path) -> None:
    class Erased:
        """The picture with the runner painted over, as far as the standing figure is not touched."""

        def __init__(self, picture):
            self.time_s, self.width_px, self.height_px = picture.time_s, picture.width_px, picture.height_px
            self._rgb = picture.rgb().copy()
            self._rgb[:, 430:1000] = self._rgb[:, 1270:1271]

        def rgb(self):
            return self._rgb

        def rgb_region(self, x0, y0, x1, y1, *, halvings=0):
            return halve(self._rgb[y0:y1, x0:x1], halvings)

    with read_frames(shared_data / "rendered" / "dev20_side.mp4") as frames:
        pictures = list(islice(frames, 0, 100, 2))
    sequence = [Erased(picture) if 15 <= i < 30 else picture for i, picture in enumerate(pictures)]
    part = RunnerTracker(BlazePose("full"), PersonDetector(), _rendered_hint(pictures[0])).track(sequence)
    assert part.is_found[:15].all()
    assert not part.is_found[15:30].any()
    assert part.is_found[36:].all()
    assert (_hips_x_px(part)[36:] > 550).all()


def _rendered_hint(picture) -> StartHint:
    detections = PersonDetector().detect(picture)
    runner = max(detections, key=lambda detection: detection.hip_xy_px[0])
    return StartHint(picture.time_s, runner.region)


#: Median distance from the truth, per cent of the body height; 1.9, 1.0, 1.8, 2.0 and 2.0 were measured over 120
#: pictures. The model's hip, heel and toe are not the very points of the rendered body, hence most of it.
LIMITS_PCT = {"hip": 2.5, "knee": 1.5, "ankle": 2.5, "heel": 2.8, "toe": 2.8}


@pytest.mark.parametrize(("clip", "near"), [("dev01_side", "right"), ("dev19_side", "left")])
def test_near_leg_points_lie_within_the_measured_error_of_the_truth(shared_data: Path, clip: str, near: str) -> None:
    truth = json.loads((shared_data / "rendered" / f"{clip}.truth.json").read_text())
    with read_frames(shared_data / "rendered" / f"{clip}.mp4") as frames:
        part = RunnerTracker(BlazePose("heavy"), PersonDetector()).track(islice(frames, 36))
    height_px = truth["body"]["stature_m"] * truth["camera"]["px_per_m_at_runner"]
    assert part.is_found.all()
    for point, limit_pct in LIMITS_PCT.items():
        name = f"{near}_toe_tip" if point == "toe" else f"{near}_{point}"
        true_px = np.array(truth["frames"]["points_2d_px"][name])[: len(part)]
        error_px = part.xy_px[:, part.keypoints.index(f"{near}_{point}")] - true_px
        assert 100 * np.median(np.hypot(*error_px.T)) / height_px < limit_pct, point
