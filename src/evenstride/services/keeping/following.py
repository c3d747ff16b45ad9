"""What changed: everything that the progress of a runner shows, from what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from evenstride.io.value_json import value_to_plain
from evenstride.model.diary import DiaryEntry
from evenstride.model.drift import LoadHistory
from evenstride.model.gait import Side
from evenstride.model.stored import StoredAssessment
from evenstride.progress import (
    Adherence,
    Advice,
    MeasureReading,
    MeasureSeries,
    NextRetest,
    PainCourse,
    Trend,
    advise_next_session,
    compare_with_baseline,
    estimate_trend,
    next_retest,
    stage_began_on,
    summarise_adherence,
    summarise_load,
    summarise_pain,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.store import Store, UnitOfWork

PROGRESS_SCHEMA = "evenstride.progress/1"


@dataclass(frozen=True)
class MeasureProgress:
    """One measure of one side over time. ``says`` is its course in words."""

    measure_id: str
    side: Side | None
    unit: str
    series: MeasureSeries
    trend: Trend | None
    says: str


@dataclass(frozen=True)
class RunnerProgress:
    """What changed for one runner.

    ``adherence`` and ``advice`` are None without a plan; ``pain`` is by place; ``retest`` None where none is open.
    """

    runner_id: str
    measures: tuple[MeasureProgress, ...]
    adherence: Adherence | None
    advice: Advice | None
    pain: tuple[PainCourse, ...]
    effort: tuple[DiaryEntry, ...]
    load: LoadHistory
    retest: NextRetest | None

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.progress/1`` document: plain types only."""
        return {"schema": PROGRESS_SCHEMA, **value_to_plain(self)}


def follow_runner(
    store: Store,
    runner_id: str,
    *,
    today: date,
    zone: tzinfo | None = None,
    knowledge: Knowledge | None = None,
    baseline_id: str | None = None,
) -> RunnerProgress:
    """Measures over time with their errors, adherence, pain, distance, the next retest.

    Parameters
    ----------
    zone : in which moments get their day; None is this computer's.
    baseline_id : assessment to compare with; else the first sure one of each measure.

    Raises
    ------
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    known = knowledge or load_knowledge()
    with store.read() as work:
        work.runners.get(runner_id)
        assessments = work.assessments.of_runner(runner_id)
        pains = work.diary.of_kind(runner_id, "pain")
        effort = work.diary.of_kind(runner_id, "effort")
        runs, retests = work.runs.of_runner(runner_id), work.retests.of_runner(runner_id)
        adherence, advice = _follow_plan(work, runner_id, pains, today, zone, known)
    return RunnerProgress(
        runner_id=runner_id,
        measures=_follow_measures(assessments, known, baseline_id),
        adherence=adherence,
        advice=advice,
        pain=summarise_pain(pains, zone=zone),
        effort=effort,
        load=summarise_load(runs, knowledge=known, today=today, zone=zone),
        retest=next_retest(retests, today=today),
    )


def _follow_plan(
    work: UnitOfWork,
    runner_id: str,
    pains: Sequence[DiaryEntry],
    today: date,
    zone: tzinfo | None,
    knowledge: Knowledge,
) -> tuple[Adherence | None, Advice | None]:
    plan = work.plans.active(runner_id)
    if plan is None:
        return None, None
    sessions = work.sessions.of_plan(plan.id)
    adherence = summarise_adherence(plan.document, sessions, today=today, zone=zone)
    advice = advise_next_session(
        sessions,
        pains,
        knowledge=knowledge,
        days_since_last=adherence.days_since_last,
        stage_began_on=stage_began_on(plan.document, today=today),
        zone=zone,
    )
    return adherence, advice


def _follow_measures(
    assessments: Sequence[StoredAssessment], knowledge: Knowledge, baseline_id: str | None
) -> tuple[MeasureProgress, ...]:
    """In the order of the knowledge; what has no value in any assessment is left out."""
    readings: dict[tuple[str, Side | None], list[MeasureReading]] = {}
    for assessment in assessments:
        for each in assessment.measures:
            reading = MeasureReading(
                assessment.id,
                assessment.measured_at,
                each.value,
                each.class_name,
                each.standard_error,
                each.mdc,
                each.status,
            )
            readings.setdefault((each.measure_id, each.side), []).append(reading)
    place = {id_: at for at, id_ in enumerate(knowledge.measures)}
    shown = [key for key in readings if key[0] in place and any(each.status != "refused" for each in readings[key])]
    shown.sort(key=lambda key: (place[key[0]], key[1] or ""))
    return tuple(_follow_measure(key, readings[key], knowledge, baseline_id) for key in shown)


def _follow_measure(
    key: tuple[str, Side | None], readings: list[MeasureReading], knowledge: Knowledge, baseline_id: str | None
) -> MeasureProgress:
    from evenstride.reports.progress_text import describe_series

    measure = knowledge.measures[key[0]]
    series, trend = compare_with_baseline(readings, baseline_id=baseline_id), estimate_trend(readings)
    return MeasureProgress(*key, measure.unit, series, trend, describe_series(series, trend, measure))
