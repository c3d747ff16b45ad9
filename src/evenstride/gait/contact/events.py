"""Initial contact and toe-off of both feet, between pictures, each with its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import SideView
from evenstride.gait.contact.contact_features import contact_features
from evenstride.gait.contact.contact_network import ContactEnsemble, load_contact_ensemble
from evenstride.gait.keypoint_habits import habits_of
from evenstride.model import GaitEvent, GaitEvents, PoseTrack
from evenstride.model.gait import SIDES, EventKind, Side
from evenstride.signals.resampling import zero_crossings

#: One standard deviation of an instant at (frames per second): between what is measured on laboratory runners that
#: the net had not seen (7 and 8 ms) and on the rendered clips (docs/accuracy.md). Interpolated between the rates.
NEAR_UNCERTAINTY_S = {30.0: 0.018, 60.0: 0.013, 120.0: 0.010, 240.0: 0.010}
FAR_UNCERTAINTY_S = {30.0: 0.022, 60.0: 0.015, 120.0: 0.012, 240.0: 0.012}
SHORTEST_CONTACT_S = 0.08
LONGEST_CONTACT_S = 0.60
#: An instant this close to the clip's ends was read from half of the movement.
CUT_OFF_MARGIN_S = 0.05
#: An instant further than this from the next picture that shows the foot is a guess.
LONGEST_BLIND_S = 0.07


@dataclass(frozen=True)
class FootContactEvenstride:
    """Our detector: a small convolutional network over both legs' movement, trained on force-plate runs.

    Parameters
    ----------
    ensemble : nets to use; None takes those that ship with the package.
    without_runner : laboratory runner (``<dataset>/<subject>``) whose data must not have been seen: only the nets
        trained without that runner are used. For benchmarks.

    Notes
    -----
    1. Both legs relative to the hips, in leg lengths, at 120 Hz (`contact_features`).
    2. The mean log odds of the ensemble that the foot is on the ground.
    3. Initial contact is where they pass zero upwards, toe-off downwards, on a straight line between samples.
    4. Contacts shorter than 80 ms or longer than 600 ms are left out, as are crossings without a partner and
       instants around which the foot is not seen.

    5. Instants are moved by what is known of the keypoint source (`keypoint_habits`); not for markers.

    Contact is what a force plate calls contact: more than 50 N.
    """

    ensemble: ContactEnsemble | None = None
    without_runner: str | None = None
    name: str = "FootContactEvenstride"

    def detect(self, track: PoseTrack, view: SideView) -> GaitEvents:
        """Events of both feet; ``track`` with sides repaired and strays removed."""
        if len(track) < 8:
            return GaitEvents((), self.name)
        ensemble = self.ensemble or load_contact_ensemble()
        if self.without_runner is not None:
            ensemble = ensemble.without(self.without_runner)
        grid_s, channels = contact_features(track, view)
        events = [
            event for side in SIDES for event in _events_of_side(grid_s, channels[side], ensemble, track, view, side)
        ]
        return GaitEvents(tuple(sorted(events, key=lambda event: event.time_s)), self.name)


def event_uncertainty_s(fps: float, *, is_near: bool) -> float:
    """One standard deviation of an instant at a frame rate, for the near or the far leg."""
    table = NEAR_UNCERTAINTY_S if is_near else FAR_UNCERTAINTY_S
    return float(np.interp(np.log(max(fps, 1.0)), np.log(list(table)), list(table.values())))


def _events_of_side(
    grid_s: NDArray[np.float64],
    channels: NDArray[np.float64],
    ensemble: ContactEnsemble,
    track: PoseTrack,
    view: SideView,
    side: Side,
) -> list[GaitEvent]:
    logits = ensemble.logits(channels)
    contacts, offs = _paired(
        zero_crossings(grid_s, logits, rising=True), zero_crossings(grid_s, logits, rising=False), grid_s
    )
    habits = habits_of(track.source)
    uncertainty_s = event_uncertainty_s(track.fps, is_near=side == view.near_side)
    shifted: tuple[tuple[EventKind, NDArray[np.float64]], ...] = (
        ("initial_contact", np.array(contacts) + ensemble.initial_contact_offset_s + habits.contact_offset_s),
        ("toe_off", np.array(offs) + ensemble.toe_off_offset_s + habits.toe_off_offset_s),
    )
    seen_s = _foot_seen_s(track, side)
    return [
        GaitEvent(side, kind, float(instant), uncertainty_s, complete=_is_inside(float(instant), grid_s))
        for kind, instants in shifted
        for instant in instants
        if _is_seen(float(instant), seen_s)
    ]


def _paired(
    rising_s: NDArray[np.float64], falling_s: NDArray[np.float64], grid_s: NDArray[np.float64]
) -> tuple[list[float], list[float]]:
    """Contacts and toe-offs that bound a contact of plausible length; one half may lie outside the clip."""
    contacts: list[float] = []
    offs: list[float] = []
    if len(falling_s) and (not len(rising_s) or falling_s[0] < rising_s[0]):
        offs.append(float(falling_s[0]))
    for begin in rising_s:
        later = falling_s[falling_s > begin]
        end = float(later[0]) if len(later) else None
        if end is None:
            if grid_s[-1] - begin <= LONGEST_CONTACT_S:
                contacts.append(float(begin))
        elif SHORTEST_CONTACT_S <= end - begin <= LONGEST_CONTACT_S:
            contacts.append(float(begin))
            offs.append(end)
    return contacts, offs


def _foot_seen_s(track: PoseTrack, side: Side) -> NDArray[np.float64]:
    """Times of the pictures that show the foot and the hips."""
    needed = [track.point(f"{side}_{name}") for name in ("heel", "toe")] + [track.middle("hip")]
    return track.time_s[np.isfinite(np.concatenate(needed, axis=1)).all(axis=1)]


def _is_seen(instant_s: float, seen_s: NDArray[np.float64]) -> bool:
    """Whether pictures on both sides of an instant show the foot; at the clip's very ends one side is enough."""
    after = int(np.searchsorted(seen_s, instant_s))
    if not len(seen_s):
        return False
    before_s = instant_s - seen_s[after - 1] if after > 0 else 0.0
    after_s = seen_s[after] - instant_s if after < len(seen_s) else instant_s - seen_s[-1]
    return bool(before_s <= LONGEST_BLIND_S and after_s <= LONGEST_BLIND_S)


def _is_inside(instant_s: float, grid_s: NDArray[np.float64]) -> bool:
    return bool(grid_s[0] + CUT_OFF_MARGIN_S <= instant_s <= grid_s[-1] - CUT_OFF_MARGIN_S)
