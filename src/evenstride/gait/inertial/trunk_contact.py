"""Contact time of each step from the sacrum: ours, and published rules to compare it with.

Each method is a frozen configuration with one verb, ``contact_s``, which gives the contact time of every step of a
sequence. Published rules were made for single accelerometers near the sacrum; Kiernan et al. 2023 (Sensors 23:5022, doi
10.3390/s23115022) compare them over 74 runners: their instants scatter by 60 ms and more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.inertial.trunk_steps import StepSequence
from evenstride.gait.inertial.vertical import TrunkSignals
from evenstride.signals.filters import low_pass

#: The braking spike lies around the mark of a step.
_AROUND_MARK_S = (-0.08, 0.06)
#: No runner's contact is shorter; before, the shock of landing still rings.
_SHORTEST_CONTACT_S = 0.085


class ContactMethod(Protocol):
    """Anything that turns a sequence of steps into their contact times."""

    @property
    def name(self) -> str:
        """What, author, year."""

    @property
    def needs_forward(self) -> bool:
        """Whether the running direction must be known."""

    def contact_s(self, signals: TrunkSignals, steps: StepSequence) -> NDArray[np.float64]:
        """(step,) contact time; NaN where the rule found none."""


@dataclass(frozen=True)
class ContactHalfSineMorin2005:
    """Contact as long as a half sine of force must last whose peak is the sacrum's.

    Notes
    -----
    Over a step the mean vertical force is body weight; a half sine of peak P (body weights) that does this lasts
    pi/2 x step time / P (Morin et al. 2005, J Appl Biomech 21:167, eq. 2-3 turned round). P is the step's greatest
    upright acceleration after a low-pass, in units of gravity. Deviation: the paper reads P from contact and flight;
    here it is measured. It is not divided by its mean over the steps, which should be 1 g: a sensor or file that cuts
    off what is below 0 g shows more, and the peaks are right all the same.
    """

    cut_off_hz: float = 8.0
    name: str = "half sine with the sacrum's peak (Morin 2005)"
    needs_forward: bool = False

    def contact_s(self, signals: TrunkSignals, steps: StepSequence) -> NDArray[np.float64]:
        """(step,) contact time."""
        smooth = low_pass(signals.time_s, signals.vertical_g, cut_off_hz=self.cut_off_hz)
        peaks = _each_step(signals, steps, lambda inside: float(np.max(smooth[inside])))
        return np.asarray(np.pi / 2 * steps.step_s / peaks)


@dataclass(frozen=True)
class ContactEvenstrideSacrum:
    """Ours: the half sine's contact times one constant that a force plate gave.

    Notes
    -----
    contact = scale x half-sine contact (`ContactHalfSineMorin2005`). One constant, fitted on 20 trials of one runner
    (2.5 to 4.2 m/s, slopes of -10 to +10 degrees, 180 to 255 ms above a tenth of body weight; Alcantara et al. 2022,
    PeerJ 10:e12752, doi 10.7717/peerj.12752). ``python -m benchmarks.accuracy.inertial`` fits it again and leaves each
    condition out in turn. What one runner cannot tell, how far others lie off, is not in that error: see
    `evenstride.gait.inertial.trunk_gait`.
    """

    scale: float = 1.02
    half_sine: ContactHalfSineMorin2005 = ContactHalfSineMorin2005()
    name: str = "Evenstride"
    needs_forward: bool = False

    def contact_s(self, signals: TrunkSignals, steps: StepSequence) -> NDArray[np.float64]:
        """(step,) contact time."""
        return self.scale * self.half_sine.contact_s(signals, steps)


@dataclass(frozen=True)
class ContactAuvinet2002:
    """From between the upright minimum and the last forward maximum before braking, to weightlessness.

    Notes
    -----
    Toe-off is where the upright acceleration first reaches 0 g after its peak; steps that never do have none.
    Deviation: the paper read both instants by eye; this is the reading of Kiernan et al. 2023.

    References
    ----------
    Auvinet et al. 2002, Gait & Posture 16:124-134 (from memory; the rule as in Kiernan et al. 2023).
    """

    name: str = "weightlessness (Auvinet 2002)"
    needs_forward: bool = True

    def contact_s(self, signals: TrunkSignals, steps: StepSequence) -> NDArray[np.float64]:
        """(step,) contact time."""
        return _contacts(signals, steps, self._landing, self._leaving)

    def _landing(self, signals: TrunkSignals, mark_s: float) -> float:
        window = _around(signals, mark_s - 0.12, mark_s + _AROUND_MARK_S[1])
        braking = int(np.argmin(_forward(signals)[window]))
        forward = int(np.argmax(_forward(signals)[window][: braking + 1]))
        upright = int(np.argmin(signals.vertical_g[window][: braking + 1]))
        return float(signals.time_s[window.start] + 0.5 * (forward + upright) / signals.rate_hz)

    def _leaving(self, signals: TrunkSignals, landing_s: float, next_s: float) -> float:
        window = _around(signals, landing_s + _SHORTEST_CONTACT_S, next_s)
        weightless = np.flatnonzero(signals.vertical_g[window] <= 0.0)
        return float(signals.time_s[window.start + weightless[0]]) if len(weightless) else float("nan")


@dataclass(frozen=True)
class ContactLee2010:
    """From the spike of braking to the second, lower spike backwards.

    References
    ----------
    Lee, Mellifont & Burkett 2010, J Sci Med Sport 13:270-273 (from memory; the rule as in Kiernan et al. 2023).
    """

    name: str = "two backward spikes (Lee 2010)"
    needs_forward: bool = True

    def contact_s(self, signals: TrunkSignals, steps: StepSequence) -> NDArray[np.float64]:
        """(step,) contact time."""
        return _contacts(signals, steps, _braking_spike, self._leaving)

    def _leaving(self, signals: TrunkSignals, landing_s: float, next_s: float) -> float:
        window = _around(signals, landing_s + _SHORTEST_CONTACT_S, next_s + _AROUND_MARK_S[0])
        return float(signals.time_s[window.start + int(np.argmin(_forward(signals)[window]))])


@dataclass(frozen=True)
class ContactWixted2010:
    """From the spike of braking to where the upright acceleration falls through gravity.

    Notes
    -----
    The force falls below body weight well before the foot leaves, so this is short by design.

    References
    ----------
    Wixted, Billing & James 2010, Sports Eng 12:207-212 (from memory; the rule as in Kiernan et al. 2023).
    """

    name: str = "braking spike to gravity (Wixted 2010)"
    needs_forward: bool = True

    def contact_s(self, signals: TrunkSignals, steps: StepSequence) -> NDArray[np.float64]:
        """(step,) contact time."""
        return _contacts(signals, steps, _braking_spike, self._leaving)

    def _leaving(self, signals: TrunkSignals, landing_s: float, next_s: float) -> float:
        window = _around(signals, landing_s + _SHORTEST_CONTACT_S, next_s)
        unloaded = np.flatnonzero(signals.vertical_g[window] <= 1.0)
        return float(signals.time_s[window.start + unloaded[0]]) if len(unloaded) else float("nan")


#: What is compared in the benchmark, ours first.
CONTACT_METHODS: tuple[ContactMethod, ...] = (
    ContactEvenstrideSacrum(),
    ContactHalfSineMorin2005(),
    ContactAuvinet2002(),
    ContactLee2010(),
    ContactWixted2010(),
)


def _braking_spike(signals: TrunkSignals, mark_s: float) -> float:
    window = _around(signals, mark_s + _AROUND_MARK_S[0], mark_s + _AROUND_MARK_S[1])
    return float(signals.time_s[window.start + int(np.argmin(_forward(signals)[window]))])


def _contacts(
    signals: TrunkSignals,
    steps: StepSequence,
    landing: Callable[[TrunkSignals, float], float],
    leaving: Callable[[TrunkSignals, float, float], float],
) -> NDArray[np.float64]:
    """(step,) from landing to leaving, each by its rule."""
    found = []
    for mark_s, next_s in zip(steps.mark_s[:-1], steps.mark_s[1:], strict=True):
        landing_s = landing(signals, mark_s)
        found.append(leaving(signals, landing_s, next_s) - landing_s)
    return np.array(found)


def _each_step(signals: TrunkSignals, steps: StepSequence, of: Callable[[slice], float]) -> NDArray[np.float64]:
    """(step,) a number of the samples between each two marks."""
    edges = np.searchsorted(signals.time_s, steps.mark_s)
    return np.array([of(slice(begin, max(end, begin + 1))) for begin, end in pairwise(edges)])


def _around(signals: TrunkSignals, from_s: float, to_s: float) -> slice:
    """Samples of a window, at least two, inside the recording."""
    last = len(signals.time_s) - 1
    begin = int(np.clip(np.searchsorted(signals.time_s, from_s), 0, last - 1))
    return slice(begin, int(np.clip(np.searchsorted(signals.time_s, to_s), begin + 2, last + 1)))


def _forward(signals: TrunkSignals) -> NDArray[np.float64]:
    if signals.forward_g is None:
        raise ValueError("Expected the forward acceleration for this rule.")
    return signals.forward_g
