"""What a file that somebody handed over is, found out behind the wall: kind and facts, or one line that refuses it."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, get_args

from evenstride.errors import EvenstrideError, InputError
from evenstride.io.content_kind import ContentKind, content_kind
from evenstride.wall import WalledProcessEndedError, WallLimits, call_walled
from evenstride.wall.child import Tell
from evenstride.wall.limits import GIBIBYTE, MEBIBYTE

#: The largest files at hand take 2 s and 0.9 GiB of address space; a slow machine with a full disk ten times that.
INSPECTION_LIMITS = WallLimits(memory_bytes=2 * GIBIBYTE, cpu_s=60, wall_s=90.0, file_bytes=MEBIBYTE)


@dataclass(frozen=True)
class FileFacts:
    """What a file says about itself.

    Attributes
    ----------
    facts : by the kind. Of a video: ``width_px``, ``height_px``, ``fps_nominal``, ``frame_count``, ``duration_s``,
        ``rotation_deg``, ``codec``, ``slow_motion_factor``, ``recorded_at`` (ISO). Of a run: ``runs``, ``start``,
        ``duration_s``, ``is_indoor``. Of markers: ``markers``, ``rate_hz``, ``duration_s``. Of keypoints:
        ``points``, ``picture_count``, ``fps_nominal``, ``duration_s``. Of a sensor's table: ``columns``.
    warnings : sentences for the person who made the file.
    """

    kind: ContentKind
    facts: dict[str, Any]
    warnings: tuple[str, ...] = field(default=())


def inspect_file(path: Path, *, limits: WallLimits = INSPECTION_LIMITS) -> FileFacts:
    """Say what a file is, whatever its name claims; it is opened in a child process with limits.

    Raises
    ------
    InputError : it cannot be used; one line says what was expected, what came and what to do.
    """
    with tempfile.TemporaryDirectory(prefix="evenstride-") as folder:
        try:
            found = call_walled(
                "evenstride.services.inspect_file:inspect_here",
                {"path": str(path.absolute())},
                folder=Path(folder),
                readable=[path],
                limits=limits,
            )
        except WalledProcessEndedError as error:
            raise InputError(
                f"Expected a recording; the process that looked into {path.name} was ended {error.facts.get('how')}. "
                "Copy it again, or save the clip as MP4 (H.264)."
            ) from error
    if found["kind"] not in get_args(ContentKind):
        raise EvenstrideError(f"Expected a known kind of file, got {str(found['kind'])[:40]}.")
    return FileFacts(found["kind"], dict(found["facts"]), tuple(map(str, found["warnings"])))


def inspect_here(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:  # noqa: ARG001
    """The same in this process, as plain values; called behind the wall."""
    path = Path(arguments["path"])
    kind = content_kind(path)
    if kind == "video":
        return asdict(_of_video(path))
    if kind in ("fit", "tcx", "gpx"):
        return asdict(_of_run(path, kind))
    of_kind = {"c3d": _of_c3d, "trc": _of_trc, "keypoints": _of_keypoints, "imu_csv": _of_sensor_table}
    return asdict(of_kind[kind](path))


def _of_video(path: Path) -> FileFacts:
    from evenstride.io.video import probe_video

    probe = probe_video(path)
    facts = {
        "width_px": probe.width_px,
        "height_px": probe.height_px,
        "fps_nominal": probe.fps_nominal,
        "frame_count": probe.frame_count_estimate,
        "duration_s": probe.duration_s,
        "rotation_deg": probe.rotation_deg,
        "codec": probe.codec,
        "slow_motion_factor": probe.slow_motion_factor,
        "recorded_at": None if probe.recorded_at is None else probe.recorded_at.isoformat(),
    }
    return FileFacts("video", facts, probe.warnings)


def _of_run(path: Path, kind: ContentKind) -> FileFacts:
    from evenstride.io.runs import read_runs

    runs = read_runs(path)
    last = runs[-1]
    facts = {
        "runs": len(runs),
        "start": None if last.start is None else last.start.isoformat(),
        "duration_s": last.duration_s,
        "is_indoor": last.is_indoor,
    }
    return FileFacts(kind, facts, tuple(dict.fromkeys(line for run in runs for line in (*run.lost, *run.warnings))))


def _of_c3d(path: Path) -> FileFacts:
    from evenstride.io.c3d import read_c3d

    recording = read_c3d(path)
    seconds = float(recording.time_s[-1]) + 1.0 / recording.rate_hz
    facts = {"markers": len(recording.markers_m), "rate_hz": recording.rate_hz, "duration_s": seconds}
    return FileFacts("c3d", facts, recording.warnings)


def _of_trc(path: Path) -> FileFacts:
    """The second and third line: names of the facts, and the facts."""
    with path.open(encoding="utf-8", errors="replace") as file:
        lines = [file.readline(MEBIBYTE) for _ in range(3)]
    header = dict(zip(lines[1].split(), lines[2].split(), strict=False))
    try:
        rate_hz, count, markers = float(header["DataRate"]), int(header["NumFrames"]), int(header["NumMarkers"])
    except (KeyError, ValueError) as error:
        raise InputError(
            f"Expected rate and counts in the third line of {path.name}, they are not there. Export it again."
        ) from error
    if not (rate_hz > 0 and count > 0 and markers > 0):
        raise InputError(f"Expected markers over time in {path.name}, it declares none. Export it again.")
    return FileFacts("trc", {"markers": markers, "rate_hz": rate_hz, "duration_s": count / rate_hz})


def _of_keypoints(path: Path) -> FileFacts:
    from evenstride.services.analyze_clip import read_pose

    track, recording = read_pose(path)
    facts = {
        "points": len(track.keypoints),
        "picture_count": len(track),
        "fps_nominal": recording.fps_nominal,
        "duration_s": recording.duration_s,
        "recorded_at": None if recording.recorded_at is None else recording.recorded_at.isoformat(),
    }
    return FileFacts("keypoints", facts, recording.warnings)


def _of_sensor_table(path: Path) -> FileFacts:
    """What its columns are called; a table that the reader finds no samples in is refused as there."""
    from evenstride.io.imu.columns import find_columns
    from evenstride.io.imu.declaration import ImuDeclaration
    from evenstride.io.imu.table import sniff_layout

    layout = sniff_layout(path)
    found = find_columns(layout, ImuDeclaration(), path.name)
    return FileFacts("imu_csv", {"columns": [column[:80] for column in found.axes[:100]]})
