"""Plans made by hand, so that a test knows every word it should find."""

from __future__ import annotations

import datetime
from dataclasses import replace

from evenstride.model.plan import LeftOut, Plan, PlanCue, PlannedExercise, PlanSession, PlanStop, PlanWeek

START = datetime.date(2026, 11, 23)
RELEASE = PlannedExercise(
    exercise_id="hip_flexor_release",
    part_id=None,
    name="Hip flexor release",
    kind="release",
    sides="left_more",
    sets=2,
    reps=None,
    hold_s=None,
    work_s=60.0,
    rest_s=30.0,
    tempo="",
    load="",
    minutes=5.5,
    days_a_week=3,
    findings=("hard_heel_landing",),
    reasons=("Your video shows hard heel landing on the left.",),
)
SQUEEZE = replace(
    RELEASE,
    exercise_id="kegel_ball_squeeze",
    name="Pelvic floor ball squeeze",
    kind="activation",
    sides="both_at_once",
    reps=8,
    hold_s=5.0,
    work_s=None,
    minutes=3.0,
)
BRIDGE = replace(SQUEEZE, part_id="bridge", reps=10)
SQUAT = replace(
    SQUEEZE,
    exercise_id="inner_quad_squat",
    name="Inner quad squat",
    kind="strength",
    reps=10,
    hold_s=None,
    rest_s=60.0,
    tempo="2 s down, 1 s up",
    minutes=4.0,
    days_a_week=2,
)


def week(number: int) -> PlanWeek:
    """Three sessions, the squat in the first and the third; the bridge takes the place of the squeeze from week 3."""
    begins = START + datetime.timedelta(weeks=number - 1)
    planned = (RELEASE, SQUEEZE if number < 3 else BRIDGE, SQUAT)
    ids = tuple(one.exercise_id for one in planned)
    dates = [(begins + datetime.timedelta(days=days)).isoformat() for days in (0, 2, 4)]
    sessions = (PlanSession(dates[0], ids, 12.5), PlanSession(dates[1], ids[:2], 8.5), PlanSession(dates[2], ids, 12.5))
    return PlanWeek(number, begins.isoformat(), planned, sessions)


def example_plan() -> Plan:
    """Six weeks of three exercises, with something in every other part of a plan."""
    return Plan(
        start_on=START.isoformat(),
        retest_on="2027-01-04",
        is_maintenance=False,
        summary="6 weeks, 3 days a week. It answers what your video shows: hard heel landing on the left.",
        answers_to=(("hard_heel_landing", "left", "present"),),
        weeks=tuple(week(number) for number in range(1, 7)),
        cues=(
            PlanCue(
                "softer_landing",
                "Softer landing",
                ("Land quietly.",),
                "A few minutes at first",
                ("Calf and Achilles tendon may notice it.",),
                ("hard_heel_landing",),
            ),
        ),
        left_out=(
            LeftOut("calf_raise", "Calf raise", "No room in 15 minutes a session"),
            LeftOut("vastus_lateralis_release", "Vastus lateralis release", "Because of an answer", True),
        ),
        cautions=("Ask a physiotherapist before any rolling",),
        stopped_by=(),
        not_asked=("Chest pain or pressure?", "calf_clot_signs"),
        rules=("A sentence of its own",),
        confirm_with=("modified_thomas",),
        minutes_a_day=15.0,
        days_a_week=3,
        knowledge_version="0.0",
    )


def example_stop() -> Plan:
    """The same plan stopped by an answer."""
    stop = PlanStop(
        "calf_clot_signs", "One calf newly swollen?", "same_day", "a doctor today", "A clot has to be ruled out"
    )
    return replace(
        example_plan(),
        weeks=(),
        cues=(),
        left_out=(),
        rules=(),
        answers_to=(),
        confirm_with=(),
        stopped_by=(stop,),
    )
