"""The home screens and the muscles they tell about."""

from __future__ import annotations

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.checks import texts_of
from evenstride.knowledge.wording import forbidden_words

SCREENS = {
    *("modified_thomas", "prone_knee_bend", "front_plank", "sit_to_stand_single", "single_leg_squat", "step_down"),
    *("trendelenburg_30s", "side_plank", "single_leg_hamstring_bridge", "single_leg_glute_bridge_hold"),
    *("single_leg_heel_raise", "knee_to_wall", "hop_tests", "standing_foot_photo", "band_pull_endurance"),
    "pelvic_floor_questions",
}
MUSCLES = {
    *("iliopsoas", "rectus_femoris", "tensor_fasciae_latae", "vastus_lateralis", "vastus_medialis"),
    *("rectus_abdominis", "transversus_abdominis", "pelvic_floor", "hip_adductors", "gluteus_maximus"),
    *("gluteus_medius", "hamstrings", "gastrocnemius", "soleus", "latissimus_dorsi", "rhomboids"),
    *("foot_intrinsics", "quadratus_lumborum", "obliques", "quadriceps"),
}


@pytest.fixture(scope="module")
def content():
    return load_knowledge()


def test_every_screen_and_every_muscle_is_there(content):
    assert set(content.screens) == SCREENS
    assert set(content.muscles) == MUSCLES


def test_every_screen_tells_about_a_muscle_and_says_what_it_cannot_tell(content):
    for screen in content.screens.values():
        assert screen.suspects_tight or screen.suspects_weak, screen.id
        assert screen.limits
        assert screen.protocol


def test_every_muscle_names_the_screens_that_tell_about_it_and_no_others(content):
    for muscle in content.muscles.values():
        weak = {screen.id for screen in content.screens.values() if muscle.id in screen.suspects_weak}
        tight = {screen.id for screen in content.screens.values() if muscle.id in screen.suspects_tight}
        assert (set(muscle.tested_weak_by), set(muscle.tested_tight_by)) == (weak, tight), muscle.id


def test_a_muscle_that_no_screen_tells_about_says_so(content):
    untested = [each for each in content.muscles.values() if not (each.tested_weak_by or each.tested_tight_by)]
    assert [each.id for each in untested] == ["hip_adductors"]
    assert all(each.test_note for each in untested)


def test_anatomical_identifiers_are_not_given_twice(content):
    identifiers = [each.fma_id for each in content.muscles.values() if each.fma_id]
    assert len(identifiers) == len(set(identifiers)) == 15


@pytest.mark.parametrize(
    ("screen_id", "unit", "above", "below"),
    [
        ("modified_thomas", "deg", 0, None),
        ("single_leg_squat", "deg", 10, None),
        ("step_down", "deg", 5, None),
        ("trendelenburg_30s", "s", None, 30),
        ("side_plank", "s", None, 30),
        ("front_plank", "s", None, 45),
        ("single_leg_hamstring_bridge", "reps", None, 20),
        ("single_leg_glute_bridge_hold", "s", None, 30),
        ("sit_to_stand_single", "reps", None, 8),
        ("knee_to_wall", "cm", None, 9),
        ("hop_tests", "%", None, 90),
    ],
)
def test_a_screen_is_positive_beyond_the_line_of_the_shared_science(content, screen_id, unit, above, below):
    positive = content.screens[screen_id].positive
    assert (positive.unit, positive.above, positive.below) == (unit, above, below)
    assert content.screens[screen_id].unit == unit


def test_the_smallest_real_changes_are_those_of_their_sources(content):
    changes = {id_: s.smallest_real_change for id_, s in content.screens.items() if s.smallest_real_change}
    assert {id_: change.value for id_, change in changes.items() if change.source != "ours"} == {
        "single_leg_squat": 9,
        "step_down": 9,
        "single_leg_heel_raise": 6,
        "knee_to_wall": 1.9,
    }
    assert all(change.note for change in changes.values() if change.source == "ours")


def test_the_heel_raise_has_a_number_for_every_decade(content):
    norms = content.screens["single_leg_heel_raise"].age_norms
    assert [norm.from_age for norm in norms] == list(range(20, 90, 10))
    assert [norm.men for norm in norms] == [37, 32, 28, 23, 19, 14, 10]
    assert [norm.women for norm in norms] == [30, 27, 24, 21, 19, 16, 14]


def test_hopping_is_left_out_with_bone_pain_and_in_pregnancy(content):
    reasons = " ".join(statement.text for statement in content.screens["hop_tests"].leave_out_if)
    assert "bone" in reasons
    assert "pregnancy" in reasons


def test_numbers_from_memory_are_marked(content):
    plank = content.screens["side_plank"].norms[0]
    assert content.status_of(plank) == "to_be_checked"


def test_the_texts_are_fit_to_print(content):
    entries = (*content.screens.values(), *content.muscles.values())
    assert [text for entry in entries for text in texts_of(entry) if forbidden_words(text)] == []
