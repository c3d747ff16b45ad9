"""A saved pose track, so that a clip can be analysed again without the video: ``.npz`` or ``.parquet``.

Both hold the same: times, points and visibility as 64-bit numbers, exactly, and a JSON header with the keypoint names,
the size of the picture, the source and, where it was given, what is known of the recording.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import KeypointFileError, OutputError
from evenstride.model import CameraTilt, PoseTrack, Recording

SCHEMA = "evenstride.pose/1"
NPZ_SUFFIX, PARQUET_SUFFIX = ".npz", ".parquet"
HEADER_KEY = b"evenstride.pose"


def save_pose_track(track: PoseTrack, path: Path, *, recording: Recording | None = None) -> None:
    """Write a pose track, and the recording it comes from, to ``.npz`` or ``.parquet``.

    Raises
    ------
    OutputError
        For another ending, or where the file cannot be written.
    """
    writers = {NPZ_SUFFIX: _write_npz, PARQUET_SUFFIX: _write_parquet}
    if path.suffix.lower() not in writers:
        raise OutputError(f"Expected a pose file ending in .npz or .parquet, got {path.suffix or 'no ending'!r}.")
    try:
        writers[path.suffix.lower()](track, _header(track, recording), path)
    except OSError as error:
        raise OutputError(f"Expected to write the pose track to {path.name}: {error.strerror or error}.") from error


def is_saved_pose(path: Path) -> bool:
    """Whether a file begins as what `save_pose_track` writes; False for what cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PAR1")
    except OSError:
        return False


def read_pose_track(path: Path) -> PoseTrack:
    """Read what `save_pose_track` wrote.

    Raises
    ------
    KeypointFileError
        When the file is not a saved pose track.
    """
    return read_saved_pose(path)[0]


def read_saved_pose(path: Path) -> tuple[PoseTrack, Recording | None]:
    """The pose track, and the recording where one was saved with it."""
    try:
        arrays, header = _read_parquet(path) if _is_parquet(path) else _read_npz(path)
        if header["schema"] != SCHEMA:
            raise KeypointFileError(f"Expected {SCHEMA} in {path.name}, got {header['schema']!r}.")
        track = PoseTrack(
            **arrays,
            keypoints=tuple(header["keypoints"]),
            image_size_px=(int(header["image_size_px"][0]), int(header["image_size_px"][1])),
            source=str(header["source"]),
        )
        return track, _recording_from(header["recording"])
    except OSError as error:
        raise KeypointFileError(f"Expected to read {path.name}: {error.strerror or error}.") from error
    except (KeyError, ValueError, TypeError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise KeypointFileError(
            f"Expected a pose track saved by evenstride in {path.name}, it is damaged or of another kind "
            f"({_reason(error)})."
        ) from error


def _reason(error: Exception) -> str:
    """An outside library's words without its advice on settings we do not have, and without a second full stop."""
    words = str(error)
    return "not an archive of arrays" if "pickle" in words else words.rstrip(".")


def _header(track: PoseTrack, recording: Recording | None) -> str:
    return json.dumps(
        {
            "schema": SCHEMA,
            "keypoints": track.keypoints,
            "image_size_px": track.image_size_px,
            "source": track.source,
            "recording": None if recording is None else _recording_facts(recording),
        }
    )


def _recording_facts(recording: Recording) -> dict[str, Any]:
    facts = {f.name: getattr(recording, f.name) for f in fields(recording)}
    tilt = None if recording.tilt is None else asdict(recording.tilt)
    moment = None if recording.recorded_at is None else recording.recorded_at.isoformat()
    return facts | {"time_s": recording.time_s.tolist(), "tilt": tilt, "recorded_at": moment}


def _recording_from(facts: dict[str, Any] | None) -> Recording | None:
    if facts is None:
        return None
    tuples = {name: tuple(facts[name]) for name in ("cut_times_s", "warnings")}
    tilt = None if facts.get("tilt") is None else CameraTilt(**facts["tilt"])
    moment = None if facts.get("recorded_at") is None else datetime.fromisoformat(facts["recorded_at"])
    arrays = {"time_s": np.array(facts["time_s"], float), "tilt": tilt, "recorded_at": moment}
    return Recording(**(facts | tuples | arrays))


def _write_npz(track: PoseTrack, header: str, path: Path) -> None:
    arrays = {"time_s": track.time_s, "xy_px": track.xy_px, "visibility": track.visibility}
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, header=np.array(header), **arrays)


def _read_npz(path: Path) -> tuple[dict[str, NDArray[np.float64]], dict[str, Any]]:
    # Opened here: numpy leaves the file open where it is no archive.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in ("time_s", "xy_px", "visibility")}
        return arrays, json.loads(str(archive["header"]))


def _write_parquet(track: PoseTrack, header: str, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"time_s": track.time_s}
    for i, name in enumerate(track.keypoints):
        columns[f"{name}_x_px"] = track.xy_px[:, i, 0]
        columns[f"{name}_y_px"] = track.xy_px[:, i, 1]
        columns[f"{name}_visibility"] = track.visibility[:, i]
    table = pa.table({name: np.ascontiguousarray(column) for name, column in columns.items()})
    pq.write_table(table.replace_schema_metadata({HEADER_KEY: header.encode()}), path)


def _read_parquet(path: Path) -> tuple[dict[str, NDArray[np.float64]], dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except pa.ArrowInvalid as error:
        raise KeypointFileError(f"Expected a Parquet table in {path.name}, it is damaged ({error}).") from error
    header = json.loads((table.schema.metadata or {})[HEADER_KEY])

    def column(name: str) -> NDArray[np.float64]:
        return np.asarray(table.column(name).to_numpy(), float)

    def columns(quantity: str) -> NDArray[np.float64]:
        found = [column(f"{name}_{quantity}") for name in header["keypoints"]]
        return np.stack(found, axis=1) if found else np.empty((table.num_rows, 0))

    xy_px = np.stack([columns("x_px"), columns("y_px")], axis=-1)
    return {"time_s": column("time_s"), "xy_px": xy_px, "visibility": columns("visibility")}, header


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"
