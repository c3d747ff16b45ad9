"""From an assessment in any form and a profile in any form to one and the same plan."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import evenstride
from evenstride.errors import InputError
from evenstride.model import ClipAnalysis
from evenstride.model.plan import RunnerProfile
from evenstride.services.make_plan import plan_run
from evenstride.testing import synthetic_analysis

MONDAY = datetime.date(2026, 3, 2)


@pytest.fixture(scope="module")
def analysis() -> ClipAnalysis:
    return synthetic_analysis()


def test_the_analysis_its_document_and_its_file_give_the_same_plan(analysis: ClipAnalysis, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(analysis.to_dict()), "utf-8")
    plans = [
        evenstride.make_plan(source, start_on=MONDAY)
        for source in (analysis, analysis.assessment, analysis.to_dict(), path, str(path))
    ]
    assert all(plan == plans[0] for plan in plans)
    assert plans[0].weeks
    assert plans[0].start_on == "2026-03-02"


def test_a_profile_in_any_form_says_the_same(analysis: ClipAnalysis, tmp_path: Path) -> None:
    values = {"equipment": ["mat"], "days_a_week": 2}
    path = tmp_path / "me.yaml"
    path.write_text("equipment: [mat]\ndays_a_week: 2\n", encoding="utf-8")
    profile = RunnerProfile(equipment=("mat",), days_a_week=2)
    with_schema = values | {"schema": "evenstride.profile/1"}
    plans = [
        evenstride.make_plan(analysis, profile=each, start_on=MONDAY) for each in (values, path, profile, with_schema)
    ]
    assert all(plan == plans[0] for plan in plans)
    assert plans[0].days_a_week == 2


def test_what_is_asked_for_at_the_command_comes_before_the_profile(analysis: ClipAnalysis) -> None:
    profile = RunnerProfile(answers={"chest_signs": False}, minutes_a_day=30, days_a_week=5)
    planned = plan_run(analysis, profile=profile, start_on=MONDAY, days_a_week=2, minutes_a_day=10, equipment=())
    assert (planned.plan.days_a_week, planned.plan.minutes_a_day) == (2, 10)
    assert "chest_signs" not in planned.plan.not_asked


def test_a_red_flag_stops_the_plan_and_says_whom_to_see(analysis: ClipAnalysis) -> None:
    plan = evenstride.make_plan(analysis, profile={"answers": {"chest_signs": True}}, start_on=MONDAY)
    assert plan.weeks == ()
    assert "emergency" in plan.stopped_by[0].whom_to_see


@pytest.mark.parametrize(
    "profile",
    [
        {"answers": {"nobody_asks_this": True}},
        {"answers": {"chest_signs": "yes"}},
        {"equipment": ["rocket"]},
        {"minutes_a_day": float("nan")},
        {"days_a_week": 40},
        {"password": "1234"},
        {"answers": [True]},
        {"equipment": "mat"},
    ],
)
def test_a_hostile_profile_gets_one_line(analysis: ClipAnalysis, profile: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        evenstride.make_plan(analysis, profile=profile, start_on=MONDAY)
    assert "expected" in str(refused.value).lower()
    assert "\n" not in str(refused.value)


def test_the_line_names_the_file_it_is_about(analysis: ClipAnalysis, tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    path.write_text('{"days_a_week": 40}', encoding="utf-8")
    with pytest.raises(InputError, match=r"^me\.json: days_a_week"):
        evenstride.make_plan(analysis, profile=path, start_on=MONDAY)


def test_a_finding_that_nobody_knows_is_refused(analysis: ClipAnalysis) -> None:
    document = analysis.to_dict()
    document["findings"] = [document["findings"][0] | {"id": "hard_toe_landing"}]
    with pytest.raises(InputError, match="'hard_toe_landing'"):
        evenstride.make_plan(document, start_on=MONDAY)
