"""Whether the picture of a camera is set up well for filming a run, one still at a time.

The still comes as plain pixels that the page took off the camera: there is nothing to decode and nothing is kept.

Limits of what a still tells: the shoulders' width is 0.02 to 0.30 of the trunk's length in six clips from the side
(camera up to 12 degrees off the right angle) and 0.46 to 0.58 in four from behind, so that a camera that stands off the
right angle by less than about 30 degrees is not seen here. The analysis measures that over many steps.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import EvenstrideError, InputError
from evenstride.io.jpeg import CameraPicture

if TYPE_CHECKING:
    from evenstride.pose.backend import PoseEstimate
    from evenstride.pose.blazepose import BlazePose
    from evenstride.pose.detector import PersonDetector

WantedView = Literal["side", "behind"]
CheckState = Literal["good", "mend", "unknown"]
SHORTEST_PX, LONGEST_PX = 96, 560
_LEAST_PRESENCE = 0.5
#: Of the picture's sides: nearer than this to the border, a foot leaves the picture within a step.
_MARGIN = 0.02
#: Height of the body over height of the picture; 0.35 to 0.66 in the clips at hand.
_SMALL, _LARGE = 0.3, 0.9
#: Mean level of 255; 77 to 139 in the clips at hand.
_DARK, _BRIGHT = 40.0, 225.0
_SIDE_MOST, _BEHIND_LEAST = 0.30, 0.42
_PARTS = {"head": ("nose", "left_ear", "right_ear"), "feet": ("left_heel", "right_heel", "left_toe", "right_toe")}


class FramingBusyError(EvenstrideError):
    """Another still is being looked at. Send the next one a little later."""

    code = "framing_busy"


@dataclass(frozen=True)
class FramingCheck:
    """One thing about the picture: ``person``, ``body``, ``size``, ``side`` or ``light``, and what to do about it."""

    id: str
    state: CheckState
    words: str


@dataclass(frozen=True)
class Framing:
    """What a still shows. ``box`` is left, top, right and bottom of the body in fractions of the picture."""

    checks: tuple[FramingCheck, ...]
    box: tuple[float, float, float, float] | None

    @property
    def is_good(self) -> bool:
        """Whether nothing is left to mend."""
        return all(check.state == "good" for check in self.checks)


class FramingChecker:
    """Looks at stills, one at a time; its models are loaded with the first one."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._models: tuple[PersonDetector, BlazePose] | None = None

    def check(self, pixels: bytes, *, width_px: int, height_px: int, view: WantedView) -> Framing:
        """Say what to mend.

        Parameters
        ----------
        pixels : red, green, blue of each pixel, row by row.

        Raises
        ------
        InputError : another number of bytes than the size says, or a size that no camera's small picture has.
        FramingBusyError : another still is being looked at.
        """
        if not (min(width_px, height_px) >= SHORTEST_PX and max(width_px, height_px) <= LONGEST_PX):
            raise InputError(f"Expected a still of {SHORTEST_PX} to {LONGEST_PX} pixels, got {width_px} x {height_px}.")
        if len(pixels) != 3 * width_px * height_px:
            raise InputError(f"Expected {3 * width_px * height_px} bytes of pixels, got {len(pixels)}.")
        if not self._alone.acquire(blocking=False):
            raise FramingBusyError()
        try:
            still = CameraPicture(0.0, np.frombuffer(pixels, np.uint8).reshape(height_px, width_px, 3))
            estimate, keypoints = self._find(still)
        finally:
            self._alone.release()
        return judge_framing(still.pixels, estimate, keypoints, view=view)

    def _find(self, still: CameraPicture) -> tuple[PoseEstimate | None, tuple[str, ...]]:
        """The person who is seen best; None where there is nobody."""
        from evenstride.pose.blazepose import BlazePose
        from evenstride.pose.detector import PersonDetector, square_tiles, whole_picture

        if self._models is None:
            self._models = PersonDetector(), BlazePose("full")
        detector, pose = self._models
        shorter_px = min(still.width_px, still.height_px)
        found = detector.detect(still, [whole_picture(still), *square_tiles(still, shorter_px)])
        if not found:
            return None, pose.keypoints
        estimate = pose.estimate(still, found[0].region)
        return (estimate if estimate.presence >= _LEAST_PRESENCE else None), pose.keypoints


