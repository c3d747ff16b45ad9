"""Every finding of the knowledge: a run in which it is present, one in which it must not be, and the two between."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from evenstride.imbalance import assess_findings
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.wording import forbidden_words
from evenstride.model import Finding, Measure
from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side

KNOWLEDGE = load_knowledge()
STATUSES: tuple[FindingStatus, ...] = ("present", "absent", "possible", "unknown")

#: A value with its standard error, a class, or None for refused.
Value = tuple[float, float] | str | None


@dataclass(frozen=True)
class Case:
    """What was measured; a key may name a side (``left knee_flexion_ic``), else it holds for the finding's side."""

    values: dict[str, Value]
    because: tuple[str, ...]


def case(because: str = "", **values: Value) -> Case:
    return Case({name.replace("__", " "): value for name, value in values.items()}, tuple(because.split()))


#: A speed of 3.3 m/s known to 3 %: 1.18 m at 168 steps a minute.
AT_3_3_MPS = {"step_length": (1.18, 0.03)}
#: Both legs alike, well within what is usual.
ALIKE: dict[str, Value] = {
    f"{side}__{name}": value
    for side in ("left", "right")
    for name, value in {
        "contact_time": (250.0, 2.0),
        "foot_inclination_ic": (10.0, 0.3),
        "tibia_angle_loading": (1.0, 0.3),
        "knee_flexion_ic": (14.0, 0.3),
        "knee_flexion_peak_stance": (44.0, 0.3),
        "hip_extension_late_stance": (25.0, 0.3),
    }.items()
}

