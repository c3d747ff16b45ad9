"""The landing finding: when it fires, when it must not, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.imbalance import assess_findings
from evenstride.imbalance.assess import finding_strength, trigger_status
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.wording import forbidden_words
from evenstride.model import Finding, Measure
from evenstride.model.gait import other

KNOWLEDGE = load_knowledge()
#: Values well on the harmless side of every mild line, with their standard errors.
HARMLESS = {"tibia_angle_loading": (-6.0, 1.0), "foot_inclination_ic": (6.0, 1.0), "knee_flexion_ic": (16.0, 1.5)}
#: Values well beyond the mild line.
HARD = {"tibia_angle_loading": (8.0, 1.0), "foot_inclination_ic": (22.0, 1.5), "knee_flexion_ic": (2.0, 1.0)}
LINES = {"tibia_angle_loading": (3.0, 1), "foot_inclination_ic": (15.0, 1), "knee_flexion_ic": (8.0, -1)}


def measure(measure_id, value, standard_error=None, side="left", status="ok", reasons=()) -> Measure:
    unit = KNOWLEDGE.measures[measure_id].unit
    return Measure(measure_id, side, value, unit, standard_error, 12, 1.0, status, "clip", reasons)


def refused(measure_id, side="left") -> Measure:
    return measure(measure_id, None, None, side, "refused", ("The far ankle was hidden.",))


def landing(*measures: Measure, side="left") -> Finding:
    found = assess_findings(measures, knowledge=KNOWLEDGE)
    return next(each for each in found if each.id == "hard_heel_landing" and each.side == side)


def signs(**changed) -> list[Measure]:
    """The three signs of a hard landing, harmless where not changed to (value, standard error)."""
    return [measure(each, *changed.get(each, HARMLESS[each])) for each in HARMLESS]


@pytest.mark.parametrize("sign", list(HARD))
def test_a_heel_strike_with_one_clear_sign_is_present(sign):
    finding = landing(measure("foot_strike_pattern", "rearfoot"), *signs(**{sign: HARD[sign]}))
    assert finding.status == "present"
    assert finding.because == ("foot_strike_pattern", sign)
    assert finding.strength >= 0.5
    assert finding.to_know == ()


def test_a_plain_heel_strike_never_fires():
    finding = landing(measure("foot_strike_pattern", "rearfoot"), *signs())
    assert (finding.status, finding.strength) == ("absent", 0.0)
    assert finding.because == ("tibia_angle_loading", "foot_inclination_ic", "knee_flexion_ic")


@given(
    values=st.tuples(st.floats(-30, 3), st.floats(-30, 15), st.floats(8, 60)),
    errors=st.tuples(*[st.floats(0, 15)] * 3),
)
def test_a_heel_strike_without_a_sign_beyond_its_line_is_never_present(values, errors):
    made = [measure(each, value, error) for each, value, error in zip(HARMLESS, values, errors, strict=True)]
    assert landing(measure("foot_strike_pattern", "rearfoot"), *made).status in ("absent", "unknown")


@pytest.mark.parametrize("strike", ["midfoot", "forefoot"])
def test_another_strike_never_fires_however_hard_the_signs(strike):
    finding = landing(measure("foot_strike_pattern", strike), *signs(**HARD))
    assert (finding.status, finding.strength) == ("absent", 0.0)
    assert finding.because == ("foot_strike_pattern",)


def test_signs_without_a_strike_pattern_are_unknown():
    finding = landing(refused("foot_strike_pattern"), *signs(**HARD))
    assert (finding.status, finding.strength, finding.because) == ("unknown", 0.0, ())
    assert finding.to_know[0].startswith("Foot strike: Film from the side at 120 pictures a second")


def test_a_strike_that_could_not_be_named_leaves_it_possible():
    finding = landing(measure("foot_strike_pattern", "uncertain"), *signs(**HARD))
    assert finding.status == "possible"
    assert finding.strength <= 0.5


def test_a_sign_within_its_error_leaves_it_possible():
    finding = landing(measure("foot_strike_pattern", "rearfoot"), *signs(tibia_angle_loading=(4.0, 1.0)))
    assert finding.status == "possible"
    assert 0 < finding.strength <= 0.5
    assert finding.because == ("foot_strike_pattern", "tibia_angle_loading")
    assert finding.to_know == KNOWLEDGE.findings["hard_heel_landing"].to_know


@pytest.mark.parametrize("weak_one", ["foot_strike_pattern", "tibia_angle_loading"])
def test_a_measure_of_low_confidence_makes_it_possible_at_most(weak_one):
    made = [measure("foot_strike_pattern", "rearfoot"), *signs(tibia_angle_loading=HARD["tibia_angle_loading"])]
    doubted = [
        replace(each, status="low_confidence", reasons=("Filmed at 60.",)) if each.id == weak_one else each
        for each in made
    ]
    finding = landing(*doubted)
    assert finding.status == "possible"
    assert finding.strength <= 0.5
    assert any("Low confidence: Filmed at 60." in each.text for each in finding.weighed)
    assert len(finding.to_know) > 1


def test_one_harmless_sign_and_two_refused_ones_are_unknown():
    finding = landing(
        measure("foot_strike_pattern", "rearfoot"),
        measure("tibia_angle_loading", -6.0, 1.0),
        refused("foot_inclination_ic"),
        refused("knee_flexion_ic"),
    )
    assert finding.status == "unknown"
    assert [advice.split(":")[0] for advice in finding.to_know[:2]] == ["Foot angle at landing", "Knee bend at landing"]


def test_one_clear_sign_is_enough_when_others_are_refused():
    finding = landing(
        measure("foot_strike_pattern", "rearfoot"),
        measure("tibia_angle_loading", 8.0, 1.0),
        refused("foot_inclination_ic"),
        refused("knee_flexion_ic"),
    )
    assert finding.status == "present"


def test_no_measures_at_all_leave_every_finding_unknown_once_for_each_side():
    found = assess_findings([], knowledge=KNOWLEDGE)
    assert {each.status for each in found} == {"unknown"}
    assert [(each.id, each.side) for each in found] == [
        (definition.id, side)
        for definition in KNOWLEDGE.findings.values()
        for side in (("left", "right") if definition.sides == "per_side" else (None,))
    ]


def test_a_number_without_an_error_is_never_clear():
    finding = landing(measure("foot_strike_pattern", "rearfoot"), *signs(tibia_angle_loading=(30.0, None)))
    assert finding.status == "possible"
    assert "error not known" in finding.weighed[1].text


def test_the_evidence_names_value_error_line_and_source():
    finding = landing(measure("foot_strike_pattern", "rearfoot"), *signs(tibia_angle_loading=(8.0, 1.0)))
    assert [(each.measure_id, each.speaks) for each in finding.weighed] == [
        ("foot_strike_pattern", "for"),
        ("tibia_angle_loading", "for"),
        ("foot_inclination_ic", "against"),
        ("knee_flexion_ic", "against"),
    ]
    assert finding.weighed[1].text == (
        "Shin angle at loading response: 8.0° ± 2.0° (95 %). "
        "The mild line is above 3° (our default); this is clearly above it."
    )


def test_the_finding_carries_its_whole_chain():
    finding = landing(measure("foot_strike_pattern", "rearfoot"), *signs(**HARD))
    assert finding.exercises[0] == "hip_flexor_release"
    assert finding.confirm_with == ("modified_thomas", "prone_knee_bend", "front_plank", "sit_to_stand_single")
    assert finding.suspected_tight == ("iliopsoas", "vastus_lateralis")
    assert "pelvic_floor" in finding.suspected_weak
    assert finding.injuries_discussed == ("patellofemoral_pain", "tibial_stress")
    assert finding.evidence_grade == "conflicting"
    assert "left foot" in finding.says
    assert "not a diagnosis" in finding.does_not_say


@pytest.mark.parametrize("strike", ["rearfoot", "uncertain", "midfoot"])
@pytest.mark.parametrize("made", [HARMLESS, HARD, {"tibia_angle_loading": (4.0, 1.0)}])
def test_no_generated_text_says_what_we_must_not_say(strike, made):
    for finding in assess_findings([measure("foot_strike_pattern", strike), *signs(**made)], knowledge=KNOWLEDGE):
        texts = [finding.says, finding.does_not_say, *finding.to_know, *(each.text for each in finding.weighed)]
        assert [hit for text in texts for hit in forbidden_words(text)] == []


def test_a_class_that_the_knowledge_does_not_know_is_an_error():
    with pytest.raises(ValueError, match="Expected one of"):
        landing(measure("foot_strike_pattern", "heel"))


VALUE = st.one_of(
    st.none(), st.tuples(st.floats(-30, 30).map(lambda x: round(x, 1)), st.floats(0.1, 6).map(lambda x: round(x, 1)))
)
STRIKE = st.sampled_from(["rearfoot", "midfoot", "uncertain", None])
STATUS = st.sampled_from(["ok", "low_confidence"])


@st.composite
def runs(draw) -> list[Measure]:
    made = []
    for side in ("left", "right"):
        strike = draw(STRIKE)
        made.append(
            refused("foot_strike_pattern", side)
            if strike is None
            else measure("foot_strike_pattern", strike, None, side, draw(STATUS))
        )
        for each in HARMLESS:
            value = draw(VALUE)
            made.append(refused(each, side) if value is None else measure(each, *value, side, draw(STATUS)))
    return made


@given(runs())
def test_mirrored_measures_give_mirrored_findings(made):
    mirrored = [replace(each, side=other(each.side)) for each in made]
    for side in ("left", "right"):
        one, two = landing(*made, side=side), landing(*mirrored, side=other(side))
        assert (one.status, one.strength, one.because) == (two.status, two.strength, two.because)
        assert [each.text for each in one.weighed] == [each.text for each in two.weighed]
        assert one.says.replace(side, other(side)) == two.says


@given(made=runs(), which=st.sampled_from(list(HARMLESS)), more=st.floats(0, 30))
def test_a_measure_that_agrees_more_never_lowers_the_strength(made, which, more):
    direction = LINES[which][1]
    agreeing = [
        replace(each, value=each.number + direction * more)
        if each.id == which and each.side == "left" and each.number is not None
        else each
        for each in made
    ]
    assert landing(*agreeing).strength >= landing(*made).strength


@given(made=runs(), which=st.sampled_from(list(HARD)))
def test_a_further_clear_sign_in_place_of_a_refused_one_never_lowers_the_strength(made, which):
    without = [refused(each.id, each.side) if each.id == which else each for each in made]
    added = [measure(which, *HARD[which], each.side) if each.id == which else each for each in made]
    assert landing(*added).strength >= landing(*without).strength


@given(runs())
def test_status_and_strength_belong_together(made):
    finding = landing(*made)
    if finding.status == "present":
        assert finding.strength >= 0.5
    elif finding.status == "possible":
        assert 0 <= finding.strength <= 0.5
    else:
        assert finding.strength == 0


def test_a_trigger_without_any_needs_all_of_all():
    assert trigger_status(["holds", "holds"], []) == "present"
    assert trigger_status(["holds", "fails"], []) == "absent"
    assert trigger_status(["holds", "not_measured"], []) == "unknown"
    assert finding_strength("present", [1.0, 0.6], []) == 0.6
