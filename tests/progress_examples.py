"""A made-up runner with weeks behind them: recordings, plan, sessions, notes, runs, shoes, retests. Nobody ran them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from evenstride.model.diary import DiaryEntry, Retest, RunDone, SessionDone, SetDone, Shoe
from evenstride.model.ids import new_id
from evenstride.model.stored import (
    Consent,
    StoredAssessment,
    StoredFinding,
    StoredMeasure,
    StoredPlan,
    StoredRecording,
    StoredRunner,
)
from evenstride.services.runners import STORAGE_CONSENT, STORAGE_WORDING
from evenstride.store import Store, UnitOfWork
from plan_examples import example_plan
from stored_examples import keep_file

#: Weeks before the last recording, and what was measured: cadence, contact time left and right (ms), knee at contact.
RECORDED = ((10, 162.0, 262.0, 268.0, 9.0), (7, 163.5, 258.0, 266.0, 10.5), (4, 168.0, 251.0, 262.0, 13.0))
LATEST = (0, 171.0, 246.0, 259.0, 15.0)
ONSET = {
    "shape": "step",
    "minute": 80.0,
    "minute_low": 74.0,
    "minute_high": 88.0,
    "km": 14.1,
    "km_low": 13.0,
    "km_high": 15.6,
    "shift_sd": 2.1,
    "mdc_sd": 0.8,
    "false_alarm_probability": 0.01,
}
SURFACES = ("treadmill", "treadmill", "overground", "treadmill")


@dataclass(frozen=True)
class Seeded:
    """Ids of what was kept."""

    runner_id: str
    assessment_ids: tuple[str, ...]
    run_ids: tuple[str, ...]
    shoe_ids: tuple[str, ...]


def keep_progress(store: Store, *, today: date, name: str = "Ada") -> Seeded:
    """Keep the runner with everything up to today."""
    now = datetime.combine(today, time(9), UTC)
    runner = StoredRunner(id=new_id(), name=name, created_at=now - timedelta(weeks=12))
    with store.write() as work:
        work.runners.add(runner)
        work.consents.add(Consent(new_id(), runner.id, STORAGE_CONSENT, STORAGE_WORDING, True, runner.created_at))
        shoes = [
            work.shoes.add(Shoe(new_id(), runner.id, "Road, blue", runner.created_at, 120_000.0, is_default=True)),
            work.shoes.add(Shoe(new_id(), runner.id, "Trail, old", runner.created_at, 640_000.0, retired_at=now)),
        ]
        assessments = [
            _keep_assessment(store, work, runner.id, at, now - timedelta(weeks=each[0]), each, shoes[0].id)
            for at, each in enumerate((*RECORDED, LATEST))
        ]
        _keep_plan(work, runner.id, assessments[2].id, today)
        _keep_notes(work, runner.id, now)
        runs = [_keep_run(work, runner.id, now, days, km, shoes[0].id) for days, km in _RUNS]
        runs[-1] = _give_report(store, work, runs[-1])
        work.retests.add(
            Retest(new_id(), runner.id, today - timedelta(weeks=4), None, assessments[2].id, assessments[2].measured_at)
        )
        work.retests.add(Retest(new_id(), runner.id, today + timedelta(days=9), note="The same treadmill at 11 km/h."))
    return Seeded(
        runner.id,
        tuple(each.id for each in assessments),
        tuple(each.id for each in runs),
        tuple(each.id for each in shoes),
    )


def keep_course(store: Store, seeded: Seeded, *, count: int) -> tuple[str, ...]:
    """So many more recordings before the ones there are, two days apart, the latest first; their ids."""
    with store.write() as work:
        first = work.assessments.get(seeded.assessment_ids[0])
        made = [
            work.assessments.add(
                replace(first, id=new_id(), measured_at=first.measured_at - timedelta(days=2 * number))
            )
            for number in range(1, count + 1)
        ]
    return tuple(each.id for each in made)


_RUNS = (
    (40, 8.2),
    (37, 10.0),
    (30, 9.5),
    (26, 12.1),
    (20, 11.0),
    (16, 13.4),
    (12, 8.0),
    (9, 14.2),
    (5, 7.5),
    (2, 18.6),
)


def _keep_assessment(
    store: Store,
    work: UnitOfWork,
    runner_id: str,
    number: int,
    at: datetime,
    values: tuple[float, ...],
    shoe_id: str,
) -> StoredAssessment:
    film = f"a film of week {number} of {runner_id}".encode()
    document = {
        "schema": "evenstride.assessment/1",
        "created_at": at.isoformat(),
        "recordings": [{"view": "right", "surface": SURFACES[number]}],
        "week": number,
    }
    recording = StoredRecording(
        id=new_id(),
        runner_id=runner_id,
        kind="video",
        name=f"week_{number + 1}.mp4",
        sha256=keep_file(store, work, film, "video/mp4"),
        size_bytes=len(film),
        imported_at=at,
        recorded_at=at,
        shoe_id=shoe_id,
    )
    work.recordings.add(recording)
    assessment = StoredAssessment(
        id=new_id(),
        runner_id=runner_id,
        document_sha256=keep_file(store, work, json.dumps(document).encode()),
        created_at=at,
        measured_at=at,
        package_version="0.1.0",
        configuration_hash="0",
        is_running=True,
        recording_ids=(recording.id,),
        measures=_measures(*values[1:]),
        findings=(StoredFinding("overstride_low_cadence", "right", "present", 0.7),),
    )
    return work.assessments.add(assessment)


def _measures(cadence: float, left_ms: float, right_ms: float, knee_deg: float) -> tuple[StoredMeasure, ...]:
    contact = StoredMeasure("contact_time", "left", left_ms, None, "ms", 5.0, 14.0, 12, "ok")
    return (
        StoredMeasure("cadence", None, cadence, None, "steps/min", 1.1, 3.0, 24, "ok"),
        contact,
        replace(contact, side="right", value=right_ms, status="low_confidence"),
        StoredMeasure("knee_flexion_ic", "right", knee_deg, None, "deg", 2.2, 5.1, 12, "ok"),
        StoredMeasure("overstride", "right", 9.0 - knee_deg / 5, None, "cm", 1.2, 3.1, 12, "ok"),
        StoredMeasure("foot_strike_pattern", "right", None, "rearfoot", "class", None, None, 12, "ok"),
        StoredMeasure("pelvic_drop", "right", None, None, "deg", None, None, 0, "refused"),
    )


def _keep_plan(work: UnitOfWork, runner_id: str, assessment_id: str, today: date) -> None:
    """The example's six weeks, begun three weeks ago; two of three sessions done."""
    document = json.loads(json.dumps(example_plan().to_dict()))
    began = today - timedelta(days=today.weekday(), weeks=3)
    shift = began - date.fromisoformat(document["start_on"])
    _shift_days(document, shift)
    plan = StoredPlan(
        id=new_id(),
        runner_id=runner_id,
        document=document,
        status="active",
        start_on=began,
        retest_on=date.fromisoformat(document["retest_on"]),
        created_at=datetime.combine(began, time(8), UTC),
        assessment_id=assessment_id,
    )
    work.plans.add(plan)
    days = [date.fromisoformat(each["date"]) for week in document["weeks"] for each in week["sessions"]]
    for number, day in enumerate(each for each in days if each < today):
        if number % 3 == 1:
            continue
        started = datetime.combine(day, time(18), UTC)
        sets = (SetDone("plank", None, None, 1, "done", hold_s=20.0),)
        work.sessions.add(
            SessionDone(new_id(), runner_id, started, started + timedelta(minutes=12), plan.id, day, sets)
        )


