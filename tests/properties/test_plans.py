"""Laws of plans: whatever the run shows and the runner answers, safety, order, time and wording hold."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.errors import InputError
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema import Exercise, Quantity, RedFlag
from evenstride.knowledge.wording import forbidden_words
from evenstride.model import Finding
from evenstride.model.plan import Plan, PlannedExercise, RunnerProfile, ScreenResult
from evenstride.prescription import make_plan, profile_from_mapping
from evenstride.prescription.profile import known_equipment

KNOWLEDGE = load_knowledge()
KINDS = ("release", "activation", "strength")
URGENCIES = ("emergency", "same_day", "before_continuing")
SWAPPED = {"left": "right", "right": "left", "left_more": "right_more", "right_more": "left_more"}
LAWS = settings(deadline=None, derandomize=True, max_examples=60)


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    """One assessment: every finding on its sides, in any status."""
    statuses = st.sampled_from(("present", "possible", "absent", "absent", "unknown"))
    found = []
    for definition in KNOWLEDGE.findings.values():
        for side in ("left", "right") if definition.sides == "per_side" else (None,):
            found.append(finding(definition.id, side, draw(statuses), draw(st.floats(0, 1))))
    return tuple(found)


def finding(finding_id: str, side, status, strength: float) -> Finding:
    nothing = {"because": (), "weighed": (), "suspected_tight": (), "suspected_weak": (), "injuries_discussed": ()}
    definition = KNOWLEDGE.findings[finding_id]
    return Finding(
        id=finding_id,
        side=side,
        status=status,
        strength=strength,
        evidence_grade=definition.grade,
        confirm_with=definition.confirm_with,
        exercises=definition.exercises,
        says="",
        does_not_say="",
        **nothing,
    )


def answer_to(flag: RedFlag, *, yes: bool) -> bool | float:
    if flag.above is None:
        return yes
    return flag.above + 0.5 if yes else flag.above


@st.composite
def answers(draw: st.DrawFn, *, may_stop_the_plan: bool) -> dict[str, bool | float]:
    given_answers: dict[str, bool | float] = {}
    for flag in KNOWLEDGE.red_flags.values():
        yes = draw(st.booleans()) if may_stop_the_plan or not flag.stops_plan else False
        if draw(st.booleans()):
            given_answers[flag.id] = answer_to(flag, yes=yes)
    return given_answers


screens = st.lists(
    st.builds(
        ScreenResult,
        st.sampled_from(tuple(KNOWLEDGE.screens)),
        st.sampled_from(("left", "right", None)),
        st.sampled_from(("supported", "not_supported", "unknown")),
    ),
    max_size=6,
    unique_by=lambda result: (result.screen_id, result.side),
).map(tuple)


def profiles(*, may_stop_the_plan: bool = False) -> st.SearchStrategy[RunnerProfile]:
    at_hand = st.lists(st.sampled_from(known_equipment()), unique=True).map(tuple)
    return st.builds(
        RunnerProfile,
        answers=answers(may_stop_the_plan=may_stop_the_plan),
        equipment=st.none() | at_hand | st.just(known_equipment()),
        minutes_a_day=st.none() | st.floats(1, 60),
        days_a_week=st.none() | st.integers(1, 7),
        screens=screens,
    )


starts = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def plan_of(found: tuple[Finding, ...], profile: RunnerProfile, start: datetime.date) -> Plan:
    return make_plan(found, profile, knowledge=KNOWLEDGE, start_on=start)


def planned_in(plan: Plan) -> Iterator[PlannedExercise]:
    for week in plan.weeks:
        yield from week.exercises


@LAWS
@given(findings(), profiles(), starts)
def test_a_contraindicated_exercise_or_part_is_in_no_week(found, profile, start):
    raised = [
        flag
        for flag in KNOWLEDGE.red_flags.values()
        if flag.id in profile.answers and profile.answers[flag.id] == answer_to(flag, yes=True)
    ]
    stopped = {each for flag in raised for each in flag.stops_exercises}
    asked = {flag.id for flag in raised}
    stopped |= {
        exercise.id
        for exercise in KNOWLEDGE.exercises.values()
        if any(asked & set(reason.asked_by) for reason in exercise.not_offered_if)
    }
    stopped_parts = {each for flag in raised for each in flag.stops_parts}
    plan = plan_of(found, profile, start)
    for each in planned_in(plan):
        assert each.exercise_id not in stopped
        assert f"{each.exercise_id}/{each.part_id}" not in stopped_parts
    assert {each.exercise_id for each in plan.left_out if each.is_contraindicated} == stopped
    assert all(f"{flag.question} See: " in " ".join(plan.cautions) for flag in raised)


@LAWS
@given(findings(), profiles(may_stop_the_plan=True), starts)
def test_a_stopped_plan_has_no_weeks_and_the_most_urgent_first(found, profile, start):
    raised = {
        flag.id
        for flag in KNOWLEDGE.red_flags.values()
        if flag.stops_plan and profile.answers.get(flag.id) == answer_to(flag, yes=True)
    }
    plan = plan_of(found, profile, start)
    assert {stop.red_flag_id for stop in plan.stopped_by} == raised
    urgencies = [URGENCIES.index(stop.urgency) for stop in plan.stopped_by]
    assert urgencies == sorted(urgencies)
    if raised:
        assert plan.weeks == plan.cues == ()
        assert plan.stopped_by[0].whom_to_see.rstrip(".") in plan.summary
    unanswered = [flag.question for flag in KNOWLEDGE.red_flags.values() if flag.id not in profile.answers]
    assert list(plan.not_asked) == unanswered


@LAWS
@given(findings(), profiles(), starts)
def test_sessions_keep_the_order_the_time_and_the_days(found, profile, start):
    plan = plan_of(found, profile, start)
    kind_of = {exercise.id: KINDS.index(exercise.kind) for exercise in KNOWLEDGE.exercises.values()}
    most = KNOWLEDGE.plan_rules["most_exercises"].amount.value
    for number, week in enumerate(plan.weeks, start=1):
        first = start + datetime.timedelta(days=7 * (number - 1))
        assert (week.number, week.begins_on) == (number, first.isoformat())
        dates = [datetime.date.fromisoformat(session.date) for session in week.sessions]
        assert dates == sorted(set(dates))
        assert all(0 <= (date - first).days < 7 for date in dates)
        assert 1 <= len(dates) <= plan.days_a_week
        for session in week.sessions:
            kinds = [kind_of[each] for each in session.exercise_ids]
            assert kinds == sorted(kinds)
            assert len(kinds) <= most
            assert session.minutes <= 1.1 * plan.minutes_a_day or len(kinds) == 1
        for each in week.exercises:
            held = [session for session in week.sessions if each.exercise_id in session.exercise_ids]
            assert len(held) == each.days_a_week
    assert len({week.sessions[0].exercise_ids for week in plan.weeks}) <= 1
    assert plan.retest_on == (start + datetime.timedelta(days=42)).isoformat()


@LAWS
@given(findings(), profiles(), starts)
def test_strength_is_never_trained_two_days_in_a_row(found, profile, start):
    plan = plan_of(found, profile, start)
    strength = {exercise.id for exercise in KNOWLEDGE.exercises.values() if exercise.kind == "strength"}
    dates = [
        datetime.date.fromisoformat(session.date)
        for week in plan.weeks
        for session in week.sessions
        if strength & set(session.exercise_ids)
    ]
    assert all((later - earlier).days > 1 for earlier, later in pairwise(dates))


@LAWS
@given(findings(), profiles(), starts)
def test_every_exercise_exists_is_at_hand_and_its_dose_is_inside_the_knowledge(found, profile, start):
    for each in planned_in(plan_of(found, profile, start)):
        exercise = KNOWLEDGE.exercises[each.exercise_id]
        assert profile.equipment is None or set(exercise.equipment) <= set(profile.equipment)
        assert each.part_id is None or each.part_id in {part.id for part in exercise.parts[1:]}
        assert (each.reps is None) != (each.work_s is None)
        stated = stated_for(exercise, each.part_id)
        assert_inside(each.sets, [stated.get("sets"), stated.get("intervals")])
        assert_inside(each.reps, [stated.get("reps")])
        assert_inside(each.hold_s, [stated.get("hold_s")])
        assert_inside(each.work_s, [stated.get(name) for name in ("interval_s", "tender_spot_s", "total_s")])


def stated_for(exercise: Exercise, part_id: str | None) -> dict[str, Quantity]:
    parts = [exercise, *(part for part in exercise.parts[1:] if part.id == part_id)]
    return {
        name: one
        for part in parts
        for dose in (part.dose_ours, part.dose_article)
        for name, one in dose.quantities.items()
    }


def assert_inside(number: float | None, quantities: list[Quantity | None]) -> None:
    """Inside one of the ranges at least; a number that nothing states is free."""
    ranges = [
        (one.value, one.value) if one.value is not None else (one.low, one.high)
        for one in quantities
        if one is not None
    ]
    assert number is None or not ranges or any(low <= number <= high for low, high in ranges)


@LAWS
@given(findings(), profiles(), starts)
def test_what_answers_a_finding_is_planned_or_left_out_with_a_reason_never_both(found, profile, start):
    plan = plan_of(found, profile, start)
    supporting = [each for each in found if each.status in ("present", "possible")]
    wanted = {exercise for each in supporting for exercise in KNOWLEDGE.findings[each.id].exercises}
    planned = {each.exercise_id for each in planned_in(plan)}
    left_out = [each.exercise_id for each in plan.left_out]
    assert wanted <= planned | set(left_out)
    assert not planned & set(left_out)
    assert len(left_out) == len(set(left_out))
    assert all(each.reason for each in plan.left_out)
    assert plan.is_maintenance or all(each.findings for each in planned_in(plan))
    assert {finding_id for each in planned_in(plan) for finding_id in each.findings} <= {
        i for i, _, _ in plan.answers_to
    }


@LAWS
@given(findings(), profiles(may_stop_the_plan=True), starts)
def test_the_same_values_give_the_same_plan_and_it_is_plain_json(found, profile, start):
    plan = plan_of(found, profile, start)
    again = profile_from_mapping(json.loads(json.dumps(asdict(profile))), knowledge=KNOWLEDGE)
    assert plan_of(found, again, start) == plan
    document = plan.to_dict()
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@LAWS
@given(findings(), profiles(may_stop_the_plan=True), starts)
def test_every_sentence_may_be_printed(found, profile, start):
    for text in set(texts_of(plan_of(found, profile, start).to_dict())):
        assert not forbidden_words(text)
        assert "_" not in text or " " not in text, "an id inside a sentence"
        assert "None" not in text


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


@LAWS
@given(findings(), profiles(), starts)
def test_a_mirrored_runner_gets_the_mirrored_plan(found, profile, start):
    plan = plan_of(found, profile, start)
    twin = plan_of(
        tuple(replace(each, side=SWAPPED.get(each.side)) for each in found),
        replace(profile, screens=tuple(replace(each, side=SWAPPED.get(each.side)) for each in profile.screens)),
        start,
    )
    assert [week.sessions for week in twin.weeks] == [week.sessions for week in plan.weeks]
    for one, other in zip(planned_in(plan), planned_in(twin), strict=True):
        assert other.sides == SWAPPED.get(one.sides, one.sides)
        assert (other.exercise_id, other.part_id, other.sets) == (one.exercise_id, one.part_id, one.sets)


@LAWS
@given(findings(), st.sampled_from(tuple(KNOWLEDGE.findings)), starts)
def test_a_finding_that_is_seen_alone_is_answered(found, finding_id, start):
    definition = KNOWLEDGE.findings[finding_id]
    alone = tuple(
        replace(each, status="present" if each.id == finding_id else "absent", strength=max(each.strength, 0.5))
        for each in found
    )
    plan = plan_of(alone, RunnerProfile(), start)
    kinds = {each.kind for each in planned_in(plan) if finding_id in each.findings}
    possible = {KNOWLEDGE.exercises[each].kind for each in definition.exercises}
    assert ("release" in kinds) == ("release" in possible)
    assert bool(kinds - {"release"}) == bool(possible - {"release"})


@LAWS
@given(
    anything
    | st.fixed_dictionaries(
        {},
        optional={
            "answers": anything | st.dictionaries(st.sampled_from(tuple(KNOWLEDGE.red_flags)), anything, max_size=3),
            "equipment": anything | st.lists(st.sampled_from(known_equipment()) | anything, max_size=3),
            "minutes_a_day": anything,
            "days_a_week": anything,
            "screens": anything | st.lists(anything, max_size=2),
        },
    )
)
def test_any_profile_at_all_is_read_or_refused_in_one_short_line(data):
    read = read_or_message(data)
    if isinstance(read, str):
        assert "\n" not in read
        assert len(read) < 1500
    else:
        assert plan_of((), read, datetime.date(2026, 3, 2)).to_dict()["schema"] == "evenstride.plan/1"


def read_or_message(data: object) -> RunnerProfile | str:
    try:
        return profile_from_mapping(data, knowledge=KNOWLEDGE)
    except InputError as error:
        return str(error)
