"""The moments a finding rests on: typical steps, spread over the run, at the instant of the measure."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from evenstride.imbalance import with_frames
from evenstride.imbalance.frames import select_typical_steps
from evenstride.knowledge import load_knowledge
from evenstride.model import Finding, Measure, Step
from evenstride.testing import synthetic_finding, synthetic_steps

KNOWLEDGE = load_knowledge()
STEPS = synthetic_steps(duration_s=6.0, stride_s=0.7)


def framed(*because: str, side="right", steps=STEPS) -> Finding:
    finding = replace(synthetic_finding("right"), side=side, because=because)
    (made,) = with_frames([finding], {"clip-1": steps}, [seen_in("clip-1", each) for each in because], KNOWLEDGE)
    return made


def seen_in(recording_id: str, measure_id: str, side=None) -> Measure:
    return Measure(measure_id, side, 1.0, "deg", 1.0, 10, None, "ok", recording_id)


def lasting(start_s: float, contact_time_s: float | None) -> Step:
    toe_off_s = None if contact_time_s is None else start_s + contact_time_s
    return Step("right", start_s, toe_off_s, start_s + 0.35, start_s + 0.7, 0.005)


def test_measures_of_one_instant_share_a_frame_and_others_have_their_own():
    finding = framed("foot_strike_pattern", "knee_flexion_peak_stance", "knee_flexion_ic")
    at_contact = [f for f in finding.frames if f.measure_ids == ("foot_strike_pattern", "knee_flexion_ic")]
    in_stance = [f for f in finding.frames if f.measure_ids == ("knee_flexion_peak_stance",)]
    assert (len(at_contact), len(in_stance)) == (3, 3)
    contacts_s = {step.initial_contact_s for step in STEPS if step.side == "right"}
    assert {frame.time_s for frame in at_contact} <= contacts_s
    for early, late in zip(at_contact, in_stance, strict=True):
        assert late.time_s - early.time_s == pytest.approx(0.45 * 0.34 * 0.7)


def test_frames_are_of_the_findings_side_and_in_order_of_time():
    for side in ("left", "right"):
        frames = framed("foot_strike_pattern", "knee_flexion_peak_stance", side=side).frames
        assert {frame.side for frame in frames} == {side}
        assert {frame.recording_id for frame in frames} == {"clip-1"}
        assert [frame.time_s for frame in frames] == sorted(frame.time_s for frame in frames)


def test_the_steps_are_spread_over_the_run():
    times_s = [frame.time_s for frame in framed("foot_strike_pattern").frames]
    assert times_s[0] < 2.0 < times_s[1] < 4.0 < times_s[2]


def test_of_each_part_of_the_run_the_step_nearest_to_the_median_is_taken():
    lengths_s = [0.30, 0.25, 0.20, 0.27, 0.25, 0.21, 0.31, 0.24, 0.18]
    steps = [lasting(0.7 * index, length_s) for index, length_s in enumerate(lengths_s)]
    chosen = select_typical_steps(steps)
    assert [step.initial_contact_s for step in chosen] == pytest.approx([0.7 * 1, 0.7 * 4, 0.7 * 7])


def test_a_step_without_toe_off_is_never_shown_and_few_steps_are_all_shown():
    steps = [lasting(0.0, 0.25), lasting(0.7, None), lasting(1.4, 0.24)]
    assert [frame.time_s for frame in framed("foot_strike_pattern", steps=steps).frames] == [0.0, 1.4]


def test_equal_steps_in_another_order_give_equal_frames():
    shuffled = list(STEPS)
    Random(7).shuffle(shuffled)
    assert framed("trunk_lean", steps=shuffled, side=None) == framed("trunk_lean", side=None)


def test_a_finding_that_rests_on_nothing_or_on_no_single_moment_has_no_frames():
    assert framed().frames == ()
    assert framed("cadence").frames == ()
    assert framed("foot_strike_pattern", steps=()).frames == ()


def test_everything_else_stays_as_it_was():
    finding = replace(synthetic_finding("right"), because=("foot_strike_pattern",))
    (made,) = with_frames([finding], {"clip-1": STEPS}, [seen_in("clip-1", "foot_strike_pattern")], KNOWLEDGE)
    assert made.frames
    assert replace(made, frames=()) == finding


def test_each_measure_is_looked_at_in_the_recording_that_weighs_most_in_it():
    finding = replace(synthetic_finding("right"), because=("foot_strike_pattern", "pelvic_drop"))
    measures = [seen_in("from-side", "foot_strike_pattern", "right"), seen_in("from-behind", "pelvic_drop", "right")]
    steps_of = {"from-side": STEPS, "from-behind": STEPS, "not-used": STEPS}
    (made,) = with_frames([finding], steps_of, measures, KNOWLEDGE)
    assert [(f.recording_id, f.measure_ids) for f in made.frames] == [
        *[("from-side", ("foot_strike_pattern",))] * 3,
        *[("from-behind", ("pelvic_drop",))] * 3,
    ]
