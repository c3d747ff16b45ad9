"""The exercises that ship: everything the article names, its dose and nothing else as its dose, six weeks each."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.checks import texts_of
from evenstride.knowledge.schema.exercise import PLAN_WEEKS, Equipment
from evenstride.knowledge.wording import forbidden_words

#: What the article's text states about each exercise: variations and add-ons, muscles, equipment, seconds.
ARTICLE = {
    "hip_flexor_release": {
        "parts": (),
        "muscles": {"iliopsoas"},
        "equipment": {"lacrosse_ball"},
        "dose": {None: {"interval_s": (30, 120)}},
        "angles_deg": {90},
    },
    "vastus_lateralis_release": {
        "parts": ("tender_spot",),
        "muscles": {"vastus_lateralis"},
        "equipment": {"foam_roller"},
        "dose": {
            None: {"interval_s": (30, 30), "total_s": (120, 120)},
            "tender_spot": {"tender_spot_s": (10, 15)},
        },
        "angles_deg": {90},
    },
    "kegel_ball_squeeze": {
        "parts": ("bridge", "knees_to_chest"),
        "muscles": {"rectus_abdominis", "pelvic_floor", "hip_adductors", "transversus_abdominis"},
        "equipment": {"small_ball"},
        "dose": {None: {"hold_s": (5, 5)}, "bridge": {"hold_s": (5, 5)}, "knees_to_chest": {}},
        "angles_deg": set(),
    },
    "inner_quad_squat": {
        "parts": (),
        "muscles": {"hip_adductors", "gluteus_maximus", "vastus_medialis"},
        "equipment": set(),
        "dose": {None: {}},
        "angles_deg": {45},
    },
    "calf_release": {
        "parts": ("tender_spot",),
        "muscles": {"gastrocnemius", "soleus"},
        "equipment": {"lacrosse_ball"},
        "dose": {None: {}, "tender_spot": {"tender_spot_s": (30, 30)}},
        "angles_deg": set(),
    },
    "glute_step_back": {
        "parts": ("straight", "twisting", "side_bending"),
        "muscles": {"gluteus_medius"},
        "equipment": set(),
        "dose": {None: {}, "straight": {}, "twisting": {}, "side_bending": {}},
        "angles_deg": set(),
    },
    "kneeling_lat_pulldown": {
        "parts": (),
        "muscles": {"latissimus_dorsi", "rhomboids"},
        "equipment": {"resistance_band", "kneeling_pad"},
        "dose": {None: {}},
        "angles_deg": {90, 0},
    },
}
OURS = {"calf_raise": ("bent_knee",), "hamstring_bridge": ("single_leg",), "foot_core": ()}


@pytest.fixture(scope="module")
def exercises():
    return load_knowledge().exercises


def bounds(quantity) -> tuple[float, float]:
    return (quantity.low, quantity.high) if quantity.value is None else (quantity.value, quantity.value)


def test_the_articles_exercises_and_ours_are_there_and_nothing_else(exercises):
    assert [each.id for each in exercises.values() if each.origin == "article"] == list(ARTICLE)
    assert [each.id for each in exercises.values() if each.origin == "ours"] == list(OURS)


@pytest.mark.parametrize("exercise_id", ARTICLE)
def test_an_exercise_has_the_articles_parts_muscles_and_equipment(exercises, exercise_id):
    exercise, stated = exercises[exercise_id], ARTICLE[exercise_id]
    assert tuple(part.id for part in exercise.parts[1:]) == stated["parts"]
    assert {*exercise.muscles.released, *exercise.muscles.worked} == stated["muscles"]
    assert exercise.muscles.source == "article"
    assert stated["equipment"] <= set(exercise.equipment)
    assert exercise.steps_source.source == "article"


@pytest.mark.parametrize("exercise_id", ARTICLE)
def test_the_articles_dose_holds_what_the_article_states_and_nothing_else(exercises, exercise_id):
    exercise, stated = exercises[exercise_id], ARTICLE[exercise_id]
    for part_id, dose in stated["dose"].items():
        part = exercise.part(part_id)
        assert {name: bounds(each) for name, each in part.dose_article.quantities.items()} == dose
        assert {each.source for each in part.dose_article.quantities.values()} <= {"article"}
        assert "article" not in {each.source for each in part.dose_ours.quantities.values()}
    angles = [angle.angle_deg for part in exercise.parts for angle in part.angles]
    assert {angle.value for angle in angles if angle.source == "article"} == stated["angles_deg"]


@pytest.mark.parametrize("exercise_id", OURS)
def test_an_exercise_of_ours_says_so_and_takes_nothing_from_the_article(exercises, exercise_id):
    exercise = exercises[exercise_id]
    assert tuple(part.id for part in exercise.parts[1:]) == OURS[exercise_id]
    assert exercise.steps_source.source == "ours"
    assert exercise.muscles.source not in ("article", "ours"), "its aim rests on a publication"
    assert all(part.dose_article.quantities == {} for part in exercise.parts)


def test_where_the_article_is_ambiguous_a_note_says_what_is_ours(exercises):
    for exercise_id in ("inner_quad_squat", "glute_step_back", "kneeling_lat_pulldown"):
        assert exercises[exercise_id].steps_source.note


def test_every_exercise_covers_each_of_the_six_weeks_once(exercises):
    for exercise in exercises.values():
        weeks = [week for stage in exercise.stages for week in stage.weeks]
        assert sorted(weeks) == list(range(1, PLAN_WEEKS + 1)), exercise.id
        assert all(exercise.stage_in(week) is not None for week in weeks)
        assert exercise.stage_in(PLAN_WEEKS + 1) is None


def test_no_stage_is_like_the_one_before(exercises):
    for exercise in exercises.values():
        stages = [stage.model_copy(update={"weeks": (1,)}) for stage in exercise.stages]
        assert all(one != next_one for one, next_one in pairwise(stages)), exercise.id


def test_every_variation_has_its_turn_in_a_stage(exercises):
    for exercise in exercises.values():
        staged = {stage.part for stage in exercise.stages}
        assert {variation.id for variation in exercise.variations} <= staged, exercise.id


def test_the_outer_thigh_is_rolled_for_the_articles_two_minutes_in_every_stage(exercises):
    assert [stage.sets * stage.work_s for stage in exercises["vastus_lateralis_release"].stages] == [120, 120, 120]


def test_a_variation_can_be_done_on_other_sides_than_its_basic_form(exercises):
    bridge = exercises["hamstring_bridge"]
    assert (bridge.sides_of(None), bridge.sides_of("single_leg")) == ("both_at_once", "each_side")
    assert exercises["calf_raise"].sides_of("bent_knee") == "each_side"
    with pytest.raises(KeyError):
        bridge.sides_of("standing")


def test_every_exercise_can_be_made_easier_and_harder_and_names_its_faults(exercises):
    for exercise in exercises.values():
        assert exercise.regress, exercise.id
        assert exercise.progress, exercise.id
        assert exercise.common_faults, exercise.id
        assert exercise.cautions, exercise.id
        assert exercise.evidence.statements


def test_pressure_on_a_muscle_is_limited_to_6_of_10(exercises):
    for exercise in exercises.values():
        if exercise.kind == "release":
            assert exercise.dose_ours.discomfort_max_nprs.value == 6


def test_strength_work_is_done_twice_a_week_at_least(exercises):
    strength = [each for each in exercises.values() if each.kind == "strength"]
    assert len(strength) == 5
    assert all(bounds(each.dose_ours.sessions_per_week)[0] == 2 for each in strength)


def test_all_equipment_an_exercise_asks_for_has_a_name(exercises):
    asked = {item for each in exercises.values() for item in (*each.equipment, *each.optional_equipment)}
    assert asked == set(get_args(Equipment))


def test_the_texts_are_fit_to_print(exercises):
    texts = [text for exercise in exercises.values() for text in texts_of(exercise)]
    assert len(texts) > 500
    assert [text for text in texts if forbidden_words(text)] == []
