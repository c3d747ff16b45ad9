"""How far the camera's roll and yaw, read off the scene, are from the rendered cameras' own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.rendered_truth import RenderedTruth, list_rendered_clips, load_rendered_truth
from benchmarks.accuracy.tables import Table
from evenstride.io.video import PictureSampler, read_frames
from evenstride.model import PoseTrack
from evenstride.pipelines.camera_tilt import MOST_ROLL_ERROR_DEG, tilt_of_view
from evenstride.signals.line_segments import compute_background

#: Each clip also as a camera turned further would have filmed it.
TURNS_DEG = (0.0, -5.0, -2.5, 2.5, 5.0)
_TRUNK = tuple(f"{side}_{part}" for part in ("hip", "shoulder") for side in ("left", "right"))
#: 95 % of a normal distribution lies within this many standard deviations.
_WITHIN_SD = 1.96


@dataclass(frozen=True)
class TiltRow:
    """One clip as it is (``turned_deg`` 0) or turned. Found values are None where the scene was found not to tell."""

    clip: str
    body: str
    turned_deg: float
    true_roll_deg: float
    roll_deg: float | None
    roll_error_deg: float | None
    true_yaw_deg: float | None
    yaw_deg: float | None
    yaw_error_deg: float | None


def score_tilt(shared_data: Path, *, tick: Callable[[str], None] = lambda _: None) -> list[TiltRow]:
    """Every rendered clip, as it is and turned by up to 5 degrees either way (corners cut off)."""
    folder = shared_data / "rendered"
    rows = []
    for clip in [*list_rendered_clips(folder, "side"), *list_rendered_clips(folder, "rear")]:
        rows += score_clip_tilt(folder, clip)
        tick(clip)
    return rows


def score_clip_tilt(folder: Path, clip: str) -> list[TiltRow]:
    """One clip and its turned copies.

    The runner's hips and shoulders, which only say where the ground under them is, are the true ones.
    """
    truth = load_rendered_truth(folder, clip)
    camera: dict[str, Any] = json.loads(truth.video.with_suffix(".truth.json").read_text())["camera"]
    pictures = _sampled_pictures(truth.video)
    track = _true_trunk(truth, camera["width"], (pictures.shape[2], pictures.shape[1]))
    return [
        _row(truth, camera["roll_deg"] + turn_deg, turn_deg, turned(pictures, turn_deg), track)
        for turn_deg in TURNS_DEG
    ]


def tilt_table(rows: Sequence[TiltRow]) -> Table:
    """Roll by clip: as filmed, and the worst of the turned copies."""
    clips = sorted({row.clip for row in rows})
    cells = [_roll_cells(clip, [row for row in rows if row.clip == clip]) for clip in clips]
    about = (
        "Rendered clips, and copies turned by -5, -2.5, 2.5 and 5 degrees. The stated error is one standard deviation; "
        f"a roll less certain than {MOST_ROLL_ERROR_DEG} degrees is not given. Covered: truth within the stated 95 % "
        "interval. Rendered walls are exactly plumb and rendered lenses bend no lines, a real room's are not."
    )
    columns = ("Clip", "True roll", "Found", "Stated error", "Given (of 5)", "RMSE", "Largest error", "Covered")
    return Table("Camera roll from the scene", about, columns, (*cells, _roll_total(rows)))


def yaw_table(rows: Sequence[TiltRow]) -> Table:
    """Yaw of the camera off the running axis, clips from behind."""
    behind = [row for row in rows if row.true_yaw_deg is not None and row.turned_deg == 0.0]
    cells = [
        (
            row.clip,
            f"{row.true_yaw_deg:.1f}",
            "not given" if row.yaw_deg is None else f"{row.yaw_deg:.1f}",
            "" if row.yaw_error_deg is None else f"{row.yaw_error_deg:.2f}",
        )
        for row in behind
    ]
    about = "Clips from behind, from the lines that lead away under the runner; degrees. Stated error: one SD."
    return Table("Camera yaw from behind", about, ("Clip", "True yaw", "Found", "Stated error"), tuple(cells))


def turned(pictures: NDArray[np.uint8], turn_deg: float) -> NDArray[np.uint8]:
    """(picture, row, column) as a camera turned clockwise by this much more would have seen them, without corners."""
    if turn_deg == 0.0:
        return pictures
    height, width = pictures.shape[1:]
    cos, sin = np.cos(np.radians(abs(turn_deg))), np.sin(np.radians(abs(turn_deg)))
    kept = min(width / (width * cos + height * sin), height / (width * sin + height * cos))
    left, top = round(width * (1 - kept) / 2) + 1, round(height * (1 - kept) / 2) + 1
    # OpenCV counts turns of the picture anticlockwise, about pixel centres.
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn_deg, 1.0)
    whole = [cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC) for picture in pictures]
    return np.asarray(np.stack(whole)[:, top : height - top, left : width - left], np.uint8)


def _row(
    truth: RenderedTruth, true_roll_deg: float, turn_deg: float, pictures: NDArray[np.uint8], track: PoseTrack
) -> TiltRow:
    height, width = pictures.shape[1:]
    trimmed = (np.array(track.image_size_px) - (width, height)) / 2
    seen = PoseTrack(
        track.time_s, track.xy_px - trimmed, track.visibility, track.keypoints, (width, height), track.source
    )
    tilt = tilt_of_view(*compute_background(pictures), seen)
    if tilt is not None and tilt.roll_error_deg > MOST_ROLL_ERROR_DEG:
        tilt = None
    return TiltRow(
        clip=truth.clip,
        body=truth.body,
        turned_deg=turn_deg,
        true_roll_deg=true_roll_deg,
        roll_deg=None if tilt is None else tilt.roll_deg,
        roll_error_deg=None if tilt is None else tilt.roll_error_deg,
        true_yaw_deg=truth.yaw_deg if truth.near_side is None else None,
        yaw_deg=None if tilt is None else tilt.yaw_deg,
        yaw_error_deg=None if tilt is None else tilt.yaw_error_deg,
    )


def _sampled_pictures(video: Path) -> NDArray[np.uint8]:
    """(picture, row, column) as the scene's monitor keeps them."""
    sampler = PictureSampler()
    with read_frames(video) as frames:
        for frame in frames:
            sampler.add(frame)
    return np.stack(sampler.samples().pictures)


