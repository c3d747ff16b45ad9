"""From a raw pose track to one that can be measured: sides held, strays out, short gaps joined, the rest left open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.naming.sides import SideRepair, repair_sides
from evenstride.model import PoseTrack
from evenstride.signals.gaps import fill_short_gaps, without_strays

#: Longest gap that straight lines may bridge: a foot's swing takes 0.4 s, its contact 0.2 s.
LONGEST_FILLED_GAP_S = 0.07
#: A point counts as not seen below this confidence.
LEAST_VISIBILITY = 0.15
#: Strays are at least this far off their neighbours' line, in leg lengths.
STRAY_FLOOR_LEG = 0.06
STRAY_LIMIT_SD = 6.0
#: Sources whose points were given their names by a person, not by a model: markers of a laboratory.
LABELLED_SOURCES = ("laboratory:",)


@dataclass(frozen=True)
class CleanTrack:
    """A measurable track and the record of what was changed.

    Attributes
    ----------
    swapped_share : share of pictures whose legs were exchanged.
    unclear_share : share of pictures in which the legs could not be told apart.
    stray_share : share of leg points that were set aside.
    unknown : (time,) True where a leg point is missing even after short gaps were joined.
    """

    track: PoseTrack
    swapped_share: float
    unclear_share: float
    stray_share: float
    unknown: NDArray[np.bool_]


def clean_track(track: PoseTrack) -> CleanTrack:
    """Hold the sides, set strays aside, join gaps up to 70 ms.

    Events are not moved by any of this: points are kept or dropped, never smoothed.
    """
    seen = track.with_points(np.where(track.visibility[..., None] >= LEAST_VISIBILITY, track.xy_px, np.nan))
    none = np.zeros(len(track), dtype=bool)
    repair = SideRepair(seen, none, none) if track.source.startswith(LABELLED_SOURCES) else repair_sides(seen)
    xy = repair.track.xy_px.copy()
    floor_px = STRAY_FLOOR_LEG * typical_leg_length_px(repair.track)
    half_width = max(1, round(0.034 * track.fps))
    before = np.isfinite(xy[..., 0])
    for k in range(xy.shape[1]):
        xy[:, k] = without_strays(xy[:, k], half_width=half_width, limit_sd=STRAY_LIMIT_SD, floor=floor_px)
    strays = before & ~np.isfinite(xy[..., 0])
    xy = fill_short_gaps(track.time_s, xy, longest_gap_s=LONGEST_FILLED_GAP_S + 1 / max(track.fps, 1.0))
    legs = [k for k, name in enumerate(track.keypoints) if name.rsplit("_", 1)[-1] in ("hip", "knee", "ankle")]
    return CleanTrack(
        track=repair.track.with_points(xy),
        swapped_share=float(repair.swapped.mean()),
        unclear_share=float(repair.unclear.mean()),
        stray_share=float(strays[:, legs].mean()) if legs else 0.0,
        unknown=np.asarray(~np.isfinite(xy[:, legs, 0]).all(axis=1)),
    )
