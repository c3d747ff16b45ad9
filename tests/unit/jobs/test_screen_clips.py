"""A clip of a home screen: handed in behind the same gate, scored as a job, kept as a result, then deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstride.coaching.screen_scores import ScreenScore
from evenstride.errors import InputError
from evenstride.io.pose_files import save_pose_track
from evenstride.io.value_json import value_to_plain
from evenstride.jobs.desk import cancel
from evenstride.jobs.kinds import KINDS
from evenstride.jobs.screen_clips import SCORE_SCREEN, ScreenClip, last_screen_clip, submit_screen_clip
from evenstride.knowledge import load_knowledge
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.screens.results import ScreenEntry, keep_screens, read_screen_history
from evenstride.services.screens.screen_stages import score
from evenstride.services.uploads import UploadFolder
from evenstride.services.uploads.session import UploadGoneError
from evenstride.store import Store
from screened_bodies import screen_track

CLIP = b"not really a clip"


@pytest.fixture
def runner_id(store: Store) -> str:
    runner = create_runner(store, ProfileEntry("Ada"), agrees_to_storage=True)
    flags = load_knowledge().red_flags.values()
    keep_answers(store, runner.id, {each.id: 0.0 if each.answer == "pain_0_10" else False for each in flags})
    return runner.id


@pytest.fixture
def uploads(store: Store) -> UploadFolder:
    return UploadFolder(store.home)


def sent(uploads: UploadFolder, *, kind: str = "video") -> str:
    """A file that came whole and was looked at."""
    session = uploads.begin("raises.mp4", len(CLIP))
    with uploads.receive(session.id, offset=0) as part:
        part.take(CLIP)
    uploads.note(replace(uploads.get(session.id), state="whole", kind=kind, facts={"frame_count": 120}))
    return session.id


def clip(sent_as: str, **changes: object) -> ScreenClip:
    return replace(ScreenClip(sent_as, "single_leg_heel_raise", "right", age=25, sex="women"), **changes)  # type: ignore[arg-type]


def test_what_the_stage_found_is_judged_kept_and_the_clip_is_gone(
    store: Store, uploads: UploadFolder, runner_id: str, tmp_path: Path
) -> None:
    job = submit_screen_clip(store, uploads, runner_id, clip(sent(uploads), pain=2.0))
    assert (job.kind, job.state, job.payload["pictures"]) == (SCORE_SCREEN, "queued", 120)
    kind = KINDS[job.kind]
    (given,) = kind.inputs(store, job)
    assert (given.path.read_bytes(), given.name) == (CLIP, "raises.mp4")
    how = {"reps": 4, "out_s": 0.9, "hold_s": 0.1, "back_s": 0.7}
    save_pose_track(screen_track("single_leg_heel_raise", yaw_deg=88.0, fps=10, **how), tmp_path / "raises.npz")
    told: list[float] = []
    done = score(
        {"payload": job.payload, "inputs": [{"path": str(tmp_path / "raises.npz"), "name": "raises.npz"}]},
        folder=tmp_path,
        tell=lambda share, _words: told.append(share),
    )
    with store.write() as work:
        result = kind.finish(store, replace(job, stage_done={"score": done["values"]}), {})(work)
    assert result == {"screen_id": "single_leg_heel_raise", "is_kept": True, "why": ""}
    (kept,) = read_screen_history(store, runner_id)
    assert (kept.value, kept.scored_by, kept.outcome, kept.pain) == (4.0, "camera", "supported", 2.0)
    assert kept.evidence["line"] == 22.5
    assert uploads.get(job.payload["upload_id"]).state == "whole", "it can be done again until its result is kept"
    assert kind.tidy is not None
    for _ in range(2):
        kind.tidy(store, job)
    with pytest.raises(UploadGoneError):
        uploads.get(job.payload["upload_id"])


@pytest.mark.parametrize(("pain", "outcomes"), [(3.0, []), (None, []), (5.0, ["unknown"])])
def test_what_gave_no_score_is_told_and_kept_only_where_it_hurt(
    store: Store, uploads: UploadFolder, runner_id: str, pain: float | None, outcomes: list[str]
) -> None:
    job = submit_screen_clip(store, uploads, runner_id, clip(sent(uploads), pain=pain))
    why = "Nobody was found in the clip."
    nothing = ScreenScore("single_leg_heel_raise", "right", None, "reps", 0.0, "camera", why=why)
    values = {"score": value_to_plain(nothing), "warnings": []}
    with store.write() as work:
        result = KINDS[job.kind].finish(store, replace(job, stage_done={"score": values}), {})(work)
    assert (result["is_kept"], result["why"]) == (bool(outcomes), why)
    assert [each.outcome for each in read_screen_history(store, runner_id)] == outcomes


def test_a_clip_is_told_about_while_it_is_scored_and_where_it_came_to_nothing(
    store: Store, uploads: UploadFolder, runner_id: str
) -> None:
    screen_id = "single_leg_heel_raise"

    def told() -> str | None:
        last = last_screen_clip(store, runner_id, screen_id)
        return None if last is None else last.id

    def ended(**how: object) -> str:
        job = submit_screen_clip(store, uploads, runner_id, clip(sent(uploads)))
        with store.write() as work:
            work.jobs.change(job.id, ended_at=datetime.now(UTC), **how)  # type: ignore[arg-type]
        return job.id

    assert told() is None
    waiting = submit_screen_clip(store, uploads, runner_id, clip(sent(uploads)))
    assert told() == waiting.id
    assert last_screen_clip(store, runner_id, "side_plank") is None
    cancel(store, waiting.id)
    assert told() is None
    assert ended(state="done", result={"is_kept": False, "why": "Nobody."}) == told()
    assert ended(state="failed", error="No video.") == told()
    keep_screens(store, runner_id, [ScreenEntry(screen_id, "right", value=20.0)])
    assert told() is None
    ended(state="done", result={"is_kept": True, "why": ""})
    assert told() is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"screen_id": "knee_to_wall"}, "scored by hand"),
        ({"screen_id": "handstand"}, "id of a home screen"),
        ({"side": None}, "which side"),
        ({"pain": 11.0}, "pain from 0 to 10"),
        ({"upload_id": "gone"}, "file"),
    ],
)
def test_what_cannot_be_scored_is_refused_before_it_waits(
    store: Store, uploads: UploadFolder, runner_id: str, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(Exception, match=words):
        submit_screen_clip(store, uploads, runner_id, clip(sent(uploads), **changes))
    with store.read() as work:
        assert work.jobs.of_runner(runner_id) == ()


def test_a_run_of_a_watch_is_no_clip_and_an_answer_stops_a_test(
    store: Store, uploads: UploadFolder, runner_id: str
) -> None:
    with pytest.raises(InputError, match="clip that came whole"):
        submit_screen_clip(store, uploads, runner_id, clip(sent(uploads, kind="fit")))
    keep_answers(store, runner_id, {"calf_clot_signs": True})
    with pytest.raises(InputError, match="not for now"):
        submit_screen_clip(store, uploads, runner_id, clip(sent(uploads)))
