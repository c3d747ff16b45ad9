"""The clip's numbers packed small for the page."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.reports.clip_model import ClipData, ClipSection, StepMark
from evenstride.reports.packed_courses import packed_courses, packed_marks

ANGLE_SCALE_DEG = 0.1
#: A point is drawn to so many parts of the picture's longer side.
_POINT_PARTS = 16000
#: Below this a point is drawn faint.
_SURE_FROM = 0.5


def page_data_json(section: ClipSection) -> str:
    """The JSON of a clip's data block, safe inside a script element."""
    clip = section.data
    point_scale = max(clip.size_px) / _POINT_PARTS
    has_own_clock = clip.preview is not None and not np.array_equal(clip.preview.time_s, clip.time_s)
    document: dict[str, Any] = {
        "size": clip.size_px,
        "time_s": _times(clip.time_s),
        "video_time_s": _times(clip.preview.time_s) if clip.preview is not None and has_own_clock else None,
        "duration_s": round(shown_duration_s(clip), 6),
        "keypoints": clip.keypoints,
        "points": packed_courses(clip.points_px, point_scale),
        "point_scale": point_scale,
        "sure": packed_marks(np.nan_to_num(clip.visibility) >= _SURE_FROM),
        "legs": [{"side": leg.side, "role": leg.role} for leg in clip.legs],
        "steps": [_step(step) for step in clip.steps],
        "curves": [packed_courses(c.angle_deg, ANGLE_SCALE_DEG) for panel in section.panels for c in panel.curves],
        "knee_curve": near_knee_curve(section),
        "is_frontal": clip.is_frontal,
    }
    return escape_for_script(json.dumps(document, separators=(",", ":"), allow_nan=False))


def shown_duration_s(clip: ClipData) -> float:
    """Length of the time axis: to the end of the last picture."""
    if len(clip.time_s) < 2:
        return 1.0
    return float(clip.time_s[-1] - clip.time_s[0] + np.median(np.diff(clip.time_s)))


def clip_base64(clip: ClipData) -> str:
    """The preview's bytes as text; empty where there is no preview."""
    return "" if clip.preview is None else base64.b64encode(clip.preview.mp4).decode("ascii")


def escape_for_script(json_text: str) -> str:
    """JSON that no HTML parser can take for the end of its block or for markup."""
    return json_text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _times(time_s: NDArray[np.float64]) -> list[float]:
    return [round(float(t), 6) for t in time_s]


def _step(step: StepMark) -> dict[str, Any]:
    return {
        "side": step.side,
        "number": step.number,
        "contact_s": round(step.initial_contact_s, 4),
        "next_same_contact_s": None if step.next_same_contact_s is None else round(step.next_same_contact_s, 4),
    }


def near_knee_curve(section: ClipSection) -> int | None:
    """Place of the near knee's curve among all curves of the clip."""
    curves = [(panel.id, curve.role) for panel in section.panels for curve in panel.curves]
    return curves.index(("knee_flexion", "near")) if ("knee_flexion", "near") in curves else None
