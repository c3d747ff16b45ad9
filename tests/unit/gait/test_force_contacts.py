from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.force.contacts import detect_force_contacts
from evenstride.gait.force.loading import body_weight_n, loading_rate_bw_s, peak_force_bw
from evenstride.gait.force.measures import summarise_force_measures, with_force
from evenstride.knowledge import load_knowledge
from evenstride.model.force import ForceRecording, Platform
from laboratory_files import (
    CONTACT_S,
    FORCE_RATE_HZ,
    PEAK_N,
    STEP_S,
    bell_n,
    contacts_of,
    foot_heights,
    made_up_force,
)


def found(force=None, **options):
    return detect_force_contacts(force or made_up_force(**options), *foot_heights())


@pytest.mark.parametrize(
    "options", [{}, {"per_foot": True}, {"axis": 2}, {"sign": -1.0}], ids=["one", "per foot", "z up", "reaction"]
)
def test_contacts_are_where_the_force_was_put(options):
    contacts = found(**options)

    assert len(contacts) == 20
    np.testing.assert_allclose(contacts.start_s, contacts_of(20)[:, 0], atol=0.004)
    np.testing.assert_allclose(contacts.end_s, contacts_of(20)[:, 1], atol=0.004)
    assert contacts.is_left.tolist() == [True, False] * 10
    assert 0 < contacts.error_s < 0.002
    assert contacts.warnings == ()


def test_events_alternate_and_carry_the_error():
    events = found().to_events()

    assert [event.side for event in events.of("initial_contact")] == ["left", "right"] * 10
    assert {event.uncertainty_s for event in events} == {found().error_s}


def test_a_foot_on_both_belts_counts_once():
    force = made_up_force(per_foot=True)
    left, right = force.platforms
    spilled = contacts_of(20)[4:5] + np.array([0.05, -0.05])
    share = bell_n(force.time_s, spilled, 400.0)[:, None] * [0, 1, 0]
    on_both = replace(
        force, platforms=(replace(left, force_n=left.force_n - share), replace(right, force_n=right.force_n + share))
    )

    assert len(found(on_both)) == 20


def test_feet_that_overlap_on_two_belts_are_told_apart():
    """No flight: the sum never falls below the threshold, each belt alone does."""
    starts = 0.2 + STEP_S * np.arange(20)
    contacts = np.stack([starts, starts + STEP_S + 0.03], axis=1)
    time_s = np.arange(round((contacts[-1, 1] + 0.3) * FORCE_RATE_HZ)) / FORCE_RATE_HZ
    platforms = tuple(
        Platform(name, bell_n(time_s, own)[:, None] * [0.0, 1.0, 0.0])
        for name, own in (("a", contacts[::2]), ("b", contacts[1::2]))
    )

    joined = found(ForceRecording(time_s, platforms, "a.mot"))

    assert len(joined) == 20
    np.testing.assert_allclose(joined.start_s, contacts[:, 0], atol=0.006)
    assert joined.is_left.tolist() == [True, False] * 10


def test_exchanged_names_of_the_feet_are_said_and_the_markers_count():
    force = made_up_force(per_foot=True)
    left, right = force.platforms
    wrong = replace(force, platforms=(replace(left, side="right"), replace(right, side="left")))

    contacts = found(wrong)

    assert "exchanged by the markers" in contacts.warnings[0]
    assert contacts.is_left.tolist() == [True, False] * 10


def test_a_contact_whose_markers_are_missing_takes_its_turn():
    heights, time_s = foot_heights()
    middle = (time_s > 0.9) & (time_s < 1.2)
    heights["left"][middle] = np.nan

    assert detect_force_contacts(made_up_force(), heights, time_s).is_left.tolist() == [True, False] * 10


def test_an_unloaded_platform_has_no_contact():
    rest = ForceRecording(np.arange(1000) / 1000, (Platform("one", np.full((1000, 3), 2.0)),), "a.mot")

    assert len(found(rest)) == 0


def test_load_is_in_body_weights_by_the_mean_force():
    """Half a sine: weight = peak 2/pi of contact over step; slope from 20 to 80 % of the way to 13 % of contact."""
    contacts = found()
    weight_n = PEAK_N * 2 / np.pi * CONTACT_S / STEP_S

    assert body_weight_n(contacts) == pytest.approx(weight_n, rel=0.01)
    np.testing.assert_allclose(peak_force_bw(contacts, weight_n), PEAK_N / weight_n, rtol=0.01)
    slope = PEAK_N * (np.sin(np.pi * 0.104) - np.sin(np.pi * 0.026)) / (0.078 * CONTACT_S)
    np.testing.assert_allclose(loading_rate_bw_s(contacts, weight_n), slope / weight_n, rtol=0.1)


def test_measures_of_force_have_the_ids_of_clips_and_their_errors():
    measures = {
        (each.id, each.side): each
        for each in summarise_force_measures(found(), rate_hz=1000, source="a", knowledge=load_knowledge())
    }

    assert measures["cadence", None].number == pytest.approx(60 / STEP_S, abs=0.1)
    for side in ("left", "right"):
        assert measures["contact_time", side].number == pytest.approx(1000 * CONTACT_S, abs=6)
        assert measures["flight_time", side].number == pytest.approx(1000 * (STEP_S - CONTACT_S), abs=6)
        assert measures["duty_factor", side].number == pytest.approx(50 * CONTACT_S / STEP_S, abs=1)
        assert measures["step_time", side].number == pytest.approx(1000 * STEP_S, abs=0.5)
        assert measures["peak_vgrf", side].number == pytest.approx(2.26, abs=0.05)
    assert measures["symmetry_index", None].number == pytest.approx(0, abs=0.2)
    carried = [each for each in measures.values() if each.status != "refused"]
    assert all(each.standard_error is not None and each.standard_error > 0 for each in carried)
    assert measures["knee_flexion_ic", "left"].status == "refused"


def test_a_slow_platform_does_not_carry_the_loading_rate():
    measures = summarise_force_measures(found(), rate_hz=100, source="a", knowledge=load_knowledge())

    assert {each.status for each in measures if each.id in ("valr", "peak_vgrf")} == {"refused"}


def test_force_replaces_only_what_it_carries():
    knowledge = load_knowledge()
    by_force = summarise_force_measures(found(), rate_hz=1000, source="force", knowledge=knowledge)
    view = tuple(replace(each, source="left") for each in by_force)

    joined = with_force(view, by_force)

    assert [(each.id, each.side) for each in joined] == [(each.id, each.side) for each in view]
    assert {each.source for each in joined} == {"left"}
