"""Runners who follow a plan, to be shown and guided in tests."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, replace

from evenstride.knowledge import load_knowledge
from evenstride.model.plan import Plan, PlannedExercise, PlanSession, PlanWeek
from evenstride.services.keeping.assessments import keep_assessment
from evenstride.services.keeping.plans import keep_plan
from evenstride.services.keeping.recordings import RecordingFacts, keep_recording
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.store import Store
from evenstride.testing import synthetic_analysis
from plan_examples import RELEASE, SQUEEZE, example_plan

#: The hip flexor for 30 s a side, one set more on the left; then two sets of three squeezes of 5 s.
SHORT_RELEASE: PlannedExercise = replace(RELEASE, sets=1, work_s=30.0, rest_s=20.0)
SHORT_SQUEEZE: PlannedExercise = replace(
    SQUEEZE, reps=3, hold_s=5.0, rest_s=None, tempo="let go for 5 s", findings=("hard_heel_landing",)
)


@dataclass(frozen=True)
class Trained:
    """A runner and the plan they follow."""

    runner_id: str
    plan_id: str


def calm_answers() -> dict[str, bool | float]:
    """An answer to every question that stops nothing."""
    flags = load_knowledge().red_flags.values()
    return {flag.id: 0.0 if flag.answer == "pain_0_10" else False for flag in flags}


def a_measured_runner(store: Store, name: str = "Ada", *, has_answered: bool = True) -> str:
    """A runner with a measured run, who said no to every question."""
    runner = create_runner(store, ProfileEntry(name), agrees_to_storage=True)
    recording = keep_recording(
        store, runner.id, io.BytesIO(f"a film of {name}".encode()), RecordingFacts("video"), name="left.mp4"
    )
    keep_assessment(store, runner.id, [recording.recording.id], synthetic_analysis().assessment)
    if has_answered:
        keep_answers(store, runner.id, calm_answers())
    return runner.id


def short_plan(start_on: datetime.date) -> Plan:
    """Six weeks of two short exercises on three days a week; from the third week there are more squeezes."""
    weeks = tuple(_short_week(number, start_on) for number in range(1, 7))
    retest_on = start_on + datetime.timedelta(weeks=6)
    return replace(
        example_plan(),
        start_on=start_on.isoformat(),
        retest_on=retest_on.isoformat(),
        weeks=weeks,
        not_asked=(),
        cautions=(),
    )


def follow_short_plan(store: Store, runner_id: str, start_on: datetime.date) -> Trained:
    """Let a runner follow it."""
    return Trained(runner_id, keep_plan(store, runner_id, short_plan(start_on)).id)


def _short_week(number: int, start_on: datetime.date) -> PlanWeek:
    begins = start_on + datetime.timedelta(weeks=number - 1)
    squeeze = SHORT_SQUEEZE if number < 3 else replace(SHORT_SQUEEZE, reps=5)
    days = [(begins + datetime.timedelta(days=days)).isoformat() for days in (0, 2, 4)]
    ids = (SHORT_RELEASE.exercise_id, squeeze.exercise_id)
    sessions = tuple(PlanSession(day, ids, 6.0) for day in days)
    return PlanWeek(number, begins.isoformat(), (SHORT_RELEASE, squeeze), sessions)
