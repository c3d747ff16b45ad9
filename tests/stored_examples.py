"""A runner with something of everything, to be kept, exported and deleted in tests."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from evenstride.model.diary import DiaryEntry, Retest, RunDone, SessionDone, SetDone, Shoe
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.model.stored import (
    Answer,
    ArtefactUse,
    Consent,
    ScreenAnswer,
    StoredAssessment,
    StoredFinding,
    StoredMeasure,
    StoredPlan,
    StoredRecording,
    StoredRunner,
)
from evenstride.store import Store, UnitOfWork
from plan_examples import example_plan

BEGAN = datetime(2026, 3, 2, 7, 30, 0, 123456, tzinfo=UTC)
DOCUMENT = json.dumps(
    {
        "schema": "evenstride.assessment/1",
        "version": "0.1.0",
        "created_at": "2026-03-02T08:00:00+00:00",
        "is_running": True,
        "warnings": [],
        "recordings": [],
        "measures": [],
        "findings": [],
        "provenance": {"configuration_hash": "c0ffee"},
    }
).encode()


def a_runner(name: str = "Ada") -> StoredRunner:
    return StoredRunner(
        id=new_id(),
        name=name,
        created_at=BEGAN,
        units="imperial",
        height_m=1.68,
        mass_kg=None,
        preferred_side="left",
        equipment=("band", "step"),
        minutes_a_day=12.5,
        days_a_week=4,
        locale="de",
    )


def a_measure(value: float = 171.25, **changes: object) -> StoredMeasure:
    cadence = StoredMeasure("cadence", None, value, None, "steps/min", 0.7, 1.9, 24, "ok")
    return replace(cadence, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Kept:
    """What `keep_everything` kept of a runner."""

    runner: StoredRunner
    consent: Consent
    answer: Answer
    screen: ScreenAnswer
    shoe: Shoe
    recording: StoredRecording
    assessment: StoredAssessment
    plan: StoredPlan
    session: SessionDone
    pain: DiaryEntry
    run: RunDone
    retest: Retest
    job: Job


def keep_file(store: Store, work: UnitOfWork, content: bytes, media_type: str = "application/json") -> str:
    """Keep and note a file; its hash."""
    return work.artefacts.add(store.artefacts.put(io.BytesIO(content)), media_type).sha256


def keep_everything(store: Store, *, name: str = "Ada", film: bytes = b"a film of Ada") -> Kept:
    """Keep one of each thing for a new runner."""
    runner = a_runner(name)
    own = runner.id
    with store.write() as work:
        work.runners.add(runner)
        consent = work.consents.add(Consent(new_id(), own, "storage", "2026-01", True, BEGAN))
        answer = work.answers.add(Answer(new_id(), own, "chest_pain", False, BEGAN))
        screen = work.screen_answers.add(_screen(own))
        shoe = work.shoes.add(Shoe(new_id(), own, "Road, blue", BEGAN, start_distance_m=120_000.0))
        recording = work.recordings.add(_recording(store, work, own, film, shoe.id))
        assessment = work.assessments.add(_assessment(store, work, recording))
        plan = work.plans.add(_plan(assessment))
        session = work.sessions.add(_session(plan))
        pain = work.diary.add(DiaryEntry(new_id(), own, "pain", 2.5, BEGAN, "left_knee", session.id, None, "stairs"))
        run = work.runs.add(RunDone(new_id(), own, BEGAN, 10_250.0, 3120.5, "running", None, shoe.id, None))
        retest = work.retests.add(Retest(new_id(), own, plan.retest_on, plan.id))
        job = work.jobs.add(Job(new_id(), "analyse", BEGAN, own, {"recordings": [recording.id]}))
    return Kept(runner, consent, answer, screen, shoe, recording, assessment, plan, session, pain, run, retest, job)


def _screen(runner_id: str) -> ScreenAnswer:
    return ScreenAnswer(
        id=new_id(),
        runner_id=runner_id,
        screen_id="single_leg_squat",
        side="left",
        outcome="supported",
        answered_at=BEGAN,
        value=17.25,
        unit="deg",
        error=5.0,
        is_at_least=False,
        scored_by="camera",
        pain=1.5,
        why="More than 10 degrees, by more than the reading's error.",
        evidence={"readings": [16.5, 17.0, 18.25], "line": 10.0},
    )


def _recording(store: Store, work: UnitOfWork, runner_id: str, film: bytes, shoe_id: str) -> StoredRecording:
    return StoredRecording(
        id=new_id(),
        runner_id=runner_id,
        kind="video",
        name="left.mp4",
        sha256=keep_file(store, work, film, "video/mp4"),
        size_bytes=len(film),
        imported_at=BEGAN,
        recorded_at=BEGAN - timedelta(hours=1),
        probe={"fps_nominal": 119.88, "size_px": [1080, 1920], "rotation_deg": 90},
        shoe_id=shoe_id,
    )


def _assessment(store: Store, work: UnitOfWork, recording: StoredRecording) -> StoredAssessment:
    return StoredAssessment(
        id=new_id(),
        runner_id=recording.runner_id,
        document_sha256=keep_file(store, work, DOCUMENT),
        created_at=BEGAN,
        measured_at=recording.recorded_at or BEGAN,
        package_version="0.1.0",
        configuration_hash="c0ffee",
        is_running=True,
        recording_ids=(recording.id,),
        measures=(
            a_measure(),
            a_measure(measure_id="foot_strike", side="left", value=None, class_name="rear", unit="class", mdc=None),
            a_measure(measure_id="pelvic_drop", side="right", value=None, n_steps=0, status="refused"),
        ),
        findings=(StoredFinding("hard_heel_landing", "left", "present", 0.75),),
        files=(ArtefactUse("pose_track", keep_file(store, work, b"keypoints of " + recording.sha256.encode())),),
    )


def _plan(assessment: StoredAssessment) -> StoredPlan:
    return StoredPlan(
        id=new_id(),
        runner_id=assessment.runner_id,
        document=json.loads(json.dumps(example_plan().to_dict())),
        status="active",
        start_on=date(2026, 11, 23),
        retest_on=date(2027, 1, 4),
        created_at=BEGAN,
        assessment_id=assessment.id,
    )


def _session(plan: StoredPlan) -> SessionDone:
    squat = SetDone("single_leg_squat", "on_step", "left", 1, "done", 8, None, 71.5, 3.25, ("knee_caves_in",))
    hold = SetDone("plank", None, None, 1, "stopped_for_pain", None, 22.0)
    day = date(2026, 3, 3)
    return SessionDone(new_id(), plan.runner_id, BEGAN, BEGAN + timedelta(minutes=14), plan.id, day, (squat, hold))
