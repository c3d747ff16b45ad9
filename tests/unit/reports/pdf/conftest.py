"""Plan pages made by hand, so that every word on paper is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.reports.body_map import MuscleLine, MuscleMark
from evenstride.reports.model import CitedText, Source
from evenstride.reports.plan.plan_model import (
    CheckQuestion,
    CueCard,
    Dose,
    ExerciseForm,
    ExerciseGroup,
    Grid,
    GridCell,
    GridRow,
    GridWeek,
    LeftOutLine,
    MuscleGroup,
    PainRange,
    PlanExerciseCard,
    PlanHead,
    PlanPage,
    Retest,
    RuleGroup,
    SessionPlan,
    SourcedAmount,
    StageDose,
    StopNotice,
    TodayLine,
)

EXERCISES = (
    ("hip_flexor_release", "Hip flexor release", "release"),
    ("vastus_lateralis_release", "Outer thigh release", "release"),
    ("kegel_ball_squeeze", "Pelvic floor ball squeeze", "activation"),
    ("inner_quad_squat", "Inner quad squat", "strength"),
    ("glute_step_back", "Glute step back", "strength"),
    ("calf_raise", "Calf raise", "strength"),
)
DAYS = ("Mon", "Wed", "Fri")
WEEKS = tuple(
    GridWeek(n, begins, DAYS, "about 18 min")
    for n, begins in enumerate(("7 Dec", "14 Dec", "21 Dec", "28 Dec", "4 Jan", "11 Jan"), 1)
)


@pytest.fixture
def plan_page() -> PlanPage:
    return six_week_page()


@pytest.fixture
def stopped_page() -> PlanPage:
    page = six_week_page()
    stop = StopNotice(
        question="A spot on a bone that hurts to the touch, at night, or more with every run?",
        urgency_words="Before you go on",
        whom_to_see="a doctor or physiotherapist before the next run",
        why=CitedText("A sore spot on a bone can be a bone that is overloaded.", (1,)),
    )
    head = replace(
        page.head, title="Exercises come later: see somebody first", lead="One answer asks for a visit first."
    )
    return replace(
        page,
        head=head,
        stops=(stop,),
        questions=(),
        today=(),
        first_week=(),
        grid=None,
        groups=(),
        cues=(),
        retest=None,
        marks=(),
    )


def six_week_page() -> PlanPage:
    """Six exercises over six weeks with everything a plan page can hold."""
    session = tuple(
        TodayLine(n, exercise_id, name, "", kind, _dose(2), "3 min")  # type: ignore[arg-type]
        for n, (exercise_id, name, kind) in enumerate(EXERCISES, 1)
    )
    cards = tuple(_card(number, *exercise) for number, exercise in enumerate(EXERCISES, 1))
    return PlanPage(
        head=_head(),
        stops=(),
        questions=(
            CheckQuestion("Is one calf newly swollen, warm, red or painful at rest?", False, "See a doctor today."),
            CheckQuestion("How strong is the pain while running?", True, "Above 5: see a physiotherapist first."),
        ),
        today=session,
        today_words="Monday 7 December 2026, about 18 minutes.",
        first_week=(SessionPlan(("Mon 7 Dec", "Wed 9 Dec", "Fri 11 Dec"), "about 18 min", session),),
        marks=(MuscleMark("gluteus_medius", "left", "weak", "possible", ("hip drop",)),),
        muscle_lines=(_muscle_line(),),
        muscle_groups=(MuscleGroup("Suspected weak (possible)", "“hip drop”", (_muscle_line(),)),),
        grid=Grid(WEEKS, tuple(_row(*exercise) for exercise in EXERCISES)),
        groups=tuple(
            ExerciseGroup(kind, title, why, tuple(card for card in cards if card.kind == kind))  # type: ignore[arg-type]
            for kind, title, why in (
                ("release", "First let go", "What holds on is loosened before anything is trained."),
                ("activation", "Then wake up", "Quiet muscles are found first."),
                ("strength", "Then load", "What was found is made stronger."),
            )
        ),
        cautions=("You said that pain stays below 3 of 10.",),
        cues=(
            CueCard(
                "quicker_steps",
                "Quicker steps",
                ("Run to a beat a little faster than your own.",),
                "Start with 5 % more, a minute at a time.",
                ("Calves work harder at first.",),
                ("hip drop",),
            ),
        ),
        rules=(
            RuleGroup("go_on", "Go on", ("Discomfort stays at or below 3 of 10 and is gone the next morning.",)),
            RuleGroup("step_back", "Step back", ("It is 4 or 5 of 10, or still there the next morning.",)),
            RuleGroup("stop", "Stop", ("Sharp pain, numbness or swelling: stop and ask a clinician.",)),
            RuleGroup(None, "Good habits", ("Leave a day between strength days.",)),
        ),
        pain=(
            PainRange(0, 3, "go_on", "fine"),
            PainRange(4, 5, "step_back", "do less"),
            PainRange(6, 10, "stop", "stop"),
        ),
        left_out=(
            LeftOutLine("Calf release", "A recent blood clot speaks against rolling the calf.", True),
            LeftOutLine("Kneeling lat pull-down", "No high anchor is at hand.", False),
        ),
        retest=Retest(
            "Monday 18 January 2027",
            ("Film from behind, at the speed of the first clip.",),
            (("Side plank", "How long the outer hip holds."),),
        ),
        sources=(Source(1, "Someone A. A study of running. J Run 2020", "10.1000/xyz", "Cited from its abstract."),),
        disclaimer=("This plan is no diagnosis and no substitute for being looked at.",),
        made_with="Evenstride 0.1.0, knowledge 1.1.0",
    )


def _head() -> PlanHead:
    return PlanHead(
        title="Six weeks for a steadier hip",
        kind_words="Six-week plan",
        lead="Your clip shows a possible hip drop on the left. These six exercises answer it.",
        facts=(
            ("Start", "Monday 7 December 2026"),
            ("Film again", "Monday 18 January 2027"),
            ("How often", "3 days a week"),
            ("One session", "about 18 min"),
        ),
        answers=("hip drop, left: possible",),
        does_not_say=("It does not say that a muscle is weak.",),
    )


def _muscle_line() -> MuscleLine:
    return MuscleLine(
        muscle_id="gluteus_medius",
        side="left",
        kind="weak",
        certainty="possible",
        name="Left gluteus medius (outer buttock)",
        suspected="suspected weak",
        because="hip drop",
        certainty_words="possible",
        check_with=("side plank",),
        note="",
    )


def _row(exercise_id: str, name: str, kind: str) -> GridRow:
    cells = tuple(GridCell((("", _dose(2 + n // 2)),), 3, DAYS, n in (0, 2, 4)) for n in range(len(WEEKS)))
    return GridRow(exercise_id, name, kind, cells)  # type: ignore[arg-type]


def _dose(sets: int) -> Dose:
    return Dose(
        short=f"{sets} × 10",
        words=f"{sets} sets of 10",
        sides_words="each side",
        extra="",
        extra_short="",
        tempo="2 s down, 1 s up",
        load="",
        rest="60 s rest",
    )


def _card(number: int, exercise_id: str, name: str, kind: str) -> PlanExerciseCard:
    form = ExerciseForm(
        exercise_id=exercise_id,
        part_id=None,
        name="",
        steps=("Take the position.", "Move slowly as far as it stays comfortable.", "Rest, then change sides."),
        amounts=(SourcedAmount("Sets", "2 to 3", "our default", False, (1,), ""),),
        cautions=(CitedText("Stay below 5 of 10 on the pain scale.", (1,)),),
        faults=("Holding the breath.",),
    )
    return PlanExerciseCard(
        number=number,
        id=exercise_id,
        name=name,
        kind=kind,  # type: ignore[arg-type]
        kind_words=kind.capitalize(),
        is_article=True,
        origin_words="From the article.",
        purpose="Loosens the front of the hip.",
        position_words="Lying on the stomach, each side in turn.",
        equipment=("mat",),
        optional_equipment=(),
        reasons=("It answers the possible hip drop on the left.",),
        answers=("hip drop, left",),
        stages=tuple(StageDose(f"Weeks {n} and {n + 1}", "", _dose(2 + n // 2)) for n in (1, 3, 5)),
        forms=(form,),
        steps_source=CitedText("Steps from the article.", (1,)),
        leave_out_if=(CitedText("A hernia", (1,)),),
        easier=("Do half the range.",),
        harder=("Add a pause.",),
        muscles_released=(),
        muscles_worked=("gluteus medius",),
        evidence_grade="limited",
        evidence=(CitedText("Small studies only.", (1,)),),
    )
