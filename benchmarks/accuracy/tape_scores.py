"""Tape marks on rendered clips from behind: how well painted marks are read, and that unpainted clips show none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.painted_tape import (
    TAPE_COLOURS,
    TapeTruth,
    load_tape_truth,
    paint_tape,
)
from benchmarks.accuracy.rendered_truth import RenderedTruth, list_rendered_clips, load_rendered_truth
from evenstride.io.jpeg import CameraPicture
from evenstride.io.video import read_frames
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES
from evenstride.pose.tape_consistency import keep_staying_marks
from evenstride.pose.tape_marks import TapeMarkReader

#: The mark was not this mark when it is further off, in its own diameters.
WRONG_MARK_DIAMETERS = 0.5
DIAMETER_M = 0.025
#: Pelvic drop is looked for up to this share of stance.
DROP_UNTIL = 0.6
#: Pairs of marks on one leg, upper first.
LEG_PAIRS = {"heel": ("heel_top", "heel_bottom"), "lower leg": ("calf", "achilles")}


@dataclass(frozen=True)
class TapeScore:
    """One clip with marks of one colour, after the look at the whole clip.

    Attributes
    ----------
    seen_share : of the pictures, with both pelvis marks.
    wrong_share : of those, with a mark more than half its diameter off.
    tilt_deg : (picture, 3) of those: found, exact line through the marks, exact obliquity of the hip joints in the
        image; + left higher.
    drop_deg : (step, 2) found and exact pelvic drop of the line through the marks, + swing side low.
    drop_of_hips_deg : (step,) the exact drop of the line through the hip joints in the image.
    leg_errors_deg : pair on the leg -> (picture of both legs,) direction in the image, found minus exact.
    leg_seen_share : pair on the leg -> share of the pictures in which both marks face the camera.
    """

    clip: str
    colour: str
    pictures: int
    seen_share: float
    wrong_share: float
    tilt_deg: NDArray[np.float64]
    drop_deg: NDArray[np.float64]
    drop_of_hips_deg: NDArray[np.float64]
    leg_errors_deg: dict[str, NDArray[np.float64]]
    leg_seen_share: dict[str, float]


@dataclass(frozen=True)
class FalseMarks:
    """A clip without tape: pictures with a pair of marks on pelvis or leg, before and after the look at the clip."""

    clip: str
    pictures: int
    with_pair: int
    kept: int


def score_tape(
    shared_data: Path,
    *,
    find_track: Callable[[Path], PoseTrack],
    clips: Sequence[str] | None = None,
    colours: Iterable[str] = tuple(TAPE_COLOURS),
    tick: Callable[[str], None] = lambda _: None,
) -> list[TapeScore]:
    """Paint every clip from behind in every colour, read the marks, compare.

    Parameters
    ----------
    find_track : video -> the pose model's points, one row for every picture.
    """
    folder = shared_data / "rendered"
    scores = []
    for clip in clips or list_rendered_clips(folder, "rear"):
        tick(f"tape {clip}")
        truth, tape = load_rendered_truth(folder, clip), load_tape_truth(folder, clip, diameter_m=DIAMETER_M)
        tracks = read_painted(truth.video, find_track(truth.video), tape, tuple(colours))
        scores += [score_marks(keep_staying_marks(track), truth, tape, colour) for colour, track in tracks.items()]
    return scores


def read_painted(
    video: Path, track: PoseTrack, tape: TapeTruth | None, colours: Sequence[str], *, seed: int = 4
) -> dict[str, PoseTrack]:
    """Colour -> the track with the marks read off the painted pictures; ``tape`` None reads them as they are."""
    rng, reader = np.random.default_rng(seed), TapeMarkReader()
    read: dict[str, list[tuple[NDArray[np.float64], NDArray[np.float64]]]] = {colour: [] for colour in colours}
    bare = _without_marks(track, reader.keypoints)
    with read_frames(video) as frames:
        for row, (frame, points) in enumerate(zip(frames, bare.xy_px, strict=False)):
            pixels, points_px = frame.rgb(), dict(zip(bare.keypoints, points, strict=True))
            for colour in colours:
                shown = pixels if tape is None else paint_tape(pixels, tape, row, TAPE_COLOURS[colour], rng=rng)
                read[colour].append(reader.read(CameraPicture(frame.time_s, shown), points_px))
    return {colour: _with_marks(bare, reader.keypoints, marks) for colour, marks in read.items()}


def score_marks(track: PoseTrack, truth: RenderedTruth, tape: TapeTruth, colour: str) -> TapeScore:
    """Compare the marks of one track."""
    rows = slice(0, len(track))
    exact = {name: disc.centre_px[rows] for name, disc in tape.discs.items()}
    found_deg = _tilt_deg(track.point("left_psis"), track.point("right_psis"))
    exact_deg = _tilt_deg(exact["left_psis"], exact["right_psis"])
    hips_deg = truth.angles_deg["pelvic_obliquity_2d"][rows]
    seen = np.isfinite(found_deg)
    off_px = np.max([np.linalg.norm(track.point(f"{s}_psis") - exact[f"{s}_psis"], axis=1) for s in SIDES], axis=0)
    wrong = off_px[seen] > WRONG_MARK_DIAMETERS * DIAMETER_M * truth.px_per_m
    drops = [_drops(deg, track.time_s, truth) for deg in (found_deg, exact_deg, hips_deg)]
    told = np.isfinite(drops[0])
    legs = {pair: _leg_errors(track, tape, *marks) for pair, marks in LEG_PAIRS.items()}
    return TapeScore(
        clip=truth.clip,
        colour=colour,
        pictures=len(track),
        seen_share=float(seen.mean()),
        wrong_share=float(wrong.mean()) if seen.any() else 0.0,
        tilt_deg=np.stack([found_deg, exact_deg, hips_deg], axis=1)[seen],
        drop_deg=np.stack(drops[:2], axis=1)[told],
        drop_of_hips_deg=drops[2][told],
        leg_errors_deg={pair: errors for pair, (errors, _) in legs.items()},
        leg_seen_share={pair: share for pair, (_, share) in legs.items()},
    )


def score_unpainted(video: Path, track: PoseTrack) -> FalseMarks:
    """Marks found where there are none."""
    read = read_painted(video, track, None, ("none",))["none"]
    marks = [read.keypoints.index(name) for name in TapeMarkReader().keypoints]
    found, kept = (np.isfinite(t.xy_px[:, marks, 0]).any(axis=1) for t in (read, keep_staying_marks(read)))
    return FalseMarks(video.stem, len(read), int(found.sum()), int(kept.sum()))


def _drops(tilt_deg: NDArray[np.float64], time_s: NDArray[np.float64], truth: RenderedTruth) -> NDArray[np.float64]:
    """(step,) largest drop of the swing side early in stance, of complete contacts; NaN where a picture lacks it."""
    drops = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for contact in truth.contacts_of("left" if side == "left" else "right"):
            until_s = contact["td_s"] + DROP_UNTIL * (contact["to_s"] - contact["td_s"])
            inside = (time_s >= contact["td_s"]) & (time_s <= until_s)
            drops.append(float(np.max(sign * tilt_deg[inside])) if inside.any() else np.nan)
    return np.array(drops)


def _leg_errors(track: PoseTrack, tape: TapeTruth, upper: str, lower: str) -> tuple[NDArray[np.float64], float]:
    """Direction of a pair in the image, found minus exact, of both legs; and the share of showing pairs found."""
    errors, showing = [], 0
    for side in SIDES:
        discs = [tape.discs[f"{side}_{mark}"] for mark in (upper, lower)]
        found = _upright_deg(track.point(f"{side}_{upper}"), track.point(f"{side}_{lower}"))
        exact = _upright_deg(*(disc.centre_px[: len(track)] for disc in discs))
        showing += int((discs[0].is_seen & discs[1].is_seen)[: len(track)].sum())
        errors.append((found - exact)[np.isfinite(found)])
    together = np.concatenate(errors)
    return together, len(together) / max(1, showing)


def _tilt_deg(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """(time,) line from the right to the left point against the image's horizontal, seen from behind; + left higher."""
    apart = right - left
    return np.degrees(np.arctan2(apart[:, 1], apart[:, 0]))


def _upright_deg(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    apart = upper - lower
    return np.degrees(np.arctan2(apart[:, 0], -apart[:, 1]))


def _without_marks(track: PoseTrack, marks: Sequence[str]) -> PoseTrack:
    kept = [i for i, name in enumerate(track.keypoints) if name not in marks]
    names = tuple(track.keypoints[i] for i in kept)
    return replace(track, keypoints=names, xy_px=track.xy_px[:, kept], visibility=track.visibility[:, kept])


def _with_marks(
    track: PoseTrack, marks: Sequence[str], read: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]
) -> PoseTrack:
    count = len(read)
    return replace(
        track,
        time_s=track.time_s[:count],
        keypoints=(*track.keypoints, *marks),
        xy_px=np.concatenate([track.xy_px[:count], np.array([xy for xy, _ in read])], axis=1),
        visibility=np.concatenate([track.visibility[:count], np.array([seen for _, seen in read])], axis=1),
    )
