"""The clip's numbers packed small for the page: 16-bit integers in base64, a gap as the lowest of them."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.reports.clip_model import ClipData, ClipSection, StepMark

GAP = -32768
LARGEST = 32767
ANGLE_SCALE_DEG = 0.1


def page_data_json(section: ClipSection) -> str:
    """The JSON of a clip's data block, safe inside a script element."""
    clip = section.data
    point_scale = max(clip.size_px) / 16000
    document: dict[str, Any] = {
        "size": clip.size_px,
        "time_s": _times(clip.time_s),
        "video_time_s": None if clip.preview is None else _times(clip.preview.time_s),
        "duration_s": round(shown_duration_s(clip), 6),
        "keypoints": clip.keypoints,
        "points": packed_numbers(clip.points_px, point_scale),
        "point_scale": point_scale,
        "visibility": _base64(np.clip(np.nan_to_num(clip.visibility) * 255, 0, 255).astype(np.uint8).tobytes()),
        "legs": [{"side": leg.side, "role": leg.role} for leg in clip.legs],
        "steps": [_step(step) for step in clip.steps],
        "curves": [packed_numbers(c.angle_deg, ANGLE_SCALE_DEG) for panel in section.panels for c in panel.curves],
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
    return "" if clip.preview is None else _base64(clip.preview.mp4)


def packed_numbers(values: NDArray[np.float64], scale: float) -> str:
    """Numbers in steps of ``scale`` as little-endian 16-bit integers in base64; NaN is `GAP`."""
    steps = np.clip(np.round(np.nan_to_num(values) / scale), GAP + 1, LARGEST)
    packed = np.where(np.isfinite(values), steps, GAP).astype("<i2")
    return _base64(packed.tobytes())


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


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
