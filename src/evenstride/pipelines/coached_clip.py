"""A recorded clip of an exercise to what the coach saw in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.coaching import Coach, WatchPlan, frames_of_track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evenstride.coaching.events import Event
    from evenstride.model import PoseTrack
    from evenstride.model.coached import CoachedSet
    from evenstride.model.gait import Side


@dataclass(frozen=True)
class CoachedTrack:
    """The set, and everything that would have been said while it was done."""

    coached: CoachedSet
    events: tuple[Event, ...]


def coach_track(track: PoseTrack, plan: WatchPlan, *, side: Side | None = None) -> CoachedTrack:
    """Show a recorded pose track to the coach, picture by picture, as a live stream would be.

    Parameters
    ----------
    side : the leg that works, where the runner said so.
    """
    coach = Coach(plan, side=side)
    events = [event for frame in frames_of_track(track) for event in coach.add(frame)]
    events += coach.finish()
    return CoachedTrack(coach.coached, tuple(events))


def coach_likeliest(track: PoseTrack, plans: Sequence[WatchPlan], *, side: Side | None = None) -> CoachedTrack:
    """The form of an exercise of which most repetitions are seen; the first one where none is."""
    seen = [coach_track(track, plan, side=side) for plan in plans]
    return max(seen, key=lambda each: len(each.coached.repetitions))