def judge_framing(
    pixels: NDArray[np.uint8], estimate: PoseEstimate | None, keypoints: tuple[str, ...], *, view: WantedView
) -> Framing:
    """What is good and what to mend, from the points of the person.

    Parameters
    ----------
    pixels : (height, width, rgb).
    estimate : None where nobody is seen.
    keypoints : names of the estimate's points.
    """
    light = _light(float(pixels[::4, ::4].mean()))
    if estimate is None:
        nobody = FramingCheck("person", "mend", "Nobody is seen yet. Stand where you will run.")
        others = tuple(FramingCheck(each, "unknown", "Not seen yet.") for each in ("body", "size", "side"))
        return Framing((nobody, *others, light), None)
    height_px, width_px = pixels.shape[:2]
    at = {name: estimate.xy_px[row] / (width_px, height_px) for row, name in enumerate(keypoints)}
    points = np.stack(list(at.values()))
    box = (*points.min(axis=0).clip(0, 1).tolist(), *points.max(axis=0).clip(0, 1).tolist())
    seen = FramingCheck("person", "good", "A person is in the picture.")
    # The points go from the nose down; the top of the head is about a tenth higher.
    height = 1.1 * float(points[:, 1].max() - points[:, 1].min())
    checks = (seen, _body(at), _size(height), _side(_width_of_trunk(at, width_px, height_px), view), light)
    return Framing(checks, (box[0], box[1], box[2], box[3]))


def _body(at: dict[str, NDArray[np.float64]]) -> FramingCheck:
    outside = [part for part, names in _PARTS.items() if not all(_is_inside(at[name]) for name in names)]
    if not outside:
        return FramingCheck("body", "good", "The whole body is in the picture.")
    turn = {"feet": "Tilt the phone down or step back", "head": "Tilt the phone up or step back"}
    what = "Head and feet are" if len(outside) == 2 else f"The {outside[0]} {'are' if outside[0] == 'feet' else 'is'}"
    how = "Step back" if len(outside) == 2 else turn[outside[0]]
    return FramingCheck("body", "mend", f"{what} cut off. {how}, until head, feet and the ground are in it.")


def _is_inside(point: NDArray[np.float64]) -> bool:
    return bool(np.all(point > _MARGIN) and np.all(point < 1 - _MARGIN))


def _size(height: float) -> FramingCheck:
    if height < _SMALL:
        return FramingCheck("size", "mend", "The body is small in the picture. Come nearer, 3 to 5 m away.")
    if height > _LARGE:
        return FramingCheck("size", "mend", "There is little room around the body. Step back, 3 to 5 m away.")
    return FramingCheck("size", "good", "The body is large enough.")


def _width_of_trunk(at: dict[str, NDArray[np.float64]], width_px: int, height_px: int) -> float | None:
    """Width of shoulders and hips over the trunk's length; None where the trunk is not upright in the picture."""
    scale = np.array([width_px, height_px])
    left, right = ([at[f"{side}_{name}"] * scale for name in ("shoulder", "hip")] for side in ("left", "right"))
    shoulder, hip = ((one + other) / 2 for one, other in zip(left, right, strict=True))
    length_px = float(np.hypot(*(shoulder - hip)))
    if length_px < 1 or hip[1] <= shoulder[1]:
        return None
    return float(np.mean([abs(one[0] - other[0]) for one, other in zip(left, right, strict=True)])) / length_px


def _side(width: float | None, view: WantedView) -> FramingCheck:
    if width is None:
        return FramingCheck("side", "unknown", "Stand upright for a moment.")
    if view == "side":
        if width <= _SIDE_MOST:
            return FramingCheck("side", "good", "Seen from the side.")
        seen = "from the front or from behind" if width >= _BEHIND_LEAST else "at a slant"
        return FramingCheck(
            "side", "mend", f"Seen {seen}. Turn to the running direction, at a right angle to the lens."
        )
    if width >= _BEHIND_LEAST:
        return FramingCheck("side", "good", "Seen straight along the running direction.")
    return FramingCheck("side", "mend", "Seen from the side or at a slant. Put the phone straight behind.")


def _light(level: float) -> FramingCheck:
    if level < _DARK:
        return FramingCheck(
            "light", "mend", "It is dark. Turn lights on, or film by day: the foot must not be a smear."
        )
    if level > _BRIGHT:
        return FramingCheck("light", "mend", "It is very bright. Let the light come from the camera's side.")
    return FramingCheck("light", "good", "The light is enough.")
