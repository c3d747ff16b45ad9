"""The facts of a recording, from what its file says and what was seen in it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.model import PoseTrack, Recording

if TYPE_CHECKING:
    from evenstride.pipelines.clip_tracking import TrackedClip


def recording_of(clip: TrackedClip) -> Recording:
    """The recording's facts from what its file says and what was seen in it."""
    probe, scene = clip.probe, clip.scene
    return Recording(
        id=probe.sha256[:12],
        path=probe.path.name,
        sha256=probe.sha256,
        kind="video",
        width_px=probe.width_px,
        height_px=probe.height_px,
        time_s=probe.packet_time_s if scene is None else scene.time_s[~scene.repeated],
        rotation_deg=probe.rotation_deg,
        codec=probe.codec,
        repeated_frame_count=0 if scene is None else int(scene.repeated.sum()),
        slow_motion_factor=probe.slow_motion_factor,
        cut_times_s=() if scene is None else scene.cut_times_s,
        camera_motion_px_s=None if scene is None else scene.camera_motion_px_s,
        is_panned=scene is not None and scene.is_pan,
        tilt=clip.tilt,
        recorded_at=probe.recorded_at,
        warnings=tuple(_warnings(clip)),
    )


def recording_of_keypoints(path: Path, track: PoseTrack) -> Recording:
    """The recording's facts where only keypoints came in."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    width, height = track.image_size_px
    return Recording(digest[:12], path.name, digest, "keypoints", width, height, track.time_s)


def _warnings(clip: TrackedClip) -> list[str]:
    """Sentences for the person who filmed."""
    warnings = list(clip.probe.warnings)
    if clip.survey.others_in_picture:
        warnings.append(
            f"{clip.survey.people_count} people are in the picture; the one whose legs move most was followed. "
            "Check the skeleton in the report."
        )
    if clip.ended_early and not clip.probe.truncated:
        warnings.append("The file stops giving pictures before its end; what there is was used.")
    if clip.scene is not None and clip.scene.cut_times_s:
        instants = ", ".join(f"{time_s:.1f} s" for time_s in clip.scene.cut_times_s)
        warnings.append(f"The clip is cut at {instants}; only the longest piece that shows the runner was used.")
    return warnings
