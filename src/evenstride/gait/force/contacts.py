"""Initial contact and toe-off where the vertical force passes 50 N, and whose foot it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model import GaitEvent, GaitEvents
from evenstride.model.force import ForceRecording
from evenstride.model.gait import SIDES, EventKind, Side
from evenstride.signals.filters import known_stretches, low_pass
from evenstride.signals.resampling import zero_crossings

CUT_OFF_HZ = 50.0
THRESHOLD_N = 50.0
#: Zero of a platform as laboratories hold it (our assumption): how far the threshold may truly be off.
ZERO_ERROR_N = 10.0
SHORTEST_CONTACT_S, LONGEST_CONTACT_S = 0.08, 0.60
NAME = "ForceThreshold50N"

Heights = Mapping[Side, NDArray[np.float64]]


@dataclass(frozen=True)
class ForceContacts:
    """Complete contacts of both feet.

    Attributes
    ----------
    start_s, end_s : (contact,) seconds on the markers' clock, in order of time.
    is_left : (contact,) whose foot.
    load_n : (time,) the low-passed vertical force of all platforms together on ``time_s``.
    error_s : one standard deviation of an instant: what a zero off by `ZERO_ERROR_N` does, and half a sample.
    """

    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    is_left: NDArray[np.bool_]
    time_s: NDArray[np.float64]
    load_n: NDArray[np.float64]
    error_s: float
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.start_s)

    def to_events(self) -> GaitEvents:
        """The instants as events in order of time."""
        kinds: tuple[EventKind, EventKind] = ("initial_contact", "toe_off")
        events = [
            GaitEvent("left" if is_left else "right", kind, float(instant_s), self.error_s)
            for *instants_s, is_left in zip(self.start_s, self.end_s, self.is_left, strict=True)
            for kind, instant_s in zip(kinds, instants_s, strict=True)
        ]
        return GaitEvents(tuple(sorted(events, key=lambda event: event.time_s)), NAME)


def detect_force_contacts(
    force: ForceRecording, foot_height_m: Heights, marker_time_s: NDArray[np.float64]
) -> ForceContacts:
    """Contacts of both feet from the vertical force.

    Parameters
    ----------
    foot_height_m : side -> (time,) height of heel and toe on ``marker_time_s``; tells whose contact it was.

    Notes
    -----
    1. The vertical force of all platforms is added up, so that a foot on the seam or on the other belt counts once.
       A stretch over 600 ms joins contacts of both feet; there each platform is read by itself.
    2. Low-pass at 50 Hz (fourth-order Butterworth, forwards and backwards); contact is above 50 N, its instants by
       straight lines between samples. Contacts cut by the ends, or outside 80 to 600 ms, are left out.
    3. A contact belongs to the foot whose markers are lower in its middle.
    """
    vertical_n = force.vertical_n()
    load_n = low_pass(force.time_s, vertical_n.sum(axis=0), cut_off_hz=CUT_OFF_HZ)
    contacts = loaded_stretches(force.time_s, load_n, THRESHOLD_N)
    if len(vertical_n) > 1 and (np.ptp(contacts, axis=1) > LONGEST_CONTACT_S).any():
        contacts = _split_where_joined(contacts, force, vertical_n)
    duration_s = np.ptp(contacts, axis=1)
    contacts = contacts[(duration_s >= SHORTEST_CONTACT_S) & (duration_s <= LONGEST_CONTACT_S)]
    is_left = _is_left(contacts, foot_height_m, marker_time_s)
    return ForceContacts(
        start_s=contacts[:, 0],
        end_s=contacts[:, 1],
        is_left=is_left,
        time_s=force.time_s,
        load_n=load_n,
        error_s=_instant_error_s(force, load_n),
        warnings=tuple(_exchanged_feet(force, contacts, is_left)),
    )


def loaded_stretches(
    time_s: NDArray[np.float64], load_n: NDArray[np.float64], threshold_n: float
) -> NDArray[np.float64]:
    """(contact, 2) start and end of every stretch above a threshold that both begins and ends in the recording."""
    above = load_n - threshold_n
    rising = zero_crossings(time_s, above, rising=True)
    falling = zero_crossings(time_s, above, rising=False)
    ends = np.searchsorted(falling, rising)
    complete = ends < len(falling)
    return np.stack([rising[complete], falling[ends[complete]]], axis=1)


def _split_where_joined(
    contacts: NDArray[np.float64], force: ForceRecording, vertical_n: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The contacts, those over 600 ms replaced by what single platforms carried meanwhile."""
    joined = np.ptp(contacts, axis=1) > LONGEST_CONTACT_S
    smooth = [low_pass(force.time_s, one, cut_off_hz=CUT_OFF_HZ) for one in vertical_n]
    single = np.concatenate([loaded_stretches(force.time_s, one, THRESHOLD_N) for one in smooth])
    middle_s = single.mean(axis=1)[:, None]
    inside = ((middle_s > contacts[joined, 0]) & (middle_s < contacts[joined, 1])).any(axis=1)
    split = np.concatenate([contacts[~joined], single[inside]])
    return np.asarray(split[np.argsort(split[:, 0])])


def _is_left(
    contacts: NDArray[np.float64], foot_height_m: Heights, marker_time_s: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """(contact,) whether the left foot is the lower one in the middle of each contact.

    A foot whose markers are missing there leaves it to the neighbours: feet take turns.
    """
    middle_s = contacts.mean(axis=1)
    left, right = (np.interp(middle_s, marker_time_s, foot_height_m[side]) for side in SIDES)
    lower = np.sign(right - left)
    known = np.isfinite(lower) & (lower != 0)
    turn = np.where(np.arange(len(middle_s)) % 2 == 0, 1.0, -1.0)
    for begin, end in known_stretches(~known):
        before = begin - 1 if begin else (end if end < len(lower) else None)
        if before is not None:
            lower[begin:end] = lower[before] * turn[begin:end] * turn[before]
    return np.asarray(lower > 0)


def _instant_error_s(force: ForceRecording, load_n: NDArray[np.float64]) -> float:
    """Half the difference between instants `ZERO_ERROR_N` above and below the threshold, and a sample's rounding."""
    low, high = (
        np.median(np.ptp(stretches, axis=1)) if len(stretches) else np.nan
        for stretches in (
            loaded_stretches(force.time_s, load_n, THRESHOLD_N + change) for change in (-ZERO_ERROR_N, ZERO_ERROR_N)
        )
    )
    by_zero_s = 0.0 if not np.isfinite(low - high) else abs(low - high) / 4
    return float(np.hypot(by_zero_s, 1.0 / force.rate_hz / 12**0.5))


def _exchanged_feet(force: ForceRecording, contacts: NDArray[np.float64], is_left: NDArray[np.bool_]) -> list[str]:
    """Words where the forces called left and right belong to the other foot by the markers."""
    sided = {platform.side: number for number, platform in enumerate(force.platforms) if platform.side is not None}
    if set(sided) != set(SIDES) or not len(contacts):
        return []
    vertical_n = force.vertical_n()
    at = np.clip(np.searchsorted(force.time_s, contacts.mean(axis=1)), 0, len(force.time_s) - 1)
    by_name = vertical_n[sided["left"], at] > vertical_n[sided["right"], at]
    if np.mean(by_name == is_left) >= 0.5:
        return []
    return [f"The forces called left and right in {force.source} are exchanged by the markers; the markers count."]
