"""Answers kept as a profile, and never at the price of another file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.knowledge import load_knowledge
from evenstride.services.make_plan import read_profile
from evenstride.services.screening import (
    begin_screening,
    readiness_document,
    readiness_of,
    readiness_text,
    save_answers,
    save_unfinished,
)


def test_every_question_is_asked_once_and_those_about_now_come_first() -> None:
    knowledge = load_knowledge()
    screening = begin_screening()
    assert sorted(each.id for each in screening.questions) == sorted(knowledge.red_flags)
    groups = [knowledge.red_flags[each.id].group for each in screening.questions]
    assert groups == sorted(groups, reverse=True)
    assert screening.open_questions == screening.questions


def test_saved_answers_are_a_profile_and_keep_what_else_it_held(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    path.write_text('{"answers": {"chest_signs": false}, "equipment": ["mat"], "days_a_week": 4}', encoding="utf-8")
    screening = begin_screening(path)
    assert "chest_signs" not in [each.id for each in screening.open_questions]
    screening.answers["strong_pain"] = 2.0
    save_answers(screening, path)
    profile = read_profile(path, knowledge=load_knowledge())
    assert profile.answers == {"chest_signs": False, "strong_pain": 2.0}
    assert (profile.equipment, profile.days_a_week) == (("mat",), 4)


def test_answers_to_something_else_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    path.write_text('{"answers": {"favourite_colour": true}}', encoding="utf-8")
    with pytest.raises(InputError, match="favourite_colour"):
        begin_screening(path)


def test_broken_off_answers_are_kept_unless_another_file_would_be_lost(tmp_path: Path) -> None:
    path, other = tmp_path / "new.json", tmp_path / "old.json"
    other.write_text('{"answers": {"under_18": true}}', encoding="utf-8")
    before = other.read_bytes()
    screening = begin_screening()
    assert save_unfinished(screening, path, profile=None) == "nothing"
    screening.answers["chest_signs"] = False
    assert save_unfinished(screening, None, profile=None) == "nothing"
    assert save_unfinished(screening, path, profile=None) == "saved"
    assert json.loads(path.read_text("utf-8"))["answers"] == {"chest_signs": False}
    assert save_unfinished(screening, other, profile=None) == "kept_old"
    assert other.read_bytes() == before
    assert save_unfinished(screening, other, profile=other) == "saved"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new.json", "old.json"]


@pytest.mark.parametrize("identifier", list(load_knowledge().red_flags))
def test_a_yes_says_whom_to_see_in_80_columns(identifier: str) -> None:
    flag = load_knowledge().red_flags[identifier]
    readiness = readiness_of({identifier: 10.0 if flag.answer == "pain_0_10" else True})
    lines = readiness_text(readiness)
    assert max(map(len, lines)) <= 80
    said = " ".join(" ".join(lines).split())
    if flag.stops_plan:
        assert "STOP." in said
        assert flag.whom_to_see.rstrip(".").lower() in said.lower()
    elif flag.stops_exercises:
        assert load_knowledge().exercises[flag.stops_exercises[0]].name in said
    document = readiness_document(readiness, {})
    assert document["may_start"] is not flag.stops_plan
    json.dumps(document, allow_nan=False)