def _shift_days(document: dict[str, object], by: timedelta) -> None:
    for key in ("start_on", "retest_on"):
        document[key] = (date.fromisoformat(str(document[key])) + by).isoformat()
    for week in document["weeks"]:  # type: ignore[attr-defined]
        week["begins_on"] = (date.fromisoformat(week["begins_on"]) + by).isoformat()
        for session in week["sessions"]:
            session["date"] = (date.fromisoformat(session["date"]) + by).isoformat()


def _keep_notes(work: UnitOfWork, runner_id: str, now: datetime) -> None:
    for days, level in ((38, 5.0), (33, 4.0), (26, 4.0), (19, 3.0), (12, 2.0), (4, 1.0)):
        work.diary.add(
            DiaryEntry(new_id(), runner_id, "pain", level, now - timedelta(days=days), "left_knee", note="stairs")
        )
    for days, level in ((20, 6.0), (16, 7.0), (9, 6.0), (2, 8.0)):
        work.diary.add(DiaryEntry(new_id(), runner_id, "effort", level, now - timedelta(days=days)))


def _give_report(store: Store, work: UnitOfWork, run: RunDone) -> RunDone:
    """The file of a run and what was said about it: signs that fit tiring from km 14 on."""
    content = f"a file of {run.id}".encode()
    recording = StoredRecording(
        id=new_id(),
        runner_id=run.runner_id,
        kind="run",
        name="sunday.fit",
        sha256=keep_file(store, work, content, "application/octet-stream"),
        size_bytes=len(content),
        imported_at=run.started_at,
        recorded_at=run.started_at,
        shoe_id=run.shoe_id,
    )
    work.recordings.add(recording)
    document = {
        "schema": "evenstride.assessment/1",
        "recordings": [{"view": "unknown", "surface": "unknown"}],
        "run": {"id": run.id, "fatigue": {"makes_statement": True, "index": {"onset": ONSET}}},
    }
    work.assessments.add(
        StoredAssessment(
            id=new_id(),
            runner_id=run.runner_id,
            document_sha256=keep_file(store, work, json.dumps(document).encode()),
            created_at=run.started_at,
            measured_at=run.started_at,
            package_version="0.1.0",
            configuration_hash="0",
            is_running=True,
            recording_ids=(recording.id,),
        )
    )
    return work.runs.replace(replace(run, recording_id=recording.id))


def _keep_run(work: UnitOfWork, runner_id: str, now: datetime, days: int, km: float, shoe_id: str) -> RunDone:
    started = now - timedelta(days=days, hours=2)
    return work.runs.add(RunDone(new_id(), runner_id, started, 1000 * km, 345.0 * km, "running", None, shoe_id, None))