def _true_trunk(truth: RenderedTruth, full_width_px: int, size_px: tuple[int, int]) -> PoseTrack:
    """Hips and shoulders, pixels of the sampled pictures."""
    xy_px = np.stack([truth.points_px[name] for name in _TRUNK], axis=1) * (size_px[0] / full_width_px)
    return PoseTrack(truth.time_s, xy_px, np.ones(xy_px.shape[:2]), _TRUNK, size_px, "truth")


def _roll_cells(clip: str, rows: Sequence[TiltRow]) -> tuple[str, ...]:
    as_filmed = next(row for row in rows if row.turned_deg == 0.0)
    is_given = as_filmed.roll_deg is not None
    return (
        clip,
        f"{as_filmed.true_roll_deg:.1f}",
        f"{as_filmed.roll_deg:.2f}" if is_given else "not given",
        f"{as_filmed.roll_error_deg:.2f}" if is_given else "",
        *_agreement(rows),
    )


def _roll_total(rows: Sequence[TiltRow]) -> tuple[str, ...]:
    return ("all", "", "", "", *_agreement(rows, of=f" of {len(rows)}"))


def _agreement(rows: Sequence[TiltRow], of: str = "") -> tuple[str, ...]:
    """Count given, RMSE, largest error, covered."""
    given = [row for row in rows if row.roll_deg is not None and row.roll_error_deg is not None]
    if not given:
        return (f"0{of}", "", "", "")
    error = np.array([(row.roll_deg or 0.0) - row.true_roll_deg for row in given])
    within = np.abs(error) <= _WITHIN_SD * np.array([row.roll_error_deg for row in given])
    return (
        f"{len(given)}{of}",
        f"{np.sqrt((error**2).mean()):.2f}",
        f"{np.abs(error).max():.2f}",
        f"{int(within.sum())} of {len(given)}",
    )