CASES: dict[str, dict[FindingStatus, Case]] = {
    "hard_heel_landing": {
        "present": case(
            "foot_strike_pattern tibia_angle_loading",
            foot_strike_pattern="rearfoot",
            tibia_angle_loading=(8.0, 1.0),
            foot_inclination_ic=(9.0, 1.0),
            knee_flexion_ic=(14.0, 1.0),
        ),
        "absent": case(
            "tibia_angle_loading foot_inclination_ic knee_flexion_ic",
            foot_strike_pattern="rearfoot",
            tibia_angle_loading=(-4.0, 1.0),
            foot_inclination_ic=(9.0, 1.0),
            knee_flexion_ic=(14.0, 1.0),
        ),
        "possible": case(
            "foot_strike_pattern tibia_angle_loading",
            foot_strike_pattern="rearfoot",
            tibia_angle_loading=(4.0, 1.0),
            foot_inclination_ic=(9.0, 1.0),
            knee_flexion_ic=(14.0, 1.0),
        ),
        "unknown": case(foot_strike_pattern=None, tibia_angle_loading=(8.0, 1.0)),
    },
    "knee_caving_in": {
        "present": case("hip_adduction", hip_adduction=(16.0, 1.5), knee_window=(84.0, 3.0)),
        "absent": case("hip_adduction knee_window", hip_adduction=(7.0, 1.5), knee_window=(86.0, 3.0)),
        "possible": case("knee_window", hip_adduction=(7.0, 1.5), knee_window=(68.0, 3.0)),
        "unknown": case(hip_adduction=None, knee_window=None),
    },
    "over_pronation": {
        "present": case("heel_eversion", heel_eversion=(13.0, 1.0)),
        "absent": case("heel_eversion", heel_eversion=(6.0, 1.0)),
        "possible": case("heel_eversion", heel_eversion=(11.0, 1.0)),
        "unknown": case(heel_eversion=None),
    },
    "hip_drop": {
        "present": case("pelvic_drop", pelvic_drop=(8.0, 1.0), lateral_trunk_lean=(2.0, 1.0)),
        "absent": case("pelvic_drop lateral_trunk_lean", pelvic_drop=(2.0, 1.0), lateral_trunk_lean=(2.0, 1.0)),
        "possible": case("lateral_trunk_lean", pelvic_drop=(2.0, 1.0), lateral_trunk_lean=(9.0, 1.0)),
        "unknown": case(pelvic_drop=None, lateral_trunk_lean=(2.0, 1.0)),
    },
    "forward_weight_shift": {
        "present": case(
            "trunk_lean_drift fade_onset fade_shift",
            trunk_lean_drift=(6.0, 1.0),
            fade_onset="told",
            fade_shift=(2.5, 0.5),
        ),
        "absent": case("trunk_lean_drift", trunk_lean_drift=(0.0, 1.0), fade_onset="told", fade_shift=(2.5, 0.5)),
        "possible": case("trunk_lean_drift", trunk_lean_drift=(4.0, 1.0)),
        "unknown": case(trunk_lean_drift=None, fade_onset="told", fade_shift=(2.5, 0.5)),
    },
    "posterior_chain_fatigue": {
        "present": case(
            "contact_time_drift cadence_drift fade_onset",
            contact_time_drift=(6.0, 1.0),
            cadence_drift=(-4.0, 0.5),
            step_length_drift=(4.0, 1.0),
            fade_onset="told",
        ),
        "absent": case(
            "cadence_drift step_length_drift fade_onset",
            contact_time_drift=(6.0, 1.0),
            cadence_drift=(0.0, 0.5),
            step_length_drift=(0.0, 1.0),
            fade_onset="not_told",
        ),
        "possible": case(
            "contact_time_drift step_length_drift",
            contact_time_drift=(6.0, 1.0),
            cadence_drift=(3.0, 0.5),
            step_length_drift=(-4.0, 1.0),
            fade_onset="not_told",
        ),
        "unknown": case(contact_time_drift=None, cadence_drift=(-4.0, 0.5), step_length_drift=(4.0, 1.0)),
    },
    "overstride_low_cadence": {
        "present": case(
            "tibia_angle_loading foot_inclination_ic",
            tibia_angle_loading=(8.0, 1.0),
            foot_inclination_ic=(20.0, 1.0),
            cadence=(180.0, 0.3),
            **AT_3_3_MPS,
        ),
        "absent": case(
            "foot_inclination_ic cadence",
            tibia_angle_loading=(8.0, 1.0),
            foot_inclination_ic=(9.0, 1.0),
            cadence=(180.0, 0.3),
            **AT_3_3_MPS,
        ),
        "possible": case(
            "tibia_angle_loading foot_inclination_ic",
            tibia_angle_loading=(8.0, 1.0),
            foot_inclination_ic=(16.0, 1.0),
            cadence=(180.0, 0.3),
            **AT_3_3_MPS,
        ),
        "unknown": case(tibia_angle_loading=None, foot_inclination_ic=(20.0, 1.0), cadence=None),
    },
    "crossover_gait": {
        "present": case("base_of_support", base_of_support=(-4.0, 0.5)),
        "absent": case("base_of_support", base_of_support=(1.5, 0.5)),
        "possible": case("base_of_support", base_of_support=(-1.5, 0.5)),
        "unknown": case(base_of_support=None),
    },
    "stiff_landing": {
        "present": case("knee_flexion_peak_stance", knee_flexion_peak_stance=(30.0, 2.0)),
        "absent": case("knee_flexion_peak_stance", knee_flexion_peak_stance=(44.0, 2.0)),
        "possible": case("knee_flexion_peak_stance", knee_flexion_peak_stance=(34.0, 2.0)),
        "unknown": case(knee_flexion_peak_stance=None),
    },
    "limited_hip_extension": {
        "present": case(
            "hip_extension_late_stance",
            hip_extension_late_stance=(17.0, 1.0),
            cadence=(168.0, 0.3),
            **AT_3_3_MPS,
        ),
        "absent": case(
            "hip_extension_late_stance",
            hip_extension_late_stance=(28.0, 1.0),
            cadence=(168.0, 0.3),
            **AT_3_3_MPS,
        ),
        "possible": case(
            "hip_extension_late_stance",
            hip_extension_late_stance=(22.0, 1.0),
            cadence=(168.0, 0.3),
            **AT_3_3_MPS,
        ),
        "unknown": case(hip_extension_late_stance=None),
    },
    "asymmetry": {
        "present": case(
            "knee_flexion_ic",
            **{**ALIKE, "left__knee_flexion_ic": (21.0, 1.0)},
        ),
        "absent": case(
            "contact_time foot_inclination_ic tibia_angle_loading knee_flexion_ic "
            "knee_flexion_peak_stance hip_extension_late_stance",
            **ALIKE,
        ),
        "possible": case("contact_time", **{**ALIKE, "left__contact_time": (270.0, 8.0)}),
        "unknown": case(**{**ALIKE, "left__contact_time": None}),
    },
}
CONDITION_PAIRS = [(finding, status) for finding, cases in CASES.items() for status in cases]


