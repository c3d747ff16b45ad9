"""What the player draws: the pictures' clock, the points, the steps, and the stills of one step."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from evenstride.model import ClipAnalysis, Step
from evenstride.model.gait import SIDES, Side, other
from evenstride.reports.clip_model import ClipData, KeyFrame, LegRole, StepMark, StickFigure
from evenstride.reports.shown_part import MOST_PREVIEW_BYTES, shown_part
from evenstride.reports.wording import leg_label

DRAWN_POINTS = ("nose", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
LEG_BONES = (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe"))
ARM_BONES = (("shoulder", "elbow"), ("elbow", "wrist"))
STILL_ASPECT = 0.8  # width / height of a still
STILL_MARGIN = 0.12  # of the runner's height, on every side


def clip_data(analysis: ClipAnalysis, *, clip_count: int = 1) -> ClipData:
    """The clip, or its beginning, as a page draws it; points scaled to the size of the preview.

    ``clip_count`` clips share the room that moving pictures may take on the page.
    """
    track = analysis.pose_track
    part = shown_part(track, analysis.preview, most_bytes=MOST_PREVIEW_BYTES // clip_count)
    count, preview = part.picture_count, part.preview
    size_px = track.image_size_px if preview is None else (preview.width_px, preview.height_px)
    drawn = [i for i, name in enumerate(track.keypoints) if name.split("_")[-1] in DRAWN_POINTS]
    scale = np.array(size_px) / np.array(track.image_size_px)
    return ClipData(
        time_s=track.time_s[:count],
        points_px=track.xy_px[:count, drawn] * scale,
        visibility=track.visibility[:count, drawn],
        keypoints=tuple(track.keypoints[i] for i in drawn),
        size_px=size_px,
        legs=leg_roles(analysis.view.near_side),
        steps=step_marks(s for s in analysis.steps if s.initial_contact_s <= track.time_s[count - 1]),
        preview=preview,
        shortened_words=part.words,
        is_frontal=analysis.view.view in ("rear", "front"),
    )


def shown_steps(steps: Iterable[Step], clip: ClipData) -> tuple[Step, ...]:
    """The steps that lie wholly in the part of the clip that the page carries."""
    last_s = float(clip.time_s[-1])
    return tuple(step for step in steps if max(step.initial_contact_s, step.toe_off_s or 0.0) <= last_s)


def leg_roles(near_side: Side | None) -> tuple[LegRole, LegRole]:
    """Near leg first; the right leg stands in where no leg is nearer."""
    first: Side = near_side or "right"
    has_near = near_side is not None
    return (
        LegRole(first, "near", leg_label(first, is_near=True, has_near=has_near)),
        LegRole(other(first), "far", leg_label(other(first), is_near=False, has_near=has_near)),
    )


def step_marks(steps: Iterable[Step]) -> tuple[StepMark, ...]:
    """Steps numbered per foot in order of time."""
    counts = dict.fromkeys(SIDES, 0)
    marks = []
    for step in sorted(steps, key=lambda step: step.initial_contact_s):
        counts[step.side] += 1
        marks.append(
            StepMark(step.side, counts[step.side], step.initial_contact_s, step.toe_off_s, step.next_same_contact_s)
        )
    return tuple(marks)


def key_frames(analysis: ClipAnalysis, clip: ClipData) -> tuple[KeyFrame, ...]:
    """Four stills of one whole step of the near leg, from the middle of the clip; none where no step is whole."""
    step = _middle_step(shown_steps(analysis.steps, clip), clip.legs[0].side)
    if step is None or step.toe_off_s is None or step.next_contact_s is None:
        return ()
    side, opposite = step.side, other(step.side)
    middle_s = 0.5 * (step.initial_contact_s + step.toe_off_s)
    moments = (
        (f"{side.capitalize()} contact", "the foot touches the ground", step.initial_contact_s),
        ("Mid-stance", "half of the time on the ground", middle_s),
        ("Toe-off", "the foot leaves the ground", step.toe_off_s),
        (f"{opposite.capitalize()} contact", "the next step begins", step.next_contact_s),
    )
    frames = [int(np.argmin(np.abs(clip.time_s - time_s))) for _, _, time_s in moments]
    figures = stick_figures(clip, frames)
    return tuple(
        KeyFrame(label, note, time_s, frame, figure)
        for (label, note, time_s), frame, figure in zip(moments, frames, figures, strict=True)
    )


def stick_figures(clip: ClipData, frames: list[int]) -> tuple[StickFigure, ...]:
    """The runner at these pictures, all cut out at one size so that the stills compare."""
    boxes = [_box(clip.points_px[frame]) for frame in frames]
    height = max(bottom - top for _, top, _, bottom in boxes) * (1 + 2 * STILL_MARGIN)
    width = max(STILL_ASPECT * height, max(right - left for left, _, right, _ in boxes) * 1.1)
    height = width / STILL_ASPECT
    return tuple(_figure(clip, frame, box, (width, height)) for frame, box in zip(frames, boxes, strict=True))


def _middle_step(steps: Iterable[Step], side: Side) -> Step | None:
    whole = [s for s in steps if s.side == side and s.toe_off_s is not None and s.next_contact_s is not None]
    return whole[len(whole) // 2] if whole else None


def _figure(
    clip: ClipData, frame: int, box: tuple[float, float, float, float], size_px: tuple[float, float]
) -> StickFigure:
    near, far = (role.side for role in clip.legs)
    left = (box[0] + box[2] - size_px[0]) / 2
    top = (box[1] + box[3] - size_px[1]) / 2
    body = [(f"{near}_{a}", f"{near}_{b}") for a, b in ARM_BONES]
    body += [(f"{near}_shoulder", f"{near}_hip"), (f"{near}_shoulder", f"{near}_ear")]
    if clip.is_frontal:
        body += [(f"{far}_shoulder", f"{far}_hip"), (f"{far}_shoulder", f"{far}_ear")]
        body += [(f"{far}_{point}", f"{near}_{point}") for point in ("shoulder", "hip")]
        body += [(f"{far}_{a}", f"{far}_{b}") for a, b in ARM_BONES]
    return StickFigure(
        crop_px=(round(left), round(top), round(size_px[0]), round(size_px[1])),
        near_leg=_path(clip, frame, [(f"{near}_{a}", f"{near}_{b}") for a, b in LEG_BONES]),
        far_leg=_path(clip, frame, [(f"{far}_{a}", f"{far}_{b}") for a, b in LEG_BONES]),
        body=_path(clip, frame, body),
    )


def _box(points_px: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) around the points of one picture; the whole number range where there are none."""
    seen = points_px[np.isfinite(points_px).all(axis=1)]
    if not len(seen):
        return (0.0, 0.0, 100.0, 100.0)
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    return (float(left), float(top), float(right), float(bottom))


def _path(clip: ClipData, frame: int, bones: Iterable[tuple[str, str]]) -> str:
    """SVG path data of the bones whose ends are both there."""
    points = dict(zip(clip.keypoints, clip.points_px[frame], strict=True))
    pieces = []
    for start, end in bones:
        if start not in points or end not in points or not np.isfinite([points[start], points[end]]).all():
            continue
        (x0, y0), (x1, y1) = points[start], points[end]
        pieces.append(f"M{x0:.0f} {y0:.0f}L{x1:.0f} {y1:.0f}")
    return "".join(pieces)
