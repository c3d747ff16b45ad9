"""Contacts and toe-offs of a made-up runner against the instants it was built from.

The made-up foot meets a hard belt at one instant. Our contact is a force plate's 50 N, which the network was taught on
real shoes; on this runner it comes some 10 to 20 ms earlier, the same for every step. So the instants are held to 25 ms
and their scatter from step to step to a few milliseconds.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.contact_network import (
    ContactEnsemble,
    ContactNetwork,
    ConvolutionLayer,
    load_contact_ensemble,
)
from evenstride.gait.contact.events import FootContactEvenstride, event_uncertainty_s
from evenstride.gait.naming.cleaning import clean_track
from evenstride.model import GaitEvents, PoseTrack
from evenstride.model.gait import SIDES
from gait_fixtures.synthetic_runner import RUNNER, LegForm, SyntheticRunner, film, with_gap

DURATION_S = 5.0
LEG = ("knee", "ankle", "heel", "toe")


def events_of(track: PoseTrack) -> GaitEvents:
    return FootContactEvenstride().detect(track, estimate_side_view(track))


def errors_s(found: GaitEvents, runner: SyntheticRunner, duration_s: float, kind: str, side: str) -> np.ndarray:
    """Found minus true of every instant well inside the clip; none may be missing, doubled or invented."""
    true_s = (runner.contacts_s if kind == "initial_contact" else runner.toe_offs_s)(side, duration_s)  # type: ignore[arg-type]
    inside = true_s[(true_s > 0.08) & (true_s < duration_s - 0.08)]
    found_s = np.array([e.time_s for e in found if (e.kind, e.side) == (kind, side)])
    found_s = found_s[(found_s > 0.05) & (found_s < duration_s - 0.05)]
    nearest = true_s[np.abs(found_s[:, None] - true_s[None, :]).argmin(axis=1)]
    assert set(inside) <= set(nearest), "an instant is missing"
    assert len(set(nearest)) == len(nearest), "an instant is found twice"
    return found_s - nearest


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0, 240.0])
def test_every_contact_and_toe_off_is_found_and_none_invented(fps: float, facing: str) -> None:
    found = events_of(film(RUNNER, fps=fps, duration_s=DURATION_S, facing=facing))
    for kind in ("initial_contact", "toe_off"):
        for side in SIDES:
            off_s = errors_s(found, RUNNER, DURATION_S, kind, side)
            assert np.abs(off_s).max() < 0.025, (kind, side)
            assert off_s.std() < 0.004, (kind, side)


@pytest.mark.parametrize("fps", [30.0, 120.0])
def test_noise_moves_the_instants_by_no_more_than_they_say(fps: float) -> None:
    track = film(RUNNER, fps=fps, duration_s=8, noise_px=4.0, rng=np.random.default_rng(41))
    found = events_of(clean_track(track).track)
    for kind in ("initial_contact", "toe_off"):
        for side in SIDES:
            off_s = errors_s(found, RUNNER, 8.0, kind, side)
            assert off_s.std() < event_uncertainty_s(fps, is_near=True), (kind, side)


@pytest.mark.parametrize("cadence_spm", [155.0, 190.0])
@pytest.mark.parametrize("landing_deg", [-8.0, 4.0, 25.0])
def test_contacts_are_found_whatever_part_of_the_foot_lands_first(cadence_spm: float, landing_deg: float) -> None:
    leg = LegForm(foot_landing_deg=landing_deg, contact_time_s=0.23)
    runner = SyntheticRunner(cadence_spm=cadence_spm, left=leg, right=leg)
    found = events_of(film(runner, fps=60, duration_s=DURATION_S))
    for side in SIDES:
        assert np.abs(errors_s(found, runner, DURATION_S, "initial_contact", side)).max() < 0.035


def test_contacts_alternate_between_the_feet() -> None:
    sides = [event.side for event in events_of(film(RUNNER, fps=60, duration_s=DURATION_S)).of("initial_contact")]
    assert all(a != b for a, b in pairwise(sides))


def contact_difference_s(found: GaitEvents) -> float:
    """Right minus left mean contact time."""
    mean_s = {}
    for side in SIDES:
        offs_s = np.array([e.time_s for e in found.of("toe_off", side)])
        starts_s = [e.time_s for e in found.of("initial_contact", side) if e.time_s < offs_s[-1]]
        mean_s[side] = np.mean([offs_s[offs_s > start_s][0] - start_s for start_s in starts_s])
    return float(mean_s["right"] - mean_s["left"])


def right_step_share(found: GaitEvents, stride_s: float) -> float:
    """Mean time from a right to the next left contact over the stride."""
    contacts = found.of("initial_contact")
    return float(np.mean([b.time_s - a.time_s for a, b in pairwise(contacts) if a.side == "right"]) / stride_s)


LONGER_ON_THE_RIGHT = SyntheticRunner(
    left=LegForm(contact_time_s=0.22), right=LegForm(contact_time_s=0.26), knee_contact_deg=18.0
)
UNEVEN = SyntheticRunner(right_step_share=0.53, knee_contact_deg=18.0)


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_longer_contact_is_seen_on_the_side_that_has_it(facing: str) -> None:
    found = events_of(film(LONGER_ON_THE_RIGHT, fps=120, duration_s=DURATION_S, facing=facing))
    assert 0.005 < contact_difference_s(found) < 0.045


@pytest.mark.parametrize("facing", ["left", "right"])
def test_uneven_steps_are_seen_as_uneven(facing: str) -> None:
    found = events_of(film(UNEVEN, fps=120, duration_s=DURATION_S, facing=facing))
    assert 0.51 < right_step_share(found, UNEVEN.stride_s) < 0.535


def even_contact_s(contact_time_s: float) -> float:
    """Mean contact time found on a runner both of whose feet stay as long."""
    leg = LegForm(contact_time_s=contact_time_s)
    runner = SyntheticRunner(left=leg, right=leg, knee_contact_deg=18.0)
    found = events_of(film(runner, fps=120, duration_s=DURATION_S))
    offs_s = {side: np.array([e.time_s for e in found.of("toe_off", side)]) for side in SIDES}
    return float(
        np.mean(
            [
                offs_s[e.side][offs_s[e.side] > e.time_s][0] - e.time_s
                for e in found.of("initial_contact")
                if e.time_s < offs_s[e.side][-1]
            ]
        )
    )


def test_a_difference_between_the_legs_is_as_large_as_that_between_two_runners() -> None:
    """Neither leg is read from the other: what sets two even runners apart sets two legs apart.

    This runner's rigid foot shows the network about 0.7 of a change of contact time, on one leg or on both; on
    laboratory runs with uneven legs it is 0.9 and more (`docs/adr/0007-learned-contact-detector.md`).
    """
    longer_on_the_left = replace(LONGER_ON_THE_RIGHT, left=LONGER_ON_THE_RIGHT.right, right=LONGER_ON_THE_RIGHT.left)
    right_s, left_s = (
        contact_difference_s(events_of(film(runner, fps=120, duration_s=DURATION_S)))
        for runner in (LONGER_ON_THE_RIGHT, longer_on_the_left)
    )
    between_legs_s = 0.5 * (right_s - left_s)
    assert between_legs_s > 0.7 * 0.040
    assert between_legs_s > 0.9 * (even_contact_s(0.26) - even_contact_s(0.22))


def test_uneven_steps_keep_nine_tenths_of_their_unevenness() -> None:
    share = right_step_share(events_of(film(UNEVEN, fps=120, duration_s=DURATION_S)), UNEVEN.stride_s)
    assert share - 0.5 > 0.9 * 0.03


def test_the_far_leg_is_less_certain_and_more_pictures_are_more_certain() -> None:
    for fps in (24.0, 30.0, 60.0, 100.0, 240.0):
        assert event_uncertainty_s(fps, is_near=False) > event_uncertainty_s(fps, is_near=True)
    rates = [event_uncertainty_s(fps, is_near=True) for fps in (25.0, 30.0, 45.0, 60.0, 120.0)]
    assert rates == sorted(rates, reverse=True)
    found = events_of(film(RUNNER, fps=60, duration_s=2, facing="right"))
    far_s = [e.uncertainty_s for e in found.of("toe_off", "left")]
    assert far_s == pytest.approx([event_uncertainty_s(60.0, is_near=False)] * len(far_s))


def test_instants_at_the_very_ends_of_the_clip_are_marked_incomplete() -> None:
    found = events_of(film(RUNNER, fps=120, duration_s=RUNNER.first_contact_s("right") + RUNNER.stride_s + 0.02))
    assert all(e.complete == (0.05 < e.time_s < found.events[-1].time_s + 1) for e in found if e.time_s < 0.5)
    last = found.of("initial_contact", "right")[-1]
    assert not last.complete


@pytest.mark.parametrize("points", [LEG, ("heel", "toe")])
def test_no_contact_is_guessed_inside_a_gap(points: tuple[str, ...]) -> None:
    contact_s = RUNNER.first_contact_s("right") + 2 * RUNNER.stride_s
    names = tuple(f"right_{point}" for point in points)
    track = with_gap(film(RUNNER, fps=60, duration_s=DURATION_S), names, contact_s - 0.15, contact_s + 0.15)
    found = events_of(clean_track(track).track)
    assert not [e for e in found.of("initial_contact", "right") if abs(e.time_s - contact_s) < 0.2]
    assert [e for e in found.of("initial_contact", "left") if abs(e.time_s - contact_s) < 0.4]


def test_feet_that_are_never_seen_have_no_events() -> None:
    track = film(RUNNER, fps=60, duration_s=2)
    names = ("right_heel", "right_toe")
    found = events_of(clean_track(with_gap(track, names, 0.5, 9)).track)
    assert max(e.time_s for e in found if e.side == "right") < 0.6
    assert max(e.time_s for e in found if e.side == "left") > 1.5


def test_a_handful_of_pictures_gives_no_events() -> None:
    assert len(events_of(film(RUNNER, fps=60, duration_s=7 / 60))) == 0


def constant_network(log_odds: float) -> ContactNetwork:
    weight = np.zeros((1, 18, 1), np.float32)
    return ContactNetwork((ConvolutionLayer(weight, np.array([log_odds], np.float32), 1),), frozenset({"lab/1"}))


def test_a_detector_uses_the_ensemble_it_is_given_and_moves_instants_by_its_offsets() -> None:
    track = film(RUNNER, fps=60, duration_s=2)
    view = estimate_side_view(track)
    always = ContactEnsemble((constant_network(5.0),))
    assert len(FootContactEvenstride(ensemble=always).detect(track, view)) == 0
    plain = FootContactEvenstride()
    shipped = load_contact_ensemble()
    later = replace(shipped, initial_contact_offset_s=shipped.initial_contact_offset_s + 0.01)
    contacts = [d.detect(track, view).of("initial_contact") for d in (plain, FootContactEvenstride(ensemble=later))]
    shifts_s = [b.time_s - a.time_s for a, b in zip(*contacts, strict=True)]
    assert shifts_s == pytest.approx([0.01] * len(shifts_s))


def test_a_detector_without_a_runner_uses_only_nets_that_never_saw_that_runner() -> None:
    track = film(RUNNER, fps=60, duration_s=2)
    view = estimate_side_view(track)
    shipped = FootContactEvenstride().ensemble
    assert shipped is None
    blind = constant_network(-5.0)
    mixed = ContactEnsemble((blind, replace(constant_network(5.0), held_out=frozenset({"lab/2"}))))
    assert len(FootContactEvenstride(ensemble=mixed, without_runner="lab/1").detect(track, view)) == 0


def test_events_name_the_detector() -> None:
    assert events_of(film(RUNNER, fps=60, duration_s=2)).algorithm == "FootContactEvenstride"
