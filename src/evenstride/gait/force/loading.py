"""How hard a contact is loaded, from the vertical force, in body weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.force.contacts import ForceContacts

#: The rise between 20 and 80 % of the way to the impact peak; where there is no peak, to 13 % of contact.
RISE_FROM, RISE_TO, NO_PEAK_CONTACT = 0.20, 0.80, 0.13
#: An impact peak is a first one in this part of contact.
IMPACT_PEAK_CONTACT = 0.35
_FINE = 1001


def body_weight_n(contacts: ForceContacts) -> float:
    """Mean vertical force over whole steps, which in steady running is the body's weight; NaN for under two contacts.

    Over whole steps a body that neither rises nor sinks is held up by its weight on average, whatever the platform's
    scale; on 36 treadmill runs it was 1 to 4 % below the weight on the scales.
    """
    if len(contacts) < 2:
        return float("nan")
    whole = (contacts.time_s >= contacts.start_s[0]) & (contacts.time_s < contacts.start_s[-1])
    return float(contacts.load_n[whole].mean())


def peak_force_bw(contacts: ForceContacts, weight_n: float) -> NDArray[np.float64]:
    """(contact,) highest vertical force."""
    return np.array([load_n.max() for _, load_n in _loads(contacts)]) / weight_n


def loading_rate_bw_s(contacts: ForceContacts, weight_n: float) -> NDArray[np.float64]:
    """(contact,) mean slope of the vertical force between 20 and 80 % of the way to the impact peak, BW/s.

    Milner et al. 2006, Med Sci Sports Exerc 38:323, doi 10.1249/01.mss.0000183477.75808.92. Where no first peak
    stands out in the first 35 % of contact, 13 % of contact takes its place.
    """
    return np.array([_rate_n_s(time_s, load_n) for time_s, load_n in _loads(contacts)]) / weight_n


def _loads(contacts: ForceContacts) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Time and force of each contact, finely."""
    fine = [np.linspace(*span, _FINE) for span in zip(contacts.start_s, contacts.end_s, strict=True)]
    return [(time_s, np.interp(time_s, contacts.time_s, contacts.load_n)) for time_s in fine]


def _rate_n_s(time_s: NDArray[np.float64], load_n: NDArray[np.float64]) -> float:
    from scipy.signal import find_peaks

    peaks, _ = find_peaks(load_n[: int(IMPACT_PEAK_CONTACT * _FINE)])
    end = int(peaks[0]) if len(peaks) else int(NO_PEAK_CONTACT * _FINE)
    low, high = (round(share * end) for share in (RISE_FROM, RISE_TO))
    return float((load_n[high] - load_n[low]) / (time_s[high] - time_s[low]))
