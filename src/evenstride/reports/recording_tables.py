"""What was measured of a recording as tables: points, curves, events and steps; for pandas and spreadsheets.

Every table is long: one row per picture and point, picture and curve, event, or step. ``recording`` is the id that the
assessment names. Times are seconds on the recording's clock, what is missing is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evenstride.model import ClipAnalysis, SessionAnalysis
from evenstride.reports.files import write_whole

if TYPE_CHECKING:
    import pandas as pd

STEP_FIELDS = (
    "initial_contact_s",
    "toe_off_s",
    "next_contact_s",
    "next_same_contact_s",
    "contact_time_s",
    "flight_time_s",
    "step_time_s",
    "stride_time_s",
    "contact_uncertainty_s",
    "toe_off_uncertainty_s",
)


def points_table(clip: ClipAnalysis) -> pd.DataFrame:
    """One row per picture and keypoint: ``time_s``, ``keypoint``, ``x_px``, ``y_px`` (down), ``visibility``."""
    import pandas as pd

    track = clip.pose_track
    count = len(track.keypoints)
    return pd.DataFrame(
        {
            "recording": clip.recording.id,
            "frame": np.repeat(np.arange(len(track)), count),
            "time_s": np.repeat(track.time_s, count),
            "keypoint": np.tile(np.array(track.keypoints, dtype=object), len(track)),
            "x_px": track.xy_px[..., 0].ravel(),
            "y_px": track.xy_px[..., 1].ravel(),
            "visibility": track.visibility.ravel(),
        }
    )


def curves_table(clip: ClipAnalysis) -> pd.DataFrame:
    """One row per picture and curve: ``time_s``, ``curve``, ``angle_deg``; signs as in the knowledge."""
    import pandas as pd

    names = list(clip.curves.angles_deg)
    time_s = clip.curves.time_s
    angles = [clip.curves.angles_deg[name] for name in names]
    return pd.DataFrame(
        {
            "recording": clip.recording.id,
            "frame": np.tile(np.arange(len(time_s)), len(names)),
            "time_s": np.tile(time_s, len(names)),
            "curve": np.repeat(np.array(names, dtype=object), len(time_s)),
            "angle_deg": np.concatenate(angles) if angles else np.empty(0),
        }
    )


def events_table(clip: ClipAnalysis) -> pd.DataFrame:
    """One row per initial contact and toe-off: ``side``, ``kind``, ``time_s``, ``uncertainty_s``, ``complete``."""
    import pandas as pd

    columns = ("side", "kind", "time_s", "uncertainty_s", "complete")
    rows = [[getattr(event, name) for name in columns] for event in clip.events]
    table = pd.DataFrame(rows, columns=list(columns))
    table.insert(0, "recording", clip.recording.id)
    return table


def steps_table(clip: ClipAnalysis) -> pd.DataFrame:
    """One row per step, by its foot: its instants and the times between them; see `evenstride.model.Step`."""
    import pandas as pd

    rows = [[step.side, *(getattr(step, name) for name in STEP_FIELDS)] for step in clip.steps]
    table = pd.DataFrame(rows, columns=["side", *STEP_FIELDS]).astype(dict.fromkeys(STEP_FIELDS, "float64"))
    table.insert(0, "recording", clip.recording.id)
    return table


#: Name of a table -> how it is made of one recording.
RECORDING_TABLES: Mapping[str, Callable[[ClipAnalysis], pd.DataFrame]] = {
    "points": points_table,
    "curves": curves_table,
    "events": events_table,
    "steps": steps_table,
}


def write_recording_table(analysis: SessionAnalysis, name: str, path: Path) -> None:
    """Write one of `RECORDING_TABLES` of all recordings as CSV or Parquet, by the ending of ``path``.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    import pandas as pd

    table = pd.concat([RECORDING_TABLES[name](clip) for clip in analysis.clips], ignore_index=True)
    if path.suffix.lower() == ".parquet":
        write_whole(path, lambda part: table.to_parquet(part, index=False))
    else:
        write_whole(path, lambda part: table.to_csv(part, index=False))
