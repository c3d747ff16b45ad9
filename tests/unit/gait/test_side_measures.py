"""From steps to measures: means, errors, counts, standing and refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.measures import ASSUMED_HEIGHT_M, MDC_FACTOR, MeasureContext, refused_measures
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.side_measures import error_of, estimate_speed_mps, summarise_side_measures
from evenstride.gait.sagittal.step_values import SideRecording
from evenstride.gait.time_measures import JOINT_LEG_OVER_STATURE
from evenstride.model import Measure
from gait_fixtures.assessing import every_id, shipped_knowledge, side_view_ids
from gait_fixtures.synthetic_runner import RUNNER, LegForm, SyntheticRunner, film

HEIGHT_M = 1.75


def recorded(runner: SyntheticRunner = RUNNER, *, duration_s: float = 6.0, fps: float = 120.0, **options):
    """A recording with exactly known steps."""
    track = film(runner, fps=fps, duration_s=duration_s, **options)
    view = estimate_side_view(track)
    return SideRecording(track, view, compute_angle_curves(track, view), assemble_steps(runner.events(duration_s)))


def measured(recording: SideRecording, **context) -> dict[tuple[str, str | None], Measure]:
    options = {"source": "clip-1", "true_fps": recording.track.fps, "height_m": HEIGHT_M} | context
    found = summarise_side_measures(recording, knowledge=shipped_knowledge(), context=MeasureContext(**options))
    assert len({(m.id, m.side) for m in found}) == len(found)
    return {(m.id, m.side): m for m in found}


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0, 120.0])
def test_every_measure_is_present_for_both_sides_at_any_frame_rate(fps: float) -> None:
    found = measured(recorded(fps=fps))
    assert set(found) == every_id()
    for measure in found.values():
        assert (measure.value is None) == (measure.status == "refused")
        assert measure.source == "clip-1"
        assert measure.reasons or measure.status == "ok"


def test_every_measure_is_present_when_there_is_not_one_step() -> None:
    found = measured(replace(recorded(), steps=()))
    assert set(found) == every_id()
    assert {m.status for m in found.values()} == {"refused"}
    assert all(m.reasons and m.value is None and m.n_steps == 0 for m in found.values())


def test_a_reason_against_everything_refuses_everything_with_that_reason() -> None:
    refused = refused_measures(knowledge=shipped_knowledge(), source="clip-1", reason="Nobody ran.")
    assert {(m.id, m.side) for m in refused} == every_id()
    assert {m.reasons for m in refused} == {("Nobody ran.",)}
    in_context = measured(recorded(duration_s=3), refuse_all="The camera fell over.")
    assert {m.reasons[0] for m in in_context.values()} == {"The camera fell over."}


@pytest.mark.parametrize(
    ("measure_id", "side", "words"),
    [
        ("pelvic_drop", "left", "Seen from behind or in front only."),
        ("heel_eversion", "right", "Seen from behind only."),
        ("contact_time_drift", None, "Needs the whole run."),
        ("trunk_lean_drift", None, "Needs the whole run."),
    ],
)
def test_what_a_side_view_cannot_carry_is_refused_with_one_reason(
    measure_id: str, side: str | None, words: str
) -> None:
    measure = measured(recorded(duration_s=3))[measure_id, side]
    assert measure.status == "refused"
    assert measure.reasons == (f"{words} {shipped_knowledge().measures[measure_id].how_to_film}",)


def test_exactly_the_measures_of_a_side_view_are_computed_from_a_good_clip() -> None:
    found = measured(recorded())
    assert {key for key, measure in found.items() if measure.status != "refused"} == side_view_ids()


@pytest.mark.parametrize("cadence_spm", [150.0, 170.0, 192.0])
def test_cadence_is_sixty_times_the_steps_over_the_time_from_the_first_to_the_last_contact(cadence_spm: float) -> None:
    runner = replace(RUNNER, cadence_spm=cadence_spm, speed_mps=2.5, knee_contact_deg=18.0)
    recording = recorded(runner)
    cadence = measured(recording)["cadence", None]
    contacts_s = [step.initial_contact_s for step in recording.steps]
    by_hand = 60 * (len(contacts_s) - 1) / (contacts_s[-1] - contacts_s[0])
    assert cadence.value == pytest.approx(by_hand)
    assert cadence.value == pytest.approx(cadence_spm)
    assert cadence.n_steps == len(contacts_s) - 1
    assert (cadence.unit, cadence.status) == ("steps/min", "ok")


def test_cadence_does_not_count_a_missing_contact_as_a_long_step() -> None:
    recording = recorded()
    events = RUNNER.events(6.0)
    lost = next(e for e in events.of("initial_contact", "left") if e.time_s > 2)
    steps = assemble_steps(replace(events, events=tuple(e for e in events if e is not lost)))
    cadence = measured(replace(recording, steps=steps))["cadence", None]
    assert cadence.value == pytest.approx(170.0)
    assert cadence.n_steps == len(recording.steps) - 3


def test_times_are_those_of_the_steps() -> None:
    runner = SyntheticRunner(left=LegForm(contact_time_s=0.23), right=LegForm(contact_time_s=0.25),
                             knee_contact_deg=18.0)  # fmt: skip
    found = measured(recorded(runner))
    assert found["contact_time", "left"].value == pytest.approx(230.0)
    assert found["contact_time", "right"].value == pytest.approx(250.0)
    assert found["flight_time", "left"].value == pytest.approx(30_000 / 85 - 230)
    assert found["duty_factor", "right"].value == pytest.approx(100 * 0.25 * 85 / 60)
    assert found["step_time", "left"].value == pytest.approx(60_000 / 170)
    assert found["symmetry_index", None].value == pytest.approx(100 * 20 / 240)


@pytest.mark.parametrize(
    ("fps", "measure_id", "side", "status"),
    [
        (120.0, "contact_time", "left", "ok"),
        (119.88, "contact_time", "left", "ok"),
        (59.94, "contact_time", "left", "low_confidence"),
        (47.9, "contact_time", "left", "low_confidence"),
        (30.0, "contact_time", "left", "refused"),
        (59.94, "knee_flexion_ic", "right", "ok"),
        (30.0, "knee_flexion_ic", "right", "refused"),
        (30.0, "trunk_lean", None, "ok"),
        (29.97, "cadence", None, "ok"),
        (25.0, "cadence", None, "low_confidence"),
        (15.0, "cadence", None, "refused"),
        (30.0, "foot_strike_pattern", "right", "low_confidence"),
    ],
)
def test_the_frame_rate_decides_the_standing(fps: float, measure_id: str, side: str | None, status: str) -> None:
    measure = measured(recorded(fps=fps, duration_s=8.0))[measure_id, side]
    assert measure.status == status
    if status == "refused":
        assert f"pictures a second, got {fps:.0f}" in measure.reasons[0]
        assert shipped_knowledge().measures[measure_id].how_to_film in measure.reasons[0]
    elif status == "low_confidence":
        assert f"Filmed at {fps:.0f} pictures a second" in measure.reasons[0]


def test_few_steps_lower_the_confidence_and_one_step_is_refused() -> None:
    recording = recorded(duration_s=8.0)
    left = [step for step in recording.steps if step.side == "left"]
    for count, status in ((8, "ok"), (7, "ok"), (6, "low_confidence"), (2, "low_confidence"), (1, "refused")):
        measure = measured(replace(recording, steps=tuple(left[:count])))["knee_flexion_ic", "left"]
        assert measure.status == status, count
        assert ("steps" in " ".join(measure.reasons)) == (status != "ok")
    assert "found 1" in measure.reasons[0]


def test_doubts_about_the_whole_recording_lower_every_measure() -> None:
    found = measured(recorded(), doubt=("The light was poor.",))
    assert "ok" not in {m.status for m in found.values()}
    assert all("The light was poor." in m.reasons for m in found.values() if m.status == "low_confidence")


def test_an_unknown_speed_of_play_refuses_times_and_leaves_angles() -> None:
    found = measured(recorded(), refuse_timing="It plays slowly.")
    for measure_id, side in side_view_ids():
        measure = found[measure_id, side]
        is_timing = measure.unit in ("ms", "steps/min", "%", "m")
        assert (measure.status == "refused") == is_timing, measure_id
        assert ("It plays slowly." in measure.reasons) == is_timing, measure_id


def test_the_standard_error_falls_with_the_number_of_steps_but_not_below_the_views_own_error() -> None:
    rng = np.random.default_rng(51)
    noisy = {"noise_px": 3.0, "rng": rng}
    few, many = (measured(recorded(duration_s=d, **noisy))["knee_flexion_ic", "right"] for d in (3.5, 25.0))
    floor = error_of("knee_flexion_ic", "right", recorded(duration_s=2))
    assert floor > 0
    assert few.n_steps < many.n_steps
    assert few.standard_error > many.standard_error > floor
    for measure in (few, many):
        by_hand = np.hypot(measure.sd_between_steps / measure.n_steps**0.5, floor)
        assert measure.standard_error == pytest.approx(by_hand, rel=0.02)
        assert measure.mdc == pytest.approx(MDC_FACTOR * measure.standard_error)


def test_the_far_leg_carries_a_larger_error_than_the_near_one() -> None:
    found = measured(recorded(facing="left"))
    for measure_id in ("contact_time", "knee_flexion_peak_stance"):
        assert found[measure_id, "right"].standard_error > found[measure_id, "left"].standard_error


def test_the_height_given_scales_the_bounce_and_the_step_length() -> None:
    recording = recorded()
    bounce = {h: measured(recording, height_m=h)["vertical_oscillation", None] for h in (1.5, 1.8, None)}
    per_leg = RUNNER.bounce_m / 0.86
    for height_m in (1.5, 1.8):
        by_hand_cm = 100 * per_leg * JOINT_LEG_OVER_STATURE * height_m
        assert bounce[height_m].value == pytest.approx(by_hand_cm, rel=0.01)
        assert bounce[height_m].status == "ok"
    assert bounce[None].value == pytest.approx(bounce[1.5].value * ASSUMED_HEIGHT_M / 1.5)
    assert bounce[None].status == "low_confidence"
    assert "give the runner's height" in " ".join(bounce[None].reasons)
    assert bounce[None].standard_error / bounce[None].value > bounce[1.8].standard_error / bounce[1.8].value
    step = measured(recording, height_m=0.86 / JOINT_LEG_OVER_STATURE)["step_length", None]
    assert step.value == pytest.approx(RUNNER.speed_mps * 60 / 170, rel=0.06)
    assert step.status == "low_confidence"


def test_speed_is_that_of_the_belt_for_a_runner_of_known_height() -> None:
    context = MeasureContext(source="clip-1", true_fps=120.0, height_m=0.86 / JOINT_LEG_OVER_STATURE)
    assert estimate_speed_mps(recorded(), context) == pytest.approx(RUNNER.speed_mps, rel=0.06)
    assert estimate_speed_mps(replace(recorded(duration_s=2), steps=()), context) is None


def test_the_reference_is_that_of_the_speed_nearest_to_the_runners() -> None:
    recording = recorded()
    bands = shipped_knowledge().measures["contact_time"].references
    with_speed = sorted({band.speed_mps for band in bands if band.speed_mps})
    assert len(with_speed) >= 2
    for target_mps in (with_speed[0], with_speed[-1]):
        scale = target_mps / RUNNER.speed_mps * 0.86 / JOINT_LEG_OVER_STATURE
        reference = measured(recording, height_m=scale)["contact_time", "left"].reference
        assert reference is not None
        assert f"at {target_mps:g} m/s" in reference.note
        assert reference.low < reference.high


@pytest.mark.parametrize(
    ("landing_deg", "strike"), [(16.0, "rearfoot"), (3.5, "midfoot"), (-10.0, "forefoot"), (8.5, "uncertain")]
)
def test_the_foot_strike_is_the_class_of_the_landing_angle(landing_deg: float, strike: str) -> None:
    leg = LegForm(foot_landing_deg=landing_deg)
    found = measured(recorded(SyntheticRunner(left=leg, right=leg, knee_contact_deg=18.0)))
    measure = found["foot_strike_pattern", "right"]
    assert measure.value == strike
    assert measure.standard_error is None
    assert measure.status == ("low_confidence" if strike == "uncertain" else "ok")
    if strike == "uncertain":
        assert "too near a limit" in measure.reasons[0]


def test_one_landing_is_too_few_to_name_the_strike() -> None:
    recording = recorded()
    measure = measured(replace(recording, steps=recording.steps[:2]))["foot_strike_pattern", "left"]
    assert (measure.status, measure.value) == ("refused", None)


def test_one_wild_step_does_not_move_the_mean() -> None:
    rng = np.random.default_rng(52)
    recording = recorded(duration_s=10, noise_px=2.0, rng=rng)
    wild = replace(recording.steps[6], toe_off_s=recording.steps[6].initial_contact_s + 0.34)
    steps = (*recording.steps[:6], wild, *recording.steps[7:])
    side = wild.side
    plain, spoilt = (measured(replace(recording, steps=s))["trunk_lean", None] for s in (recording.steps, steps))
    assert plain.value == pytest.approx(spoilt.value, abs=0.2)
    jittered = tuple(replace(s, toe_off_s=s.toe_off_s and s.toe_off_s + rng.normal(0, 0.004)) for s in steps)
    assert measured(replace(recording, steps=jittered))["contact_time", side].value == pytest.approx(250, abs=4)
