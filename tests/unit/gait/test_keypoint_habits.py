"""Which keypoint source has which habits, and what is known of its errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenstride.gait.keypoint_habits import ERRORS_FILE, KeypointHabits, MeasureError, habits_of, read_errors
from gait_fixtures.assessing import every_id

SOURCES = ("blazepose_heavy", "markers", "rtmpose-halpe26")


@pytest.mark.parametrize("source", ["blazepose_heavy", "blazepose_full"])
def test_blazepose_is_known_whatever_its_size(source: str) -> None:
    habits = habits_of(source)
    assert habits.contact_offset_s > 0
    assert habits.heel_ahead_leg > 0
    assert habits.errors == habits_of("blazepose").errors


@pytest.mark.parametrize("source", ["markers", "rtmpose-halpe26", "", "my_blazepose"])
def test_an_unknown_source_counts_as_points_fixed_to_the_body(source: str) -> None:
    habits = habits_of(source)
    assert (habits.contact_offset_s, habits.toe_off_offset_s, habits.heel_ahead_leg) == (0.0, 0.0, 0.0)
    assert habits.errors != habits_of("blazepose").errors


def test_a_source_that_was_not_measured_is_trusted_less_than_markers() -> None:
    unknown, markers = habits_of("rtmpose-halpe26"), habits_of("markers")
    for measure_id in ("knee_flexion_peak_stance", "foot_inclination_ic", "vertical_oscillation"):
        leg = "both" if measure_id == "vertical_oscillation" else "near"
        assert unknown.error(measure_id, leg) > markers.error(measure_id, leg)


def test_nothing_is_taken_off_and_no_bias_is_claimed_for_a_source_that_was_not_measured() -> None:
    for entries in habits_of("rtmpose-halpe26").errors.values():
        assert {entry.scale for entry in entries.values()} == {1.0}
        assert {entry.known for entry in entries.values()} == {False}


@pytest.mark.parametrize("source", SOURCES)
def test_every_measured_error_belongs_to_a_measure_and_says_what_it_rests_on(source: str) -> None:
    ids = {measure_id for measure_id, _ in every_id()}
    for entries in habits_of(source).errors.values():
        assert set(entries) <= ids
        for entry in entries.values():
            assert entry.sd > 0
            assert entry.clips >= entry.groups > 1


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("measure_id", ["contact_time", "knee_flexion_ic", "foot_inclination_ic", "overstride"])
def test_near_and_far_leg_have_errors_of_their_own(source: str, measure_id: str) -> None:
    habits = habits_of(source)
    assert habits.error(measure_id, "near") > 0
    assert habits.error(measure_id, "far") > 0


@pytest.mark.parametrize("source", SOURCES)
def test_a_bias_is_smaller_than_the_error_that_contains_it(source: str) -> None:
    for entries in habits_of(source).errors.values():
        for entry in entries.values():
            assert entry.scale != 1.0 or abs(entry.bias) <= entry.sd


def test_what_was_not_measured_has_no_error_no_bias_and_no_factor() -> None:
    habits = habits_of("blazepose")
    assert habits.error("heel_whip", "near") == 0.0
    assert habits.scale("heel_whip") == 1.0
    assert habits.known_bias("heel_whip", "near") is None


def test_a_known_bias_is_named_with_its_size_its_direction_and_the_cure() -> None:
    errors = {"far": {"knee": MeasureError(210, 22, -7.2, True, 1.0, 9.0)}}
    habits = KeypointHabits(errors=errors)  # type: ignore[arg-type]
    (words,) = habits.bias_doubts("knee", "far", name="Knee bend", unit="deg")
    assert words == (
        "Knee bend of the far leg reads about 7 degrees low on clips with known truth. "
        "Film the other side for this leg."
    )
    assert habits.bias_doubts("knee", "near", name="Knee bend", unit="deg") == ()


def test_a_bias_that_is_taken_off_is_not_named() -> None:
    errors = {"both": {"bounce": MeasureError(210, 22, -0.1, True, 1.11, 0.11)}}
    habits = KeypointHabits(errors=errors)  # type: ignore[arg-type]
    assert habits.known_bias("bounce", "both") is None
    assert habits.scale("bounce") == 1.11


def test_the_file_says_how_it_was_written(tmp_path: Path) -> None:
    document = json.loads(ERRORS_FILE.read_text())
    assert document["written_by"] == "python -m training.measure_errors"
    copy = tmp_path / "errors.json"
    copy.write_text(json.dumps(document))
    assert read_errors(copy) == read_errors(ERRORS_FILE)


def test_a_laboratorys_markers_stand_on_the_ground_and_err_in_metres_as_measured():
    laboratory, points = habits_of("laboratory:a.c3d"), habits_of("markers")

    assert laboratory.planted_toe
    assert not points.planted_toe
    assert laboratory.error("step_length", "both") < points.error("step_length", "both")
    assert laboratory.error("knee_flexion_peak_stance", "near") > points.error("knee_flexion_peak_stance", "near")
    assert laboratory.error("tibia_angle_loading", "near") == points.error("tibia_angle_loading", "near")
