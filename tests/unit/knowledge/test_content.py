"""The knowledge that ships: complete for the landing, honest about its numbers, fit to print."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from evenstride import knowledge as knowledge_room
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.checks import texts_of
from evenstride.knowledge.loader import CONTENT
from evenstride.knowledge.schema.base import Entry, Sourced
from evenstride.knowledge.wording import forbidden_words

SIDE_VIEW_MEASURES = {
    *("foot_strike_pattern", "foot_inclination_ic", "tibia_angle_loading", "knee_flexion_ic"),
    *("knee_flexion_peak_stance", "hip_extension_late_stance", "trunk_lean", "overstride", "vertical_oscillation"),
    *("cadence", "step_time", "contact_time", "flight_time", "duty_factor", "step_length", "symmetry_index"),
}
OTHER_VIEW_MEASURES = {
    *("pelvic_drop", "hip_adduction", "knee_window", "fppa_running", "lateral_trunk_lean"),
    *("base_of_support", "heel_eversion", "foot_progression", "heel_whip"),
    *("peak_vgrf", "valr"),
}
WHOLE_RUN_MEASURES = {
    *("contact_time_drift", "cadence_drift", "step_length_drift", "trunk_lean_drift"),
    *("fade_shift", "fade_onset", "symmetry_drift"),
}
SENSOR_MEASURES = {"peak_tibial_acceleration", "peak_tibial_acceleration_change"}


@pytest.fixture(scope="module")
def content():
    return load_knowledge()


def all_entries(content) -> Iterator[Entry]:
    for collection in (
        *(content.measures, content.findings, content.muscles, content.injuries, content.exercises),
        *(content.screens, content.red_flags, content.cues, content.references),
    ):
        yield from collection.values()


def nested(entry: Entry) -> Iterator[Entry]:
    yield entry
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Entry):
                yield from nested(item)


def test_the_check_finds_nothing():
    assert knowledge_room.check() == []


def test_the_version_is_that_of_the_file(content):
    assert content.version == (CONTENT / "VERSION").read_text(encoding="utf-8").strip()


def test_loading_twice_gives_the_same_object():
    assert load_knowledge() is load_knowledge()


def test_nothing_in_it_can_be_changed(content):
    with pytest.raises(TypeError):
        content.measures["cadence"] = None
    with pytest.raises(ValueError, match="frozen"):
        content.measures["cadence"].min_fps = 1


def test_every_measure_is_defined_where_it_can_be_seen(content):
    assert {m.id for m in content.measures.values() if m.is_in_a_side_view} == SIDE_VIEW_MEASURES
    assert {m.id for m in content.measures.values() if m.span == "whole_run"} == WHOLE_RUN_MEASURES
    assert {m.id for m in content.measures.values() if m.views == ("imu",)} == SENSOR_MEASURES
    known = SIDE_VIEW_MEASURES | OTHER_VIEW_MEASURES | WHOLE_RUN_MEASURES | SENSOR_MEASURES
    assert set(content.measures) == known


def test_every_number_names_its_source(content):
    for entry in all_entries(content):
        for part in nested(entry):
            fields = type(part).model_fields
            values = {name: getattr(part, name) for name in fields}
            has_number = any(isinstance(v, int | float) and not isinstance(v, bool) for v in values.values())
            if has_number:
                assert "source" in values or "fps_source" in values, f"{entry.id}: {part!r}"


def test_every_sourced_number_or_statement_says_how_sure_it_is(content):
    sourced = [part for entry in all_entries(content) for part in nested(entry) if isinstance(part, Sourced)]
    assert {content.status_of(part) for part in sourced} == {"published", "to_be_checked", "internal"}
    assert content.status_of(content.measures["foot_strike_pattern"].classes[0].limits) == "to_be_checked"
    assert content.status_of(content.measures["tibia_angle_loading"].thresholds.mild) == "internal"


def test_a_source_to_be_checked_says_what_is_open(content):
    open_sources = [reference for reference in content.references.values() if reference.status == "to_be_checked"]
    assert open_sources
    assert all(reference.note for reference in open_sources)


def test_how_to_film_asks_for_the_frame_rate_that_the_measure_needs(content):
    for measure in content.measures.values():
        for asked in re.findall(r"(\d+) pictures a second", measure.how_to_film):
            assert float(asked) == measure.min_fps, measure.id


def test_a_frame_rate_allows_lowers_or_refuses_a_measure(content):
    contact = content.measures["contact_time"]
    assert [contact.standing_at_fps(fps) for fps in (119.88, 59.94, 29.97)] == ["ok", "low_confidence", "refused"]
    assert content.measures["cadence"].standing_at_fps(29.97) == "ok"
    assert content.measures["foot_strike_pattern"].standing_at_fps(30) == "low_confidence"


def test_the_landing_is_complete(content):
    finding = content.findings["hard_heel_landing"]
    assert finding.exercises == (
        "hip_flexor_release",
        "vastus_lateralis_release",
        "kegel_ball_squeeze",
        "inner_quad_squat",
    )
    assert [each.muscle for each in finding.suspected.tight] == ["iliopsoas", "vastus_lateralis"]
    assert len(finding.suspected.weak) == 6
    assert finding.evidence.speaks_for
    assert finding.evidence.speaks_against
    assert (finding.grade, finding.muscle_link_grade) == ("conflicting", "none")
    assert [each.class_is for each in finding.trigger.all] == ["rearfoot"]


def test_all_findings_are_there_and_those_of_the_article_are_named_as_such(content):
    from_article = {finding.id for finding in content.findings.values() if finding.origin == "article"}
    assert from_article == {
        *("hard_heel_landing", "knee_caving_in", "over_pronation", "hip_drop"),
        *("forward_weight_shift", "posterior_chain_fatigue"),
    }
    assert set(content.findings) - from_article == {
        *("overstride_low_cadence", "crossover_gait", "stiff_landing", "limited_hip_extension", "asymmetry"),
    }
    for finding in content.findings.values():
        assert bool(finding.article_says) == (finding.id in from_article), finding.id
        named = {each.basis for each in (*finding.suspected.tight, *finding.suspected.weak)}
        assert finding.id in from_article or "as_in_article" not in named, finding.id


def test_only_information_goes_without_an_exercise(content):
    without = [finding for finding in content.findings.values() if not finding.exercises]
    assert [(finding.id, finding.information_only) for finding in without] == [("asymmetry", True)]


def test_every_finding_says_what_speaks_against_it_and_denies_a_diagnosis(content):
    for finding in content.findings.values():
        assert finding.evidence.speaks_against, finding.id
        assert "not a diagnosis" in finding.does_not_say, finding.id
        if finding.sides == "per_side":
            assert "{side}" in finding.says.absent, finding.id


def test_the_articles_dose_is_kept_apart_from_ours(content):
    hip = content.exercises["hip_flexor_release"]
    assert (hip.dose_article.interval_s.low, hip.dose_article.interval_s.high) == (30, 120)
    thigh = content.exercises["vastus_lateralis_release"]
    assert (thigh.dose_article.interval_s.value, thigh.dose_article.total_s.value) == (30, 120)
    assert thigh.add_ons[0].dose_article.tender_spot_s.low == 10
    assert content.exercises["kegel_ball_squeeze"].dose_article.hold_s.value == 5
    assert content.exercises["inner_quad_squat"].dose_article.quantities == {}


def test_the_ball_squeeze_has_both_variations(content):
    squeeze = content.exercises["kegel_ball_squeeze"]
    assert [variation.id for variation in squeeze.variations] == ["bridge", "knees_to_chest"]
    assert all(variation.steps for variation in squeeze.variations)


def test_every_finding_leads_to_measures_and_every_exercise_back(content):
    for exercise in content.exercises.values():
        behind = content.measures_behind(exercise.id)
        assert behind
        for measure in behind:
            assert {f.id for f in content.findings_from(measure)} & set(exercise.findings)


def test_no_text_says_what_we_must_not_say(content):
    entries = [entry for entry in all_entries(content) if entry.id not in content.references]
    texts = [text for entry in entries for text in texts_of(entry)]
    assert len(texts) > 500
    assert {text: forbidden_words(text) for text in texts if forbidden_words(text)} == {}
