"""The typed report's drawn part: the clip with its points and steps, the curves in step with it, the stills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model import Preview
from evenstride.model.gait import Side

Role = Literal["near", "far"]


@dataclass(frozen=True)
class LegRole:
    """How one leg is drawn: the near leg solid in the accent colour, the far leg light and dashed."""

    side: Side
    role: Role
    label: str


@dataclass(frozen=True)
class StepMark:
    """One step of the timeline; instants in seconds of the clip, None where the clip does not show them."""

    side: Side
    number: int
    initial_contact_s: float
    toe_off_s: float | None
    next_same_contact_s: float | None


@dataclass(frozen=True)
class ClipData:
    """What the player draws: the whole clip, or its beginning where the clip is long.

    Attributes
    ----------
    time_s : (time,) the instants of the pictures on the recording's clock.
    points_px : (time, keypoint, xy) image frame, x right, y down, pixels of ``size_px``; NaN in gaps.
    visibility : (time, keypoint) 0..1.
    legs : near leg first; how each is drawn.
    preview : the clip itself; None when only keypoints came in, or when it would make the page too large.
    shortened_words : what of the clip the page does not carry; empty when it carries all.
    is_frontal : filmed from behind or in front, so that no leg hides the other and the trunk shows its width.
    """

    time_s: NDArray[np.float64]
    points_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    keypoints: tuple[str, ...]
    size_px: tuple[int, int]
    legs: tuple[LegRole, ...]
    steps: tuple[StepMark, ...]
    preview: Preview | None
    shortened_words: str = ""
    is_frontal: bool = False


@dataclass(frozen=True)
class Curve:
    """One line of a panel: (time,) degrees, NaN in gaps. ``role`` None belongs to no leg."""

    label: str
    role: Role | None
    angle_deg: NDArray[np.float64]


@dataclass(frozen=True)
class CurveBand:
    """A reference range over the stretch of the clip it speaks about."""

    from_s: float
    to_s: float
    low_deg: float
    high_deg: float


@dataclass(frozen=True)
class CurvePanel:
    """One small chart: its lines, its reference ranges, its axis. ``note`` says what the curve is not."""

    id: str
    title: str
    sign_words: str
    note: str
    curves: tuple[Curve, ...]
    bands: tuple[CurveBand, ...]
    band_words: str
    low_deg: float
    high_deg: float


@dataclass(frozen=True)
class StickFigure:
    """The runner of one picture as lines, for places without the clip.

    ``crop_px`` is (left, top, width, height) in the image; each path is SVG path data in image pixels.
    """

    crop_px: tuple[int, int, int, int]
    near_leg: str
    far_leg: str
    body: str


@dataclass(frozen=True)
class KeyFrame:
    """One still of a step."""

    label: str
    note: str
    time_s: float
    frame: int
    figure: StickFigure


@dataclass(frozen=True)
class ClipSection:
    """One recording of the session as it is drawn: the player, the curves in step with it, the stills.

    ``number`` counts from 1 in the order of the recordings; ``place`` is where it was filmed from and ``name`` its
    file, both empty where it is the only one.
    """

    number: int
    recording_id: str
    place: str
    name: str
    data: ClipData
    panels: tuple[CurvePanel, ...]
    key_frames: tuple[KeyFrame, ...]

    @property
    def suffix(self) -> str:
        """What the ids of its elements end in: nothing for the first."""
        return "" if self.number == 1 else f"-{self.number}"
