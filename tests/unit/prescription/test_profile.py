"""Profiles as they come from a file: the good ones read, the hostile ones refused in one line."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from evenstride.errors import InputError
from evenstride.model.plan import RunnerProfile, ScreenResult
from evenstride.prescription import check_profile, profile_from_mapping


@pytest.mark.parametrize(
    "data", [None, {}, {"answers": None, "equipment": None, "minutes_a_day": None, "screens": None}, {"answers": {}}]
)
def test_an_empty_profile_gives_the_defaults(knowledge, data):
    assert profile_from_mapping(data, knowledge=knowledge) == RunnerProfile()


def test_a_full_profile_is_read_and_survives_json(small):
    profile = RunnerProfile(
        answers={"limp": False, "pain": 2},
        equipment=("mat", "foam_roller"),
        minutes_a_day=12.5,
        days_a_week=4,
        screens=(ScreenResult("modified_thomas", "left", "supported"), ScreenResult("front_plank", None, "unknown")),
    )
    assert profile_from_mapping(json.loads(json.dumps(asdict(profile))), knowledge=small) == profile


def test_an_answer_of_null_counts_as_not_answered(small):
    assert profile_from_mapping({"answers": {"limp": None}}, knowledge=small).answers == {}


def test_no_equipment_at_all_differs_from_nobody_asked(knowledge):
    assert profile_from_mapping({"equipment": []}, knowledge=knowledge).equipment == ()


def test_equipment_named_twice_counts_once(knowledge):
    assert profile_from_mapping({"equipment": ["mat", "mat"]}, knowledge=knowledge).equipment == ("mat",)


NESTED: list = []
for _ in range(100_000):
    NESTED = [NESTED]
MUCH = "x" * 10_000_000
SCREEN = {"screen_id": "front_plank", "outcome": "supported"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([], "profile: expected a mapping of names to values, got a list."),
        ("minutes", "profile: expected a mapping"),
        (5, "profile: expected a mapping of names to values, got 5."),
        (
            {"minuts": 5},
            "profile: expected only answers, equipment, minutes_a_day, days_a_week, screens; got 'minuts'.",
        ),
        ({1: 2}, "got 1."),
        ({MUCH: 1}, "(10000000 characters)"),
        ({"minutes_a_day": -5}, "minutes_a_day: expected a number from 1 to 240, got -5."),
        ({"minutes_a_day": 0}, "got 0."),
        ({"minutes_a_day": float("nan")}, "got nan."),
        ({"minutes_a_day": float("inf")}, "got inf."),
        ({"minutes_a_day": 10**5000}, "got a very large number."),
        ({"minutes_a_day": True}, "got true."),
        ({"minutes_a_day": "15"}, "got '15'."),
        ({"minutes_a_day": NESTED}, "got a list."),
        ({"days_a_week": 0}, "days_a_week: expected a whole number from 1 to 7, got 0."),
        ({"days_a_week": 8}, "got 8."),
        ({"days_a_week": 2.5}, "got 2.5."),
        ({"days_a_week": True}, "got true."),
        ({"equipment": "mat"}, "equipment: expected a list, got 'mat'."),
        ({"equipment": {"mat": True}}, "equipment: expected a list, got a mapping."),
        ({"equipment": ["trampoline"]}, "got 'trampoline'."),
        ({"equipment": [NESTED]}, "equipment: expected names, got a list."),
        ({"equipment": ["mat"] * 501}, "expected at most 500 entries, got 501."),
        ({"equipment": [MUCH]}, "(10000000 characters)"),
        ({"answers": []}, "answers: expected a mapping"),
        ({"answers": ""}, "answers: expected a mapping of names to values, got ''."),
        ({"answers": {"nonsense": True}}, "got 'nonsense'."),
        ({"answers": {"limp": NESTED}}, "answers.limp: expected true or false, got a list."),
        ({"answers": {"pain": "5"}}, "answers.pain: expected pain as a number from 0 to 10, got '5'."),
        ({"screens": {}}, "screens: expected a list, got a mapping."),
        ({"screens": [5]}, "screens[0]: expected a mapping"),
        ({"screens": [{}]}, "screens[0].screen_id: expected a text, got nothing."),
        ({"screens": [SCREEN, {"screen_id": "nonsense", "outcome": "supported"}]}, "screens[1].screen_id: expected"),
        ({"screens": [SCREEN | {"side": "middle"}]}, "screens[0].side: expected left, right or nothing, got 'middle'."),
        ({"screens": [SCREEN | {"side": NESTED}]}, "screens[0].side: expected left, right or nothing, got a list."),
        ({"screens": [SCREEN | {"outcome": "maybe"}]}, "screens[0].outcome: expected one of supported"),
        ({"screens": [SCREEN | {"outcome": NESTED}]}, "screens[0].outcome: expected one of supported"),
        ({"screens": [SCREEN | {"score": 3}]}, "screens[0]: expected only screen_id, side, outcome; got 'score'."),
        ({"screens": [SCREEN, SCREEN]}, "screens[1]: expected each screen once a side, got front_plank twice."),
        ({"equipment": ["\ud800\n\x00"]}, r"got '\ud800\n\x00'."),
    ],
    ids=lambda value: None if isinstance(value, str) and len(value) < 100 else "data",
)
def test_a_hostile_profile_is_one_clear_short_line(small, data, expected):
    with pytest.raises(InputError) as caught:
        profile_from_mapping(data, knowledge=small)
    message = str(caught.value)
    assert expected in message
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize(
    "profile",
    [
        RunnerProfile(minutes_a_day=float("nan")),
        RunnerProfile(days_a_week=8),
        RunnerProfile(equipment=("trampoline",)),
        RunnerProfile(screens=(ScreenResult("nonsense", None, "supported"),)),
    ],
)
def test_a_profile_made_in_python_is_checked_as_strictly(knowledge, profile):
    with pytest.raises(InputError):
        check_profile(profile, knowledge)
