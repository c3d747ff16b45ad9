"""Instants of two recordings on one clock, and the clock itself where nobody knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.model import GaitEvent
from evenstride.model.comparison import ClockOffset, EventComparison
from evenstride.model.gait import SIDES, EventKind, Side

#: Instants further apart are not the same one: a third of the shortest step.
TOLERANCE_S = 0.08
KINDS: tuple[EventKind, EventKind] = ("initial_contact", "toe_off")
#: Two recordings must share this many contacts before a clock is told by them.
LEAST_SHARED = 6
#: Another shift that matches nine tenths as many contacts nearly as closely makes the clock unsure by whole strides.
_RIVAL_MATCHES, _RIVAL_SPREAD = 0.9, 1.5
_APART_S = 0.2
#: Spreads closer than this are alike: no recording tells instants better.
_LEAST_SPREAD_S = 0.001

Array = NDArray[np.float64]


def compare_events(a: Sequence[GaitEvent], b: Sequence[GaitEvent], *, offset_s: float) -> tuple[EventComparison, ...]:
    """Matched instants of both feet; ``offset_s`` is added to B's times. Only the time both were recorded counts."""
    if not a or not b:
        return ()
    start_s = max(a[0].time_s, b[0].time_s + offset_s) - TOLERANCE_S
    end_s = min(a[-1].time_s, b[-1].time_s + offset_s) + TOLERANCE_S
    rows = []
    for kind in KINDS:
        for side in SIDES:
            mine, theirs = (
                np.array([e.time_s + shift for e in events if (e.kind, e.side) == (kind, side)])
                for events, shift in ((a, 0.0), (b, offset_s))
            )
            mine, theirs = (each[(each >= start_s) & (each <= end_s)] for each in (mine, theirs))
            apart = _matched(mine, theirs)
            rows.append(
                EventComparison(
                    kind=kind,
                    side=side,
                    n_matched=len(apart),
                    only_a=len(mine) - len(apart),
                    only_b=len(theirs) - len(apart),
                    mean_s=float(apart.mean()) if len(apart) else None,
                    sd_s=float(apart.std(ddof=1)) if len(apart) > 1 else None,
                )
            )
    return tuple(rows)


def estimate_clock(a: Sequence[GaitEvent], b: Sequence[GaitEvent]) -> ClockOffset | None:
    """The shift of B under which most contacts of the same foot fall together, most closely; None for too few.

    Notes
    -----
    Steady running repeats itself, so shifts by whole strides fit nearly as well. What tells them apart is how the steps
    vary, and where the recordings end. ``is_unique`` is False where another shift matches nine tenths as many contacts
    with a spread less than 1.5 times the best one's.
    """
    contacts_a, contacts_b = (
        {side: np.array([e.time_s for e in events if (e.kind, e.side) == (KINDS[0], side)]) for side in SIDES}
        for events in (a, b)
    )
    shifts = np.unique(
        np.round(np.concatenate([np.subtract.outer(contacts_a[s], contacts_b[s]).ravel() for s in SIDES]), 2)
    )
    found = [
        (len(apart), float(np.std(apart)), float(shift + -np.mean(apart)))
        for shift in shifts
        if len(apart := np.concatenate(list(_apart(contacts_a, contacts_b, float(shift))))) >= LEAST_SHARED
    ]
    if not found:
        return None
    most = max(count for count, _, _ in found)
    good = [each for each in found if each[0] >= _RIVAL_MATCHES * most]
    _, spread_s, offset_s = min(good, key=lambda each: each[1])
    rivals = [each for each in good if abs(each[2] - offset_s) > _APART_S]
    closest_s = min((each[1] for each in rivals), default=np.inf)
    is_unique = bool(closest_s > _RIVAL_SPREAD * spread_s + _LEAST_SPREAD_S)
    return ClockOffset(offset_s, is_given=False, is_unique=is_unique)


def _apart(a: Mapping[Side, Array], b: Mapping[Side, Array], shift_s: float) -> Iterator[Array]:
    yield from (_matched(a[side], b[side] + shift_s) for side in a)


def _matched(a: Array, b: Array) -> Array:
    """B less A of instants that are each other's nearest within `TOLERANCE_S`."""
    if not len(a) or not len(b):
        return np.empty(0)
    apart = b[None, :] - a[:, None]
    nearest_b = np.argmin(np.abs(apart), axis=1)
    nearest_a = np.argmin(np.abs(apart), axis=0)
    mutual = nearest_a[nearest_b] == np.arange(len(a))
    found = apart[np.arange(len(a)), nearest_b][mutual]
    return np.asarray(found[np.abs(found) <= TOLERANCE_S])
