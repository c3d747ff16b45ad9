"""What is known of a keypoint source's own habits, and how far its numbers can be trusted.

A pose model's heel is not the heel of the shoe: it lies a little ahead of it and moves along the shoe through the
step. The constants here were measured on rendered clips with exact truth (``docs/accuracy.md`` has the tables) and are
kept to what holds over all of them; nothing here is fitted to a runner, a body or a clip. How large the error of each
measure is stands in ``keypoint_errors.json``, which ``python -m training.measure_errors`` writes from clips and
laboratory runs with truth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

#: The leg that a measure is of, as a camera at the side sees it; ``both`` for the whole body.
Leg = Literal["near", "far", "both"]

ERRORS_FILE = Path(__file__).with_name("keypoint_errors.json")


@dataclass(frozen=True)
class MeasureError:
    """What is known of the error of one measure on one leg, from clips with truth.

    Attributes
    ----------
    clips, groups : what it rests on; groups are bodies and runners.
    bias : mean error, found minus true; ``known`` where it differs from zero over bodies and over runners alike.
    scale : factor that takes a known bias off; 1 where none is taken off.
    sd : one standard deviation of the error that averaging over steps does not remove, in the measure's unit; a share
        of the value for vertical oscillation and step length. Known biases that are not taken off are inside it.
    """

    clips: int
    groups: int
    bias: float
    known: bool
    scale: float
    sd: float


@dataclass(frozen=True)
class KeypointHabits:
    """How one keypoint source sees a runner from the side.

    Attributes
    ----------
    contact_offset_s, toe_off_offset_s : added to initial contacts and toe-offs. See Notes.
    flat_foot_share : how much of the heel-to-toe line's angle in flat stance is taken off at contact. 1 for points
        fixed to the shoe (markers); 0 for a model whose line tips over again once the foot bears weight.
    heel_ahead_leg : how far the heel point lies ahead of the back of the shoe at contact, in hip-to-ankle lengths.
    planted_toe : whether the toe point is fixed to the shoe, so that it goes with the ground from 20 to 50 % of stance.
    errors : leg -> measure id -> its error.

    Notes
    -----
    A force plate calls it contact at 50 N; on the rendered clips contact is the sole within 2 mm of the ground, which
    by exact points comes 18 ms later on average (ten clips, -4 to +40 ms). Which of the two a clip's viewer means
    cannot be told, so for points read from pictures we stay between them: 10 ms after the force plate's instant.
    Toe-off, too, is seen later than the force plate ends: 6 ms on the rendered clips and about half a frame (17 ms) in
    a hand-labelled real clip; we take 8 ms.
    """

    contact_offset_s: float = 0.0
    toe_off_offset_s: float = 0.0
    flat_foot_share: float = 1.0
    heel_ahead_leg: float = 0.0
    planted_toe: bool = False
    errors: Mapping[Leg, Mapping[str, MeasureError]] = field(default_factory=dict)

    def error(self, measure_id: str, leg: Leg) -> float:
        """`MeasureError.sd`; 0 where nothing was measured."""
        known = self._of(measure_id, leg)
        return 0.0 if known is None else known.sd

    def scale(self, measure_id: str, leg: Leg = "both") -> float:
        """Factor that takes off what is known of the measure's bias."""
        known = self._of(measure_id, leg)
        return 1.0 if known is None else known.scale

    def known_bias(self, measure_id: str, leg: Leg) -> float | None:
        """Bias that holds on every kind of clip with truth and is not taken off, found minus true; None if none is."""
        known = self._of(measure_id, leg)
        return known.bias if known is not None and known.known and known.scale == 1.0 else None

    def bias_doubts(self, measure_id: str, leg: Leg, *, name: str, unit: str) -> tuple[str, ...]:
        """The known bias as a reason for low confidence; empty where there is none.

        Parameters
        ----------
        name, unit : of the measure, as a reader knows them.
        """
        bias = self.known_bias(measure_id, leg)
        if bias is None:
            return ()
        whose = f" of the {leg} leg" if leg in ("near", "far") else ""
        how = "low" if bias < 0 else "high"
        spoken = "degrees" if unit == "deg" else unit
        cure = " Film the other side for this leg." if leg == "far" else ""
        return (f"{name}{whose} reads about {abs(bias):.0f} {spoken} {how} on clips with known truth.{cure}",)

    def _of(self, measure_id: str, leg: Leg) -> MeasureError | None:
        return self.errors.get(leg, {}).get(measure_id)


POINTS_ON_THE_BODY = KeypointHabits()
BLAZEPOSE = KeypointHabits(
    contact_offset_s=0.010,
    toe_off_offset_s=0.008,
    flat_foot_share=0.0,
    heel_ahead_leg=0.023,
)
LABORATORY = KeypointHabits(planted_toe=True)
_HABITS: Mapping[str, KeypointHabits] = {"blazepose": BLAZEPOSE}
#: Name in the file of everything that was not measured.
OTHER = "other"
#: A laboratory's markers err as exact points through the same formulas do, but that their lengths are in metres: as
#: measured on 52 trials of 16 runners (`benchmarks.accuracy.lab_files`; shares of the value). Joints are placed without
#: a standing trial, so knee and thigh err by what lies between us and OpenSim's inverse kinematics there (degrees).
_MARKERS, _LABORATORY = "markers", "laboratory:"
_LENGTHS_IN_METRES = {
    "step_length": MeasureError(clips=36, groups=12, bias=-0.01, known=False, scale=1.0, sd=0.03),
    "vertical_oscillation": MeasureError(clips=36, groups=12, bias=-0.02, known=False, scale=1.0, sd=0.025),
}
_JOINTS_BY_TURNING = {
    "knee_flexion_ic": MeasureError(clips=104, groups=16, bias=-3.7, known=False, scale=1.0, sd=5.7),
    "knee_flexion_peak_stance": MeasureError(clips=104, groups=16, bias=-2.7, known=False, scale=1.0, sd=4.8),
    "hip_extension_late_stance": MeasureError(clips=104, groups=16, bias=2.5, known=False, scale=1.0, sd=3.4),
}


@lru_cache(maxsize=16)
def habits_of(source: str) -> KeypointHabits:
    """The habits of `PoseTrack.source`; those of points fixed to the body for a source not measured here.

    A source not measured here is taken to err as much as the measured one does on laboratory runs.
    """
    measured = read_errors(ERRORS_FILE)
    if source.startswith(_LABORATORY):
        own = measured[_MARKERS]
        joints: dict[Leg, Mapping[str, MeasureError]] = {
            leg: {**own[leg], **_JOINTS_BY_TURNING} for leg in ("near", "far")
        }
        return replace(LABORATORY, errors={**joints, "both": {**own["both"], **_LENGTHS_IN_METRES}})
    known = next((name for name in measured if source.startswith(name)), OTHER)
    return replace(_HABITS.get(known, POINTS_ON_THE_BODY), errors=measured[known])


def read_errors(path: Path) -> dict[str, dict[Leg, dict[str, MeasureError]]]:
    """Source -> leg -> measure id -> error, as written by ``python -m training.measure_errors``."""
    sources: dict[str, dict[Leg, dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))["sources"]
    return {
        source: {
            leg: {measure_id: MeasureError(**entry) for measure_id, entry in entries.items()}
            for leg, entries in legs.items()
        }
        for source, legs in sources.items()
    }
