"""The key poses in the knowledge: complete, and at one with what the exercises say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.checks import texts_of
from evenstride.knowledge.schema.movement import ANGLE_NAMES, Movement, mirrored_deg
from evenstride.knowledge.wording import forbidden_words

#: Which way a prop of a drawing shows a piece of equipment; a wall or a chair is drawn where it steadies.
EQUIPMENT_OF_PROP = {"band": "resistance_band", "pad": "kneeling_pad"}
#: Joint ranges that healthy adults reach; a key pose outside is a slip of the pen.
ANATOMICAL_DEG = {
    "hip_flexion": (-30, 140),
    "hip_abduction": (-30, 60),
    "hip_rotation": (-45, 75),
    "knee_flexion": (0, 150),
    "ankle_dorsiflexion": (-65, 40),
    "toe_extension": (-5, 80),
    "arch": (0, 30),
    "shoulder_flexion": (-60, 180),
    "shoulder_abduction": (-20, 120),
    "shoulder_rotation": (-80, 90),
    "elbow_flexion": (0, 150),
    "trunk_side_bend": (-40, 40),
    "trunk_rotation": (-50, 50),
    "trunk_neck_flexion": (-50, 55),
}


@pytest.fixture(scope="module")
def content():
    return load_knowledge()


def all_parts(content):
    for exercise in content.exercises.values():
        for part in exercise.parts:
            yield exercise, part, None if part is exercise else part.id


def minimal(**changed):
    poses = tuple({"name": name, "plain": "Stand.", "reach_s": 1.0} for name in ("start", "work", "end"))
    poses[0]["rests_on"] = ("feet",)
    for pose in poses[1:]:
        pose["like"] = "start"
    entry = {
        **{"id": "stand", "exercise": "stand", "name": "Stand", "source": "ours", "view": "side", "works": "both"},
        **{"stays": "feet", "camera": {"turn_deg": 0.0, "raise_deg": 0.0}, "poses": poses},
    }
    return entry | changed


def test_every_exercise_and_every_part_has_its_own_movement(content):
    shown = {(movement.exercise, movement.part) for movement in content.movements.values()}
    asked = {(exercise.id, part_id) for exercise, _, part_id in all_parts(content)}
    assert shown == asked


def test_every_angle_that_an_exercise_asks_for_is_shown_by_a_pose(content):
    stated = {
        (movement.exercise, movement.part, each.what)
        for movement in content.movements.values()
        for each in movement.stated
    }
    asked = {
        (exercise.id, part_id, angle.what) for exercise, part, part_id in all_parts(content) for angle in part.angles
    }
    inherited = {(exercise, part, what) for exercise, part, what in stated if (exercise, None, what) in asked}
    without_one_joint = {("calf_release", "tender_spot", "movement of the ankle at least")}
    assert stated - inherited - asked == set()
    assert asked - stated == without_one_joint


def test_shown_angles_are_the_angles_the_exercise_asks_for(content):
    for movement in content.movements.values():
        parts = {part_id: part for exercise, part, part_id in all_parts(content) if exercise.id == movement.exercise}
        for each in movement.stated:
            named = [a for part in (parts[movement.part], parts[None]) for a in part.angles if a.what == each.what]
            asked, shown_deg = named[0].angle_deg, abs(each.counted_deg(movement.angles_deg(each.pose)))
            if each.what.endswith("at least"):
                assert shown_deg >= asked.value, (movement.id, each.what)
            elif asked.value is not None:
                assert shown_deg == pytest.approx(asked.value, abs=1.0), (movement.id, each.what)
            else:
                assert asked.low <= shown_deg <= asked.high, (movement.id, each.what)


def test_the_foot_moves_by_more_than_the_calf_release_asks_for(content):
    spot = next(part for part in content.exercises["calf_release"].add_ons if part.id == "tender_spot")
    movement = content.movements["calf_release_tender_spot"]
    up, down = (movement.angles_deg(name)["right_ankle_dorsiflexion_deg"] for name in ("start", "work"))
    assert up - down >= spot.angles[0].angle_deg.value


def test_a_bent_knee_stays_bent_while_the_heel_rises(content):
    movement = content.movements["calf_raise_bent_knee"]
    knees = {movement.angles_deg(name)["right_knee_flexion_deg"] for name in ("start", "work", "end")}
    assert len(knees) == 1


def test_every_joint_stays_in_the_range_of_a_body(content):
    for movement in content.movements.values():
        for pose in movement.poses:
            for name, angle_deg in movement.angles_deg(pose.name).items():
                joint = name.removesuffix("_deg").removeprefix("left_").removeprefix("right_")
                low, high = ANATOMICAL_DEG.get(joint, (-120, 120))
                assert low <= angle_deg <= high, (movement.id, pose.name, name, angle_deg)


def test_holds_are_as_long_as_the_article_asks(content):
    for exercise, part, part_id in all_parts(content):
        asked = part.dose_article.hold_s
        movement = next(m for m in content.movements.values() if (m.exercise, m.part) == (exercise.id, part_id))
        if asked is not None:
            assert movement.pose("work").hold_s == asked.value, movement.id


def test_props_are_equipment_of_the_exercise(content):
    for movement in content.movements.values():
        exercise = content.exercises[movement.exercise]
        known = {*exercise.equipment, *exercise.optional_equipment}
        for prop in movement.props:
            assert EQUIPMENT_OF_PROP.get(prop.kind, prop.kind) in known, (movement.id, prop.kind)


def test_an_exercise_for_each_side_shows_one_side_working(content):
    for movement in content.movements.values():
        exercise = content.exercises[movement.exercise]
        if movement.part is None and exercise.sides == "each_side":
            assert movement.works in ("left", "right"), movement.id
        if exercise.sides == "both_at_once" and movement.part is None and movement.shows == "body":
            assert movement.works == "both", movement.id


def test_every_text_is_fit_to_print(content):
    for movement in content.movements.values():
        for text in texts_of(movement):
            assert not forbidden_words(text), movement.id


def test_a_pose_takes_over_the_angles_of_the_pose_it_is_like():
    entry = minimal()
    entry["poses"][0]["legs"] = {"knee_flexion_deg": 30.0}
    entry["poses"][1]["left_leg"] = {"knee_flexion_deg": 60.0}
    work = Movement.model_validate(entry).angles_deg("work")
    assert (work["left_knee_flexion_deg"], work["right_knee_flexion_deg"]) == (60.0, 30.0)
    assert set(work) == set(ANGLE_NAMES)


def test_a_pose_like_a_later_one_is_refused():
    entry = minimal()
    entry["poses"][0]["like"] = "work"
    with pytest.raises(ValidationError, match="does not come before"):
        Movement.model_validate(entry)


def test_poses_in_another_order_are_refused():
    with pytest.raises(ValidationError, match="start, work, end"):
        Movement.model_validate(minimal(poses=minimal()["poses"][::-1]))


def test_what_stays_must_carry_the_body_in_every_pose():
    with pytest.raises(ValidationError, match="does not rest on it"):
        Movement.model_validate(minimal(stays="hands"))


def test_a_stated_angle_must_be_a_joint_angle():
    stated = ({"what": "knee", "pose": "start", "angle": "right_knee_deg"},)
    with pytest.raises(ValidationError, match="no joint angle 'right_knee_deg'"):
        Movement.model_validate(minimal(stated=stated))


def test_mirroring_twice_gives_the_same_pose(content):
    angles_deg = content.movements["glute_step_back_twisting"].angles_deg("end")
    mirrored = mirrored_deg(angles_deg)
    assert mirrored["left_knee_flexion_deg"] == angles_deg["right_knee_flexion_deg"]
    assert mirrored["trunk_rotation_deg"] == -angles_deg["trunk_rotation_deg"] != 0
    assert mirrored_deg(mirrored) == angles_deg
