"""The check before filming: a runner in a real still, nobody in a grey one, and what to mend where points say so."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.io.video import read_frames
from evenstride.pose.backend import PoseEstimate
from evenstride.services.framing import Framing, FramingChecker, judge_framing

PARTS = ("ear", "shoulder", "hip", "knee", "heel", "toe")
NAMES = ("nose", *(f"{side}_{part}" for side in ("left", "right") for part in PARTS))
GREY = np.full((180, 320, 3), 120, np.uint8)


def a_body(*, width: float, top: float = 0.2, bottom: float = 0.8) -> PoseEstimate:
    """A standing body in the middle of the picture; ``width`` of its shoulders over the trunk's length."""
    height_px, width_px = GREY.shape[:2]
    levels = {"nose": 0.0, "ear": 0.02, "shoulder": 0.15, "hip": 0.5, "knee": 0.75, "heel": 0.98, "toe": 1.0}
    trunk_px = 0.35 * (bottom - top) * height_px
    points = []
    for name in NAMES:
        side, _, part = name.rpartition("_")
        shift_px = {"left": -0.5, "right": 0.5, "": 0.0}[side] * width * trunk_px
        points.append((width_px / 2 + shift_px, (top + levels[part] * (bottom - top)) * height_px))
    return PoseEstimate(np.array(points), np.full(len(NAMES), 0.9), 0.95, None)


def states(framing: Framing) -> dict[str, str]:
    return {check.id: check.state for check in framing.checks}


@pytest.fixture(scope="module")
def checker() -> FramingChecker:
    return FramingChecker()


def still_of(clip: Path, *, width_px: int = 384) -> np.ndarray:
    frame = next(iter(read_frames(clip)))
    height_px = round(frame.height_px * width_px / frame.width_px)
    return np.asarray(cv2.resize(frame.rgb(), (width_px, height_px), interpolation=cv2.INTER_AREA))


def test_the_sample_run_is_filmed_well_from_the_side(checker: FramingChecker, sample_clip: Path) -> None:
    still = still_of(sample_clip)
    framing = checker.check(still.tobytes(), width_px=still.shape[1], height_px=still.shape[0], view="side")
    assert states(framing) == dict.fromkeys(("person", "body", "size", "side", "light"), "good")
    assert framing.is_good


def test_the_same_still_is_not_one_from_behind_and_a_cut_one_lacks_its_feet(
    checker: FramingChecker, sample_clip: Path
) -> None:
    still = still_of(sample_clip)
    height_px, width_px = still.shape[:2]
    behind = checker.check(still.tobytes(), width_px=width_px, height_px=height_px, view="behind")
    assert states(behind)["side"] == "mend"
    kept = int(0.7 * height_px)
    cut = checker.check(still[:kept].tobytes(), width_px=width_px, height_px=kept, view="side")
    assert states(cut)["body"] == "mend"


def test_a_grey_picture_shows_nobody(checker: FramingChecker) -> None:
    framing = checker.check(GREY.tobytes(), width_px=320, height_px=180, view="side")
    assert (states(framing)["person"], framing.box) == ("mend", None)


@pytest.mark.parametrize(
    ("estimate", "view", "to_mend"),
    [
        (a_body(width=0.1), "side", set()),
        (a_body(width=0.5), "behind", set()),
        (a_body(width=0.36), "side", {"side"}),
        (a_body(width=0.5), "side", {"side"}),
        (a_body(width=0.1), "behind", {"side"}),
        (a_body(width=0.1, top=0.4, bottom=1.1), "side", {"body"}),
        (a_body(width=0.1, top=-0.1, bottom=0.6), "side", {"body"}),
        (a_body(width=0.1, top=0.5, bottom=0.7), "side", {"size"}),
        (a_body(width=0.1, top=0.03, bottom=0.97), "side", {"size"}),
    ],
)
def test_what_is_to_be_mended_is_named(estimate: PoseEstimate, view: str, to_mend: set[str]) -> None:
    framing = judge_framing(GREY, estimate, NAMES, view=view)  # type: ignore[arg-type]
    assert {name for name, state in states(framing).items() if state == "mend"} == to_mend


@pytest.mark.parametrize(("level", "state"), [(20, "mend"), (120, "good"), (250, "mend")])
def test_light_is_judged_without_anybody(level: int, state: str) -> None:
    assert states(judge_framing(np.full_like(GREY, level), None, NAMES, view="side"))["light"] == state


@pytest.mark.parametrize(("width_px", "height_px", "count"), [(320, 180, 5), (10, 10, 300), (5000, 96, 5000 * 96 * 3)])
def test_pixels_must_fit_their_size(checker: FramingChecker, width_px: int, height_px: int, count: int) -> None:
    with pytest.raises(InputError):
        checker.check(bytes(count), width_px=width_px, height_px=height_px, view="side")
