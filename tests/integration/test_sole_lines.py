"""Shoes of rendered clips against their exact turn: the picture alone is under test, feet placed by exact points."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evenstride.io.video import read_frames
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES
from evenstride.pose.sole_line_reading import Landing, read_sole_lines

SHORT_S = 1.6
NEAR_CONTACT_S = 0.02


@pytest.mark.parametrize(
    ("clip", "tolerance_deg"),
    [("dev20_side", 3.5), ("dev01_side", 2.5), ("dev22_side", 3.0)],
    ids=["steep, white shoe on black", "shallow, 60 pictures a second", "middle of the foot, 30 pictures a second"],
)
def test_the_turn_from_standing_to_contact_is_read_off_the_shoe(
    shared_data: Path, clip: str, tolerance_deg: float
) -> None:
    truth = json.loads((shared_data / f"rendered/{clip}.truth.json").read_text())
    time_s = np.array(truth["frames"]["time_s"])
    time_s = time_s[time_s < SHORT_S]
    track = _exact_track(truth, time_s)
    contacts = [c for c in truth["events"] if c["complete"] and c["td_s"] > 0.1 and c["to_s"] < SHORT_S]
    landings = [Landing(c["side"], c["td_s"], c["to_s"]) for c in contacts]
    with read_frames(shared_data / f"rendered/{clip}.mp4", end_s=SHORT_S) as pictures:
        read = read_sole_lines(pictures, track, landings)
    errors = [error for landing in landings for error in _errors(truth, read, landing)]
    assert len(errors) >= 3
    assert np.mean(np.abs(errors)) < tolerance_deg


def _exact_track(truth: dict, time_s: np.ndarray) -> PoseTrack:
    names = {"knee": "knee", "ankle": "ankle", "heel": "heel", "toe": "toe_tip"}
    points = truth["frames"]["points_2d_px"]
    keypoints = tuple(f"{side}_{name}" for side in SIDES for name in names)
    columns = [points[f"{side}_{theirs}"][: len(time_s)] for side in SIDES for theirs in names.values()]
    xy = np.array(columns, dtype=float).transpose(1, 0, 2)
    return PoseTrack(time_s, xy, np.ones(xy.shape[:2]), keypoints, (truth["width"], truth["height"]), "exact")


def _errors(truth: dict, read: PoseTrack, landing: Landing) -> list[float]:
    """Found minus exact turn in the image, of the pictures around contact against the standing ones."""
    facing = 1 if truth["runs_towards"] == "image right" else -1
    line = (read.point(f"{landing.side}_sole_front") - read.point(f"{landing.side}_sole_back")) * [facing, -1]
    found = np.degrees(np.arctan2(line[:, 1], line[:, 0]))
    exact = np.array(truth["frames"]["angles_deg"][f"{landing.side}_foot_pitch_2d"], dtype=float)[: len(found)]
    after_s = read.time_s - landing.initial_contact_s
    shares = after_s / (landing.toe_off_s - landing.initial_contact_s)
    standing = np.isfinite(found) & (shares > 0.19) & (shares < 0.36)
    near = np.flatnonzero(np.isfinite(found) & (np.abs(after_s) < NEAR_CONTACT_S))
    if not standing.any():
        return []
    return [float((found[k] - np.median(found[standing])) - (exact[k] - np.median(exact[standing]))) for k in near]