def measure(measure_id: str, side: Side | None, value: Value) -> Measure:
    unit = KNOWLEDGE.measures[measure_id].unit
    if value is None:
        return Measure(measure_id, side, None, unit, None, 0, None, "refused", "clip", ("It was hidden.",))
    number, error = value if isinstance(value, tuple) else (value, None)
    return Measure(measure_id, side, number, unit, error, 20, 1.0, "ok", "clip")


def side_of(finding_id: str) -> Side | None:
    return "left" if KNOWLEDGE.findings[finding_id].sides == "per_side" else None


def measures_of(values: dict[str, Value], side: Side | None) -> list[Measure]:
    made = []
    for key, value in values.items():
        *own, measure_id = key.split(" ")
        is_per_side = KNOWLEDGE.measures[measure_id].sides == "per_side"
        made.append(measure(measure_id, own[0] if own else side if is_per_side else None, value))  # type: ignore[arg-type]
    return made


def assessed(finding_id: str, made: list[Measure], side: Side | None) -> Finding:
    found = assess_findings(made, knowledge=KNOWLEDGE)
    return next(each for each in found if (each.id, each.side) == (finding_id, side))


def test_every_finding_of_the_knowledge_has_a_case_for_every_status():
    assert set(CASES) == set(KNOWLEDGE.findings)
    assert {finding: set(cases) for finding, cases in CASES.items()} == {finding: set(STATUSES) for finding in CASES}


@pytest.mark.parametrize(("finding_id", "status"), CONDITION_PAIRS)
def test_a_finding_has_the_status_its_measures_give_it_and_says_why(finding_id: str, status: FindingStatus):
    given = CASES[finding_id][status]
    side = side_of(finding_id)
    finding = assessed(finding_id, measures_of(given.values, side), side)
    assert finding.status == status
    assert finding.because == given.because
    assert (finding.strength >= 0.5) == (status == "present")
    assert bool(finding.to_know) == (status in ("possible", "unknown"))


@pytest.mark.parametrize("finding_id", [each for each in CASES if KNOWLEDGE.findings[each].sides == "per_side"])
def test_a_finding_of_one_side_says_nothing_about_the_other(finding_id: str):
    side = side_of(finding_id)
    made = [m for m in measures_of(CASES[finding_id]["present"].values, side) if m.side is not None]
    assert assessed(finding_id, made, "right").status == "unknown"


@pytest.mark.parametrize(("finding_id", "status"), CONDITION_PAIRS)
def test_what_is_said_is_fit_to_print(finding_id: str, status: FindingStatus):
    side = side_of(finding_id)
    finding = assessed(finding_id, measures_of(CASES[finding_id][status].values, side), side)
    texts = [finding.says, finding.does_not_say, *finding.to_know, *(each.text for each in finding.weighed)]
    assert "{side}" not in finding.says
    assert [hit for text in texts for hit in forbidden_words(text)] == []


@pytest.mark.parametrize("finding_id", list(CASES))
def test_low_confidence_makes_a_present_finding_possible_at_most(finding_id: str):
    side = side_of(finding_id)
    made = measures_of(CASES[finding_id]["present"].values, side)
    doubted = [replace(each, status="low_confidence", reasons=("Filmed at 60.",)) for each in made]
    finding = assessed(finding_id, doubted, side)
    assert finding.status == "possible"
    assert finding.strength <= 0.5


