"""From found and true instants or values to counts, bias, spread and limits of agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: A found instant further than this from every true one is an invention.
TOLERANCE_S = 0.12


@dataclass(frozen=True)
class EventMatches:
    """Differences (found minus true) in seconds of matched instants, and how many had no partner."""

    differences_s: tuple[float, ...] = ()
    missed: int = 0
    invented: int = 0

    def __add__(self, more: EventMatches) -> EventMatches:
        return EventMatches(
            self.differences_s + more.differences_s, self.missed + more.missed, self.invented + more.invented
        )


@dataclass(frozen=True)
class Agreement:
    """How well values agree with the truth: found minus true, in the values' unit.

    ``limits`` are the 95 % limits of agreement, bias -+ 1.96 SD (Bland & Altman 1986, doi
    10.1016/S0140-6736(86)90837-8).
    """

    n: int
    bias: float
    sd: float
    mae: float
    rmse: float
    limits: tuple[float, float]


@dataclass
class EventTally:
    """Matches collected under a key such as (rule, frame rate, leg, kind)."""

    matches: dict[tuple[str, ...], EventMatches] = field(default_factory=dict)

    def add(self, key: tuple[str, ...], matches: EventMatches) -> None:
        """Add to what is known under the key."""
        self.matches[key] = self.matches.get(key, EventMatches()) + matches


def match_events(
    true_s: ArrayLike,
    found_s: ArrayLike,
    *,
    counted: Sequence[bool] | None = None,
    window_s: tuple[float, float] = (-np.inf, np.inf),
    tolerance_s: float = TOLERANCE_S,
) -> EventMatches:
    """Pair each true instant with the nearest found one, nearest pairs first, each used once.

    Parameters
    ----------
    counted : which true instants count as misses and in the differences; an instant cut by the clip's ends may be
        matched, so that finding it is no invention, without being scored.
    window_s : only instants without partner inside it are inventions, where the truth is not known to the ends.
    """
    truth, found = np.atleast_1d(np.asarray(true_s, float)), np.atleast_1d(np.asarray(found_s, float))
    scored = np.ones(len(truth), dtype=bool) if counted is None else np.asarray(counted, dtype=bool)
    distance = np.abs(truth[:, None] - found[None, :])
    pairs = _nearest_first(distance, tolerance_s)
    differences = tuple(float(found[j] - truth[i]) for i, j in sorted(pairs) if scored[i])
    matched = {i for i, _ in pairs}
    missed = sum(1 for i in range(len(truth)) if scored[i] and i not in matched)
    partnered = {j for _, j in pairs}
    alone = [instant for j, instant in enumerate(found) if j not in partnered]
    invented = sum(1 for instant in alone if window_s[0] <= instant <= window_s[1])
    return EventMatches(differences, missed, invented)


def summarise_differences(differences: Iterable[float]) -> Agreement:
    """Agreement of differences (found minus true); NaN throughout where there are none."""
    values = np.array([d for d in differences if np.isfinite(d)], dtype=float)
    if len(values) == 0:
        return Agreement(0, *(float("nan"),) * 4, (float("nan"),) * 2)
    bias = float(values.mean())
    sd = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return Agreement(
        n=len(values),
        bias=bias,
        sd=sd,
        mae=float(np.abs(values).mean()),
        rmse=float(np.sqrt((values**2).mean())),
        limits=(bias - 1.96 * sd, bias + 1.96 * sd),
    )


def pair_contacts(initial_contact_s: ArrayLike, toe_off_s: ArrayLike, *, longest_s: float = 0.6) -> NDArray[np.float64]:
    """(contact, 2) each contact with the toe-off that follows it before the next contact."""
    contacts, offs = np.sort(np.asarray(initial_contact_s, float)), np.sort(np.asarray(toe_off_s, float))
    until = np.append(contacts[1:], np.inf)
    pairs = []
    for start, end in zip(contacts, until, strict=True):
        inside = offs[(offs > start) & (offs < min(end, start + longest_s))]
        if len(inside):
            pairs.append((start, inside[0]))
    return np.array(pairs, dtype=float).reshape(-1, 2)


def match_contact_times(true_pairs: NDArray[np.float64], found_pairs: NDArray[np.float64]) -> list[float]:
    """Found minus true contact time in seconds of the contacts whose middles lie within the tolerance."""
    true_middle, found_middle = true_pairs.mean(axis=1), found_pairs.mean(axis=1)
    pairs = _nearest_first(np.abs(true_middle[:, None] - found_middle[None, :]), TOLERANCE_S)
    return [float(np.ptp(found_pairs[j]) - np.ptp(true_pairs[i])) for i, j in pairs]


def _nearest_first(distance: NDArray[np.float64], limit: float) -> list[tuple[int, int]]:
    taken_rows: set[int] = set()
    taken_columns: set[int] = set()
    pairs = []
    for flat in np.argsort(distance, axis=None):
        i, j = (int(k) for k in np.unravel_index(flat, distance.shape))
        if distance[i, j] > limit:
            break
        if i not in taken_rows and j not in taken_columns:
            taken_rows.add(i)
            taken_columns.add(j)
            pairs.append((i, j))
    return pairs
