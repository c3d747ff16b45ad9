"""What a video file says about itself: size as shown, clock, key frames, slow motion, and whether it is whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import NotAVideoError, TruncatedVideoError
from evenstride.io.video.container import PacketTable, declared_duration_s, open_video, read_packet_table
from evenstride.io.video.frames import SHORT_END_S, VideoFrame, read_frames
from evenstride.io.video.orientation import display_matrix, is_mirrored
from evenstride.io.video.recording_time import recorded_at_from_metadata
from evenstride.io.video.slow_motion import slow_motion_factor_from_metadata

if TYPE_CHECKING:
    from av.video.stream import VideoStream

#: A clock that says more is wrong: no phone films as long, and slow motion makes an hour of a few minutes.
MOST_DURATION_S = 12 * 3600.0


@dataclass(frozen=True)
class VideoProbe:
    """One video file before its pictures are read.

    Attributes
    ----------
    width_px, height_px : size as shown, rotation applied.
    rotation_deg : clockwise turn from the stored picture to the shown one: 0, 90, 180 or 270.
    fps_nominal : 1 / median interval of ``packet_time_s``.
    frame_count_estimate : number of shown packets; equals the pictures that decode in a sound file.
    duration_s : time the pictures cover, the last one's interval included.
    packet_time_s : (picture,) presentation times, sorted, starting at 0, edit list applied, from the container alone.
    keyframe_time_s : (key picture,) instants at which decoding can begin.
    slow_motion_factor : times slower than life by the file's metadata; None where it says nothing.
    recorded_at : when it was filmed by the file's own words, UTC where they name no zone; None where they say nothing.
    truncated : the file stops before its declared end; what there is can be used.
    warnings : sentences for the person who filmed.
    """

    path: Path
    sha256: str
    width_px: int
    height_px: int
    rotation_deg: int
    codec: str
    container: str
    fps_nominal: float
    frame_count_estimate: int
    duration_s: float
    packet_time_s: NDArray[np.float64]
    keyframe_time_s: NDArray[np.float64]
    slow_motion_factor: float | None
    truncated: bool
    warnings: tuple[str, ...] = ()
    recorded_at: datetime | None = None


def probe_video(path: Path) -> VideoProbe:
    """Read what a file says about itself; one picture is decoded, the rest is demuxed only.

    Raises
    ------
    NotAVideoError
        Not a film: another kind of file, an image, sound only, empty, a folder, missing, one single picture; or a clip
        of more than `MOST_DURATION_S`.
    TruncatedVideoError
        A film that was cut short so early that no picture can be decoded.

    Notes
    -----
    The clock is the container's: presentation times of the shown packets, zero at the first. Hidden packets (edit
    list), packets before the first key frame and packets whose data the file no longer holds are left out, as a player
    leaves them out. Files without presentation times are counted through at their declared rate, with a warning.
    """
    container, stream = open_video(path)
    with container:
        table = read_packet_table(container, stream)
        ticks = table.shown_ticks()
        zero_tick = ticks[0] if len(ticks) else 0.0
        time_s = (ticks - zero_tick) * table.tick_s
        interval_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
        duration_s = float(time_s[-1]) + interval_s if len(time_s) else 0.0
        if duration_s > MOST_DURATION_S:
            raise _too_long_error(path, duration_s)
        declared_s = declared_duration_s(container, stream)
        truncated = declared_s is not None and declared_s - duration_s > SHORT_END_S
        first = _first_picture(path, len(time_s), truncated)
        fps_nominal = 1.0 / interval_s
        return VideoProbe(
            path=path,
            sha256=_sha256(path),
            width_px=first.width_px,
            height_px=first.height_px,
            rotation_deg=first.rotation_deg,
            codec=stream.codec_context.name,
            container=container.format.name,
            fps_nominal=fps_nominal,
            frame_count_estimate=len(time_s),
            duration_s=duration_s,
            packet_time_s=time_s,
            keyframe_time_s=(table.shown_key_ticks() - zero_tick) * table.tick_s,
            slow_motion_factor=slow_motion_factor_from_metadata({**container.metadata, **stream.metadata}, fps_nominal),
            truncated=truncated,
            recorded_at=recorded_at_from_metadata({**stream.metadata, **container.metadata}),
            warnings=(
                *([_short_warning(duration_s, declared_s)] if truncated else []),
                *_clock_warnings(table, fps_nominal),
                *_shape_warnings(stream, first),
            ),
        )


def _first_picture(path: Path, packet_count: int, truncated: bool) -> VideoFrame:
    with read_frames(path) as frames:
        first = next(frames, None)
    if first is not None and packet_count >= 2:
        return first
    if truncated:
        raise TruncatedVideoError(
            f"The video {path.name} ends after {packet_count} picture(s), too early to be used. "
            "Copy it again from the phone."
        )
    if first is None:
        raise NotAVideoError(
            f"Expected a video; no picture of {path.name} can be decoded. Save it again as MP4 (H.264)."
        )
    raise NotAVideoError(f"Expected a video; {path.name} holds a single picture. Choose the clip itself.")


def _too_long_error(path: Path, duration_s: float) -> NotAVideoError:
    return NotAVideoError(
        f"Expected a clip of at most {MOST_DURATION_S / 3600:.0f} hours; by its clock {path.name} lasts "
        f"{duration_s / 3600:.3g}. Cut it to 10 to 30 seconds."
    )


def _short_warning(read_s: float, declared_s: float | None) -> str:
    return (
        f"The file ends early: {read_s:.1f} s of {declared_s or 0:.1f} s could be read. "
        "Copy it again from the phone to have the rest."
    )


def _clock_warnings(table: PacketTable, fps_nominal: float) -> list[str]:
    if not table.is_counted:
        return []
    return [
        f"The file gives no time for its pictures; a constant {fps_nominal:.2f} per second is assumed. "
        "Use the file that the phone saved to have true times."
    ]


def _shape_warnings(stream: VideoStream, first: VideoFrame) -> list[str]:
    warnings = []
    ratio = stream.sample_aspect_ratio
    if ratio and not 0.99 < ratio < 1.01:
        warnings.append(
            f"The pixels are not square ({ratio.numerator}:{ratio.denominator}), which bends angles. "
            "Use the file that the phone saved."
        )
    if is_mirrored(display_matrix(first.decoded)):
        warnings.append(
            "The file asks players to mirror the picture; it was read unmirrored. Check that left and right are right."
        )
    return warnings


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