def test_a_plain_heel_strike_and_a_mere_lean_never_fire():
    lean = assessed("forward_weight_shift", [measure("trunk_lean", None, (25.0, 0.5))], None)
    assert lean.status == "unknown"
    heel = assessed("hard_heel_landing", [measure("foot_strike_pattern", "left", "rearfoot")], "left")
    assert heel.status == "unknown"


def test_one_half_of_a_group_alone_never_fires():
    values: dict[str, Value] = {"tibia_angle_loading": (12.0, 0.5), "foot_inclination_ic": None, "cadence": None}
    assert assessed("overstride_low_cadence", measures_of(values, "left"), "left").status == "unknown"
    values = {
        "contact_time_drift": (9.0, 0.5),
        "cadence_drift": (2.0, 0.3),
        "step_length_drift": (2.0, 0.3),
        "fade_onset": "not_told",
    }
    assert assessed("posterior_chain_fatigue", measures_of(values, None), None).status == "absent"


@pytest.mark.parametrize(("onset", "status"), [("told", "present"), ("not_told", "absent")])
def test_an_onset_counts_without_a_second_line_on_the_index(onset: str, status: FindingStatus):
    values: dict[str, Value] = {"contact_time_drift": (0.0, 0.5), "fade_onset": onset, "fade_shift": (1.4, 0.5)}
    assert assessed("posterior_chain_fatigue", measures_of(values, None), None).status == status


def test_an_onset_that_is_doubted_leaves_the_finding_possible():
    values: dict[str, Value] = {"contact_time_drift": (0.0, 0.5), "fade_onset": "told"}
    doubted = [
        replace(each, status="low_confidence", reasons=("Chance alone shows as much.",))
        if each.id == "fade_onset"
        else each
        for each in measures_of(values, None)
    ]
    assert assessed("posterior_chain_fatigue", doubted, None).status == "possible"


def test_what_a_watch_sees_of_tiring_never_says_that_the_weight_shifts():
    values: dict[str, Value] = {"trunk_lean_drift": None, "fade_onset": "told", "fade_shift": (3.0, 0.3)}
    finding = assessed("forward_weight_shift", measures_of(values, None), None)
    assert (finding.status, finding.strength) == ("unknown", 0.0)
    assert {e.measure_id for e in finding.weighed if e.speaks == "for"} == {"fade_onset", "fade_shift"}


@pytest.mark.parametrize(
    ("step_length_m", "cadence_spm", "status"),
    [(1.30, 150.0, "present"), (0.72, 150.0, "absent"), (1.10, 160.0, "possible")],
)
def test_the_cadence_line_moves_with_the_speed(step_length_m: float, cadence_spm: float, status: FindingStatus):
    """150 steps a minute are few at 3.25 m/s and usual at 1.8 m/s."""
    made = measures_of(
        {
            "tibia_angle_loading": (-4.0, 1.0),
            "foot_inclination_ic": (5.0, 1.0),
            "cadence": (cadence_spm, 0.3),
            "step_length": (step_length_m, 0.03 * step_length_m),
        },
        "left",
    )
    assert assessed("overstride_low_cadence", made, "left").status == status


def test_a_difference_between_the_sides_is_information_and_leads_to_no_exercise():
    definition = KNOWLEDGE.findings["asymmetry"]
    assert definition.information_only
    finding = assessed("asymmetry", measures_of(CASES["asymmetry"]["present"].values, None), None)
    assert (finding.exercises, finding.suspected_tight, finding.suspected_weak) == ((), (), ())
    assert definition.see_also
    assert all(KNOWLEDGE.findings[each].sides == "per_side" for each in definition.see_also)


def test_a_difference_within_its_own_error_speaks_for_nothing():
    values = {**CASES["asymmetry"]["absent"].values, "left knee_flexion_ic": (21.0, 6.0)}
    assert assessed("asymmetry", measures_of(values, None), None).status == "unknown"
