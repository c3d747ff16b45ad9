"""Findings, and a knowledge whose exercises, stages and questions these tests set themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.knowledge import Knowledge
from evenstride.knowledge.schema import Exercise, PlanStage, RedFlag
from evenstride.model import Finding

SUPPORT = "hard_heel_landing"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What ships with the package."""
    return load_knowledge()


@pytest.fixture(scope="session")
def finding(knowledge: Knowledge) -> Callable[..., Finding]:
    """Makes a finding of the knowledge."""

    def make(finding_id: str = SUPPORT, side: Any = "left", status: Any = "present", strength: float = 0.8) -> Finding:
        definition = knowledge.findings.get(finding_id)
        return Finding(
            id=finding_id,
            side=side,
            status=status,
            strength=strength,
            because=(),
            weighed=(),
            evidence_grade="none",
            suspected_tight=(),
            suspected_weak=(),
            injuries_discussed=(),
            confirm_with=definition.confirm_with if definition else (),
            exercises=definition.exercises if definition else (),
            says="",
            does_not_say="",
        )

    return make


@pytest.fixture(scope="session")
def small(knowledge: Knowledge) -> Knowledge:
    """The four exercises of the hard heel landing with stages, and three questions, so that numbers are known by hand.

    Minutes a session: hip 2.0 (one side more 2.5), outer thigh 2.5, squeeze 2.5 (bridge from week 3), squat 2.5.
    """
    exercises = (
        _staged(knowledge, "hip_flexor_release", _stage(sets=1, work_s=45.0), weeks=(2, 5)),
        _staged(knowledge, "vastus_lateralis_release", _stage(sets=2, work_s=30.0), weeks=(2, 5)),
        _staged(
            knowledge,
            "kegel_ball_squeeze",
            _stage(weeks=(1, 2), sets=2, reps=10, hold_s=3.0, tempo="3 s up"),
            _stage(weeks=(3, 4, 5, 6), part="bridge", sets=2, reps=10, hold_s=3.0, tempo="3 s up"),
            weeks=(3, 7),
        ),
        _staged(
            knowledge, "inner_quad_squat", _stage(sets=2, reps=10, rest_s=60.0, tempo="2 s down, 1 s up"), weeks=(2, 3)
        ),
    )
    findings = {SUPPORT: knowledge.findings[SUPPORT].model_copy(update={"exercises": tuple(e.id for e in exercises)})}
    return replace(
        knowledge,
        exercises=MappingProxyType({each.id: each for each in exercises}),
        findings=MappingProxyType(findings),
        red_flags=MappingProxyType({each.id: each for each in _questions()}),
    )


def _stage(**numbers: Any) -> PlanStage:
    return PlanStage(**({"weeks": (1, 2, 3, 4, 5, 6), "source": "ours"} | numbers))


def _staged(knowledge: Knowledge, exercise_id: str, *stages: PlanStage, weeks: tuple[int, int]) -> Exercise:
    exercise = knowledge.exercises[exercise_id]
    often = {
        "sessions_per_week": exercise.dose_ours.sessions_per_week.model_copy(
            update={"value": None, "low": float(weeks[0]), "high": float(weeks[1])}
        )
    }
    return exercise.model_copy(
        update={
            "stages": stages,
            "findings": (SUPPORT,),
            "dose_ours": exercise.dose_ours.model_copy(update=often),
            "equipment": {"hip_flexor_release": ("lacrosse_ball", "mat")}.get(exercise_id, ()),
            "optional_equipment": ("mat",) if exercise_id == "kegel_ball_squeeze" else (),
        }
    )


def _questions() -> tuple[RedFlag, ...]:
    why: Any = {"text": "It has to be looked at first.", "source": "ours"}
    return (
        RedFlag(id="limp", question="A limp?", urgency="before_continuing", whom_to_see="a physiotherapist", why=why),
        RedFlag(id="chest", question="Chest pain?", urgency="emergency", whom_to_see="the emergency service", why=why),
        RedFlag(
            id="pain",
            question="How strong is the pain, 0 to 10?",
            answer="pain_0_10",
            above=5.0,
            urgency="before_continuing",
            whom_to_see="a physiotherapist",
            why=why,
        ),
        RedFlag(
            id="brittle_bones",
            question="Brittle bones?",
            group="history",
            urgency="before_continuing",
            whom_to_see="a doctor",
            why=why,
            stops_exercises=("hip_flexor_release",),
            stops_parts=("kegel_ball_squeeze/bridge",),
        ),
        RedFlag(
            id="under_18",
            question="Younger than 18?",
            group="history",
            urgency="before_continuing",
            whom_to_see="a parent",
            why=why,
            caution="Show the plan to a parent before the first session.",
        ),
    )
