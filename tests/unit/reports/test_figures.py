"""The drawn figures: limbs of one length, feet on the floor, props where they belong, safe SVG."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import numpy as np
import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema.movement import ANGLE_NAMES
from evenstride.reports.figures import (
    FIGURE_STYLE,
    PALETTES,
    animated_figure_svg,
    figure_captions,
    figure_svg,
    movement_of,
    moving_figure_html,
)
from evenstride.reports.figures.body import RADII, SHANK, THIGH, Body
from evenstride.reports.figures.camera import UNITS_PER_M, View
from evenstride.reports.figures.kinematics import contact_points, gap_to_floor_m, pose_points
from evenstride.reports.figures.props import PROP_RADII_M, prop_places_m
from evenstride.reports.figures.shapes import capsule, path_points, shortened
from evenstride.reports.figures.timeline import all_frames, key_frames, roll_at

BODY = Body()
KNOWLEDGE = load_knowledge()
MOVEMENTS = [*KNOWLEDGE.movements.values(), *KNOWLEDGE.screen_movements.values()]
SEGMENTS = [
    (f"{side}_{upper}", f"{side}_{lower}")
    for side in ("left", "right")
    for upper, lower in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"))
] + [("mid_hip", "mid_shoulder")]
#: A few millimetres of a drawing of 20 cm; a pose is written in half degrees.
FLOOR_TOLERANCE_M = 0.008
each_movement = pytest.mark.parametrize("movement", MOVEMENTS, ids=lambda movement: movement.id)


def standing(**angles_deg):
    return dict.fromkeys(ANGLE_NAMES, 0.0) | angles_deg


def middle_of(path):
    return np.mean(path_points(path), axis=0)


def test_an_upright_body_has_the_heights_of_the_source():
    points = pose_points(standing(), BODY)
    floor_m = points["left_heel"][1] - BODY.radius_m("heel")
    heights = {name: (points[name][1] - floor_m) / BODY.stature_m for name in ("mid_shoulder", "left_hip", "left_knee")}
    assert heights == pytest.approx({"mid_shoulder": 0.818, "left_hip": 0.530, "left_knee": 0.285}, abs=1e-9)


@pytest.mark.parametrize(
    ("joint", "angle_deg", "point", "axis", "sign"),
    [
        ("trunk_lean", 30, "head", 0, 1),
        ("trunk_side_bend", 20, "head", 2, 1),
        ("trunk_side_lean", 20, "head", 2, 1),
        ("trunk_neck_flexion", 30, "head", 0, 1),
        ("right_hip_flexion", 30, "right_knee", 0, 1),
        ("right_hip_abduction", 30, "right_knee", 2, 1),
        ("left_hip_abduction", 30, "left_knee", 2, -1),
        ("right_hip_rotation", 30, "right_toe", 2, 1),
        ("left_hip_rotation", 30, "left_toe", 2, -1),
        ("right_knee_flexion", 30, "right_ankle", 0, -1),
        ("right_ankle_dorsiflexion", 20, "right_toe", 1, 1),
        ("right_toe_extension", 20, "right_toe", 1, 1),
        ("right_shoulder_flexion", 30, "right_hand", 0, 1),
        ("left_shoulder_abduction", 30, "left_hand", 2, -1),
        ("right_elbow_flexion", 30, "right_hand", 0, 1),
        ("trunk_rotation", 30, "right_shoulder", 0, 1),
        ("trunk_turn", 30, "right_toe", 2, -1),
    ],
)
def test_a_positive_angle_moves_a_joint_the_way_its_name_says(joint, angle_deg, point, axis, sign):
    before, after = pose_points(standing(), BODY), pose_points(standing(**{f"{joint}_deg": angle_deg}), BODY)
    assert sign * (after[point] - before[point])[axis] > 0.01


def test_a_higher_arch_shortens_the_foot():
    low, high = pose_points(standing(), BODY), pose_points(standing(left_arch_deg=20.0), BODY)
    lengths = [np.linalg.norm(points["left_ball"] - points["left_heel"]) for points in (low, high)]
    assert lengths[1] < lengths[0] - 0.002


@each_movement
def test_limbs_keep_their_length_in_every_frame(movement):
    for frame in all_frames(movement, BODY):
        for upper, lower in SEGMENTS:
            length_m = np.linalg.norm(frame.points[upper] - frame.points[lower])
            first_m = np.linalg.norm(pose_points(standing(), BODY)[upper] - pose_points(standing(), BODY)[lower])
            assert length_m == pytest.approx(first_m, rel=1e-9)


@each_movement
def test_limbs_hardly_shorten_between_the_frames_that_are_sent(movement):
    sent = all_frames(movement, BODY, most_steps=steps_sent(movement))
    for before, after in pairwise(sent):
        for upper, lower in SEGMENTS:
            half_way_m = np.linalg.norm(
                (before.points[upper] + after.points[upper] - before.points[lower] - after.points[lower]) / 2
            )
            length_m = np.linalg.norm(before.points[upper] - before.points[lower])
            assert half_way_m > 0.96 * length_m, (movement.id, upper, before.phase)


def steps_sent(movement):
    """The cap on frames that the animation was made with, read off its key times."""
    count = len(re.search(r'keyTimes="([^"]*)"', animated_figure_svg(movement)).group(1).split(";"))
    return next(steps for steps in range(7, 1, -1) if len(all_frames(movement, BODY, most_steps=steps)) == count)


@each_movement
def test_what_carries_the_body_touches_the_floor(movement):
    for frame, pose in zip(key_frames(movement, BODY), movement.poses, strict=True):
        for contact in movement.rests_on(pose.name):
            gap_m = min(gap_to_floor_m(frame.points, point, BODY) for point in contact_points([contact]))
            assert abs(gap_m) < FLOOR_TOLERANCE_M, (movement.id, pose.name, contact, gap_m)


@each_movement
def test_a_foot_that_stands_has_heel_and_ball_on_the_floor(movement):
    for frame, pose in zip(key_frames(movement, BODY), movement.poses, strict=True):
        feet = [contact for contact in movement.rests_on(pose.name) if contact in ("feet", "left_foot", "right_foot")]
        for point in contact_points(feet):
            assert abs(gap_to_floor_m(frame.points, point, BODY)) < FLOOR_TOLERANCE_M, (movement.id, pose.name, point)


@each_movement
def test_nothing_goes_through_the_floor(movement):
    outside = [f"{side}_{name}" for side in ("left", "right") for name in ("heel", "ball", "toe", "ankle", "knee")]
    outside += [f"{side}_{name}" for side in ("left", "right") for name in ("hand", "wrist", "elbow", "hip", "chest")]
    for frame in all_frames(movement, BODY):
        for point in (*outside, "head"):
            above_m = gap_to_floor_m(frame.points, point, BODY) + movement.floor_below_m
            assert above_m > -FLOOR_TOLERANCE_M, (movement.id, point, frame.phase)


@each_movement
def test_what_stays_does_not_travel(movement):
    places = [
        np.mean([frame.points[point] for point in contact_points([movement.stays])], axis=0)
        for frame in all_frames(movement, BODY)
    ]
    assert np.ptp([place[[0, 2]] for place in places], axis=0) == pytest.approx([0, 0], abs=1e-9)


@each_movement
def test_a_foot_that_stands_from_pose_to_pose_hardly_slides(movement):
    poses = [pose.name for pose in movement.poses]
    for before, after in ((0, 1), (1, 2)):
        frames = key_frames(movement, BODY)
        shared = {*movement.rests_on(poses[before])} & {*movement.rests_on(poses[after])} & {"feet", "heels"}
        for point in contact_points(shared):
            moved_m = np.linalg.norm(frames[before].points[point] - frames[after].points[point])
            assert moved_m < 0.03, (movement.id, point)


@each_movement
def test_what_the_body_lies_on_is_right_below_it(movement):
    ends = {"thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "hip": ("hip", "hip")}
    frames = key_frames(movement, BODY)
    for prop in (prop for prop in movement.props if prop.carries):
        side, _, segment = prop.at.partition("_")
        for frame, place in zip(frames, prop_places_m(prop, frames), strict=True):
            upper, lower = ends[segment]
            along = roll_at(prop, frame.phase)
            above = (1 - along) * frame.points[f"{side}_{upper}"] + along * frame.points[f"{side}_{lower}"]
            thick_m = (1 - along) * BODY.radius_m(upper) + along * BODY.radius_m(lower)
            assert place[1] == PROP_RADII_M[prop.kind]
            assert np.hypot(*(above - place)[[0, 2]]) < 0.07
            assert abs(above[1] - thick_m - 2 * PROP_RADII_M[prop.kind]) < 0.02, (movement.id, frame.phase)


def test_the_small_ball_is_held_by_the_knees():
    for movement in (
        movement for movement in KNOWLEDGE.movements.values() if movement.exercise == "kegel_ball_squeeze"
    ):
        frames = key_frames(movement, BODY)
        ball = next(prop for prop in movement.props if prop.kind == "small_ball")
        for frame, place in zip(frames, prop_places_m(ball, frames), strict=True):
            for side in ("left", "right"):
                gap_m = np.linalg.norm(frame.points[f"{side}_knee"] - place)
                assert abs(gap_m - BODY.radius_m("knee") - PROP_RADII_M["small_ball"]) < 0.03


def test_a_wall_is_within_reach_of_the_fingers():
    for movement in MOVEMENTS:
        frames = key_frames(movement, BODY)
        for wall in (prop for prop in movement.props if prop.kind == "wall"):
            place = prop_places_m(wall, frames)[0]
            for frame in frames:
                assert 0.02 < place[0] - frame.points["right_hand"][0] < 0.06


def test_the_pull_ends_with_level_forearms():
    work = key_frames(KNOWLEDGE.movements["kneeling_lat_pulldown"], BODY)[1].points
    drop = work["right_wrist"] - work["right_elbow"]
    assert math.degrees(math.asin(drop[1] / np.linalg.norm(drop))) == pytest.approx(0, abs=1)


def test_the_squat_keeps_shoulder_width_and_turned_out_feet():
    for frame in key_frames(KNOWLEDGE.movements["inner_quad_squat"], BODY):
        points = frame.points
        wide = points["right_ankle"][2] - points["left_ankle"][2]
        assert wide == pytest.approx(points["right_shoulder"][2] - points["left_shoulder"][2], rel=0.05)
        foot = points["right_ball"] - points["right_heel"]
        assert math.degrees(math.atan2(foot[2], foot[0])) == pytest.approx(45, abs=2)
        assert points["right_knee"][2] >= points["right_hip"][2]


def test_the_step_goes_behind_the_support_foot():
    for movement in (movement for movement in KNOWLEDGE.movements.values() if movement.exercise == "glute_step_back"):
        points = key_frames(movement, BODY)[1].points
        assert points["left_ball"][0] < points["right_heel"][0] - 0.2
        assert points["left_ball"][2] > points["right_ankle"][2]


def test_the_bridge_makes_a_line_from_shoulder_to_knee():
    for name in ("kegel_ball_squeeze_bridge", "hamstring_bridge"):
        work = key_frames(KNOWLEDGE.movements[name], BODY)[1].points
        up, down = work["mid_shoulder"] - work["mid_hip"], work["mid_knee"] - work["mid_hip"]
        cosine = up @ down / np.linalg.norm(up) / np.linalg.norm(down)
        assert math.degrees(math.acos(cosine)) == pytest.approx(180, abs=5)


@each_movement
def test_a_cycle_ends_as_it_begins(movement):
    frames = all_frames(movement, BODY)
    times = [frame.time_s for frame in frames]
    assert times == sorted(times)
    for name, point in frames[0].points.items():
        assert frames[-1].points[name] == pytest.approx(point, abs=0.01)


@each_movement
@pytest.mark.parametrize("palette", ["page", "print"])
def test_figures_are_small_safe_and_named(movement, palette):
    colours = PALETTES[palette]
    for drawn, most in ((figure_svg(movement, palette=colours), 12_000), (animated_figure_svg(movement), 25_000)):
        assert len(drawn.encode()) < most
        root = ElementTree.fromstring(drawn)
        names = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
        assert names <= {"svg", "title", "desc", "g", "path", "animate"}
        assert root.get("role") == "img"
        assert root.find("{*}title").text == movement.name
        assert all(pose.plain in root.find("{*}desc").text for pose in movement.poses)
        for element in root.iter():
            assert not {name for name in element.attrib if name.startswith("on") or name in ("href", "id", "style")}
        assert "url(" not in drawn
        assert drawn.count("http") == 1


def test_colours_for_paper_know_no_custom_properties():
    movement = KNOWLEDGE.movements["inner_quad_squat"]
    assert "var(" not in figure_svg(movement, palette=PALETTES["print"])
    assert "var(--figure-shirt,#" in figure_svg(movement, palette=PALETTES["page"])


def test_every_custom_property_is_set_by_the_style_for_light_and_dark():
    used = set(re.findall(r"var\((--[a-z-]+)", "".join(figure_svg(movement) for movement in MOVEMENTS)))
    assert used
    for name in used:
        assert FIGURE_STYLE.count(f"{name}:") == 2


def test_reduced_motion_and_paper_show_the_still():
    block = moving_figure_html(KNOWLEDGE.movements["calf_raise"])
    assert block.count("<svg") == 2
    assert "<animate" in block.split("figure-still")[0]
    assert "<animate" not in block.split("figure-still")[1]
    still_rule = FIGURE_STYLE.split("@media print, (prefers-reduced-motion: reduce)")[1]
    assert ".figure-moving { display: none; }" in still_rule


@each_movement
def test_every_frame_of_a_path_has_the_same_commands(movement):
    for values in re.findall(r'values="([^"]*)"', animated_figure_svg(movement)):
        shapes = {re.sub(r"[^A-Za-z]", "", path) for path in values.split(";")}
        assert len(shapes) == 1


@each_movement
def test_key_times_run_from_zero_to_one_in_order(movement):
    for key_times, values in re.findall(r'keyTimes="([^"]*)" values="([^"]*)"', animated_figure_svg(movement)):
        times = [float(time) for time in key_times.split(";")]
        assert times == sorted(times)
        assert (times[0], times[-1], len(times)) == (0, 1, values.count(";") + 1)


@each_movement
@pytest.mark.parametrize(("draw", "frames_of"), [(animated_figure_svg, all_frames), (figure_svg, key_frames)])
def test_everything_drawn_lies_inside_the_picture(movement, draw, frames_of):
    if movement.shows == "foot":
        return
    drawn = draw(movement) if frames_of is all_frames else draw(movement, still="work")
    left, top, width, height = (int(number) for number in re.search(r'viewBox="([^"]*)"', drawn).group(1).split())
    view = View(movement.camera.turn_deg, movement.camera.raise_deg)
    for frame in frames_of(movement, BODY):
        for name, point in frame.points.items():
            radius = UNITS_PER_M * (BODY.radius_m(name) if name in RADII else 0)
            seen = view.see(point)
            assert left <= seen.x - radius
            assert seen.x + radius <= left + width
            assert top <= seen.y - radius
            assert seen.y + radius <= top + height


def test_one_pose_is_a_third_of_the_strip():
    movement = KNOWLEDGE.movements["hamstring_bridge"]
    widths = [
        int(re.search(r'viewBox="\S+ \S+ (\d+)', figure_svg(movement, still=still)).group(1))
        for still in ("work", "strip")
    ]
    assert widths[1] == pytest.approx(3 * widths[0], abs=100)
    assert "start:" not in figure_svg(movement, still="work")


def test_a_movement_is_found_by_exercise_and_part():
    assert movement_of(KNOWLEDGE, "calf_raise").part is None
    assert movement_of(KNOWLEDGE, "calf_raise", "bent_knee").part == "bent_knee"
    assert movement_of(KNOWLEDGE, "calf_raise", "on_the_moon").part is None
    assert movement_of(KNOWLEDGE, "handstand") is None


def test_captions_are_the_three_poses_in_order():
    captions = figure_captions(KNOWLEDGE.movements["calf_raise"])
    assert [name for name, _ in captions] == ["start", "work", "end"]
    assert all(sentence.endswith(".") for _, sentence in captions)


def test_a_camera_from_the_side_sees_forwards_right_and_from_the_front_the_left_hand_right():
    forwards, right = np.array([1.0, 0, 0]), np.array([0, 0, 1.0])
    assert View(0, 0).see(forwards).x == pytest.approx(UNITS_PER_M)
    assert View(90, 0).see(right).x == pytest.approx(-UNITS_PER_M)
    assert View(0, 0).see(right).depth > 0 < View(90, 0).see(forwards).depth


def test_a_capsule_touches_both_circles_and_nothing_beyond():
    ends = path_points(capsule((0, 0), 40, (200, 0), 20))
    assert [x for x, _ in ends][:2] == [4, 202]
    assert {abs(y) for _, y in ends} <= {20, 40}


def test_a_capsule_seen_end_on_stays_inside_its_thick_end():
    for x, y in path_points(capsule((0, 0), 40, (3, 0), 20)):
        assert math.hypot(x, y) <= 41


def test_a_shortened_path_ends_where_the_long_one_does():
    path = "M10 20L30 5A7 7 0 0 1 25 -4Z"
    assert shortened(path) == "M10 20l20-15a7 7 0 01-5-9z"


def test_lengths_grow_with_stature():
    tall, short = (pose_points(standing(), Body(stature_m=stature)) for stature in (2.0, 1.0))
    assert tall["left_knee"] == pytest.approx(2 * short["left_knee"])
    assert np.linalg.norm(tall["left_hip"] - tall["left_ankle"]) == pytest.approx(2 * (THIGH + SHANK))


def test_every_screen_that_is_done_with_the_body_has_its_drawing():
    without = set(KNOWLEDGE.screen_protocols) - set(KNOWLEDGE.screen_movements)
    assert without == {"hop_tests"}


@pytest.mark.parametrize(
    ("screen_id", "points", "line"),
    [
        ("side_plank", ("mid_shoulder", "mid_hip", "mid_ankle"), 180),
        ("front_plank", ("mid_shoulder", "mid_hip", "mid_ankle"), 180),
        ("single_leg_glute_bridge_hold", ("mid_shoulder", "mid_hip", "right_knee"), 180),
        ("single_leg_hamstring_bridge", ("mid_shoulder", "mid_hip", "right_knee"), 180),
        ("single_leg_squat", ("right_hip", "right_knee", "right_ankle"), 120),
    ],
)
def test_a_screen_shows_the_line_or_the_bend_that_it_asks_for(screen_id, points, line):
    work = key_frames(KNOWLEDGE.screen_movements[screen_id], BODY)[1].points
    one, middle, other = (work[name] for name in points)
    cosine = np.dot(one - middle, other - middle) / np.linalg.norm(one - middle) / np.linalg.norm(other - middle)
    # Hips lie beside the middle of the pelvis, so that a straight body bends by a few degrees in space.
    assert math.degrees(math.acos(cosine)) == pytest.approx(line, abs=12)


def test_the_thigh_of_the_thomas_test_hangs_below_the_edge_and_the_heel_of_the_step_down_reaches_the_floor():
    thomas = key_frames(KNOWLEDGE.screen_movements["modified_thomas"], BODY)[1].points
    assert thomas["right_knee"][1] < thomas["right_hip"][1]
    step = KNOWLEDGE.screen_movements["step_down"]
    heel_m = gap_to_floor_m(key_frames(step, BODY)[1].points, "left_heel", BODY)
    assert heel_m == pytest.approx(-step.floor_below_m, abs=0.01)


def test_the_hand_of_the_prone_knee_bend_holds_the_foot():
    work = key_frames(KNOWLEDGE.screen_movements["prone_knee_bend"], BODY)[1].points
    assert np.linalg.norm(work["right_hand"] - work["right_ankle"]) < 0.12


def test_who_stands_up_on_one_leg_began_on_a_seat_as_high_as_a_chair():
    start, work = key_frames(KNOWLEDGE.screen_movements["sit_to_stand_single"], BODY)[:2]
    assert start.points["right_hip"][1] - BODY.radius_m("hip") == pytest.approx(0.45, abs=0.08)
    assert work.points["right_hip"][1] - start.points["right_hip"][1] > 0.3
