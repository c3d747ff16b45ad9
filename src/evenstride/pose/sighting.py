"""People seen in short bursts of a clip: one sighting each, linked to persons, one of whom is the runner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.appearance import Appearance
from evenstride.pose.backend import PoseEstimate, RegionOfInterest
from evenstride.pose.identity import IdentitySettings, RunnerIdentity, StartHint

#: Parts of the body; all but one of a part's points must be inside the picture for the part to be there.
BODY_PARTS: dict[str, tuple[str, ...]] = {
    "head": ("nose", "left_ear", "right_ear"),
    "legs": ("left_hip", "right_hip", "left_knee", "right_knee"),
    "feet": ("left_ankle", "right_ankle", "left_heel", "right_heel", "left_toe", "right_toe"),
}
#: Faster legs than this are mistakes of the model, leg lengths per second.
_FASTEST_LEGS_PER_S = 5.0
#: Stands for the legs of a person of whom one picture was seen, leg lengths per second.
_UNKNOWN_LEGS_PER_S = 1.0


@dataclass(frozen=True)
class Sighting:
    """One person in one burst.

    Attributes
    ----------
    start : the person at the burst's first picture.
    looks : (zone, rgb) colours in each of its pictures; see `describe_appearance`.
    end_s, end_region : the person at the last picture.
    leg_motion_per_s : root mean square speed of the ankles about the hips, in leg lengths per second; None where
        there was a single picture.
    parts_inside : of `BODY_PARTS`, those inside the picture.
    """

    start: StartHint
    looks: tuple[NDArray[np.float64], ...]
    end_s: float
    end_region: RegionOfInterest
    leg_motion_per_s: float | None
    parts_inside: frozenset[str]


def describe_sighting(
    times_s: Sequence[float],
    estimates: Sequence[PoseEstimate],
    looks: Sequence[NDArray[np.float64]],
    keypoints: Sequence[str],
    image_size_px: tuple[int, int],
) -> Sighting:
    """Sum up one person's estimates over a burst; the first has a region."""
    first, last = estimates[0], estimates[-1]
    assert first.region is not None
    points = np.stack([estimate.xy_px for estimate in estimates])
    return Sighting(
        start=StartHint(times_s[0], first.region, Appearance.from_looks(looks)),
        looks=tuple(looks),
        end_s=times_s[-1],
        end_region=last.region or first.region,
        leg_motion_per_s=measure_leg_motion(np.asarray(times_s), points, keypoints),
        parts_inside=_parts_inside(points, keypoints, image_size_px),
    )


def measure_leg_motion(
    time_s: NDArray[np.float64], xy_px: NDArray[np.float64], keypoints: Sequence[str]
) -> float | None:
    """Root mean square speed of the ankles about the middle of the hips, in leg lengths per second.

    A change of sides between two pictures is not motion: the smaller of both ways to pair the ankles counts.

    Parameters
    ----------
    time_s : (time,)
    xy_px : (time, keypoint, xy) image frame.
    """
    if len(time_s) < 2:
        return None
    hip, knee, ankle = (
        xy_px[:, [keypoints.index(f"{side}_{name}") for side in ("left", "right")]] for name in ("hip", "knee", "ankle")
    )
    leg_px = float(np.median(np.hypot(*(hip - knee).T) + np.hypot(*(knee - ankle).T)))
    relative = ankle - hip.mean(axis=1, keepdims=True)
    straight, crossed = np.diff(relative, axis=0), relative[1:] - relative[:-1, ::-1]
    moved_px2 = np.minimum((straight**2).sum(axis=(1, 2)), (crossed**2).sum(axis=(1, 2))) / 2
    return float(np.sqrt(np.mean(moved_px2 / np.diff(time_s) ** 2)) / leg_px)


def link_sightings(bursts: Sequence[Sequence[Sighting]], settings: IdentitySettings) -> list[list[Sighting]]:
    """Sightings of each person, by reachable place and size and by colours; the likeliest pairs are linked first."""
    persons: list[list[Sighting]] = []
    for burst in bursts:
        costs = {
            (p, s): _link_cost(person, sighting, settings)
            for p, person in enumerate(persons)
            for s, sighting in enumerate(burst)
        }
        person_of: dict[int, int] = {}
        for p, s in sorted(costs, key=lambda pair: costs[pair]):
            if costs[p, s] < math.inf and s not in person_of and p not in person_of.values():
                person_of[s] = p
        for s, sighting in enumerate(burst):
            if s in person_of:
                persons[person_of[s]].append(sighting)
            else:
                persons.append([sighting])
    return persons


def choose_runner(persons: Sequence[list[Sighting]]) -> list[Sighting]:
    """The person who is there longest and largest, where legs that move fast weigh twice as much as either."""
    return max(persons, key=_runner_weight)


def choose_largest(persons: Sequence[list[Sighting]]) -> list[Sighting]:
    """The person who is there longest and largest."""
    return max(persons, key=lambda person: sum(sighting.start.region.size_px for sighting in person))


def appearance_of(person: Sequence[Sighting]) -> Appearance | None:
    """Colours over all sightings; None where they were never seen."""
    return Appearance.from_looks(look for sighting in person for look in sighting.looks)


def typical_leg_motion(person: Sequence[Sighting]) -> float | None:
    """Median leg motion over the sightings, leg lengths per second; None where it was never measured."""
    measured = [sighting.leg_motion_per_s for sighting in person if sighting.leg_motion_per_s is not None]
    return float(np.median(measured)) if measured else None


def _runner_weight(person: Sequence[Sighting]) -> float:
    motion = typical_leg_motion(person)
    motion = _UNKNOWN_LEGS_PER_S if motion is None else min(motion, _FASTEST_LEGS_PER_S)
    return motion**2 * sum(sighting.start.region.size_px for sighting in person)


def _link_cost(person: Sequence[Sighting], sighting: Sighting, settings: IdentitySettings) -> float:
    """How unlikely it is that the sighting is this person; infinite where place, size or colours rule it out."""
    last = person[-1]
    known = RunnerIdentity(StartHint(last.end_s, last.end_region), (), settings)
    place = known.unlikeness(sighting.start.region, sighting.start.time_s)
    appearance = appearance_of(person)
    colours = 0.0
    if appearance is not None and sighting.looks:
        colours = appearance.distance(np.mean(sighting.looks, axis=0)) / settings.most_colour_distance
    return place + colours if max(place, colours) < 1.0 else math.inf


def _parts_inside(
    xy_px: NDArray[np.float64], keypoints: Sequence[str], image_size_px: tuple[int, int]
) -> frozenset[str]:
    is_inside = np.all((xy_px >= 0) & (xy_px < np.array(image_size_px)), axis=(0, 2))
    inside = {name for name, inside in zip(keypoints, is_inside, strict=True) if inside}
    return frozenset(part for part, names in BODY_PARTS.items() if len(set(names) - inside) <= 1)
