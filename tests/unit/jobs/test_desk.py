from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.errors import InputError
from evenstride.jobs import cancel, follow, list_jobs, retry, revision, status, submit_analysis, submit_run
from evenstride.model.stored import StoredRecording
from evenstride.store import NotStoredError, Store
from stored_examples import keep_everything


@pytest.fixture
def recording(store: Store) -> StoredRecording:
    return keep_everything(store).recording


def test_what_is_handed_in_waits_and_is_handed_in_once(store: Store, recording: StoredRecording) -> None:
    first = submit_analysis(store, [recording.id, recording.id], height_m=1.78)
    again = submit_analysis(store, [recording.id], height_m=1.78)
    other = submit_analysis(store, [recording.id], height_m=1.70)

    assert (first.kind, first.state, first.runner_id) == ("analyse_recordings", "queued", recording.runner_id)
    assert first.payload == {
        "recording_ids": [recording.id],
        "height_m": 1.78,
        "recorded_fps": None,
        "view": "auto",
    }
    assert again == first
    assert other.id != first.id
    waiting = list_jobs(store, runner_id=recording.runner_id, states=["queued"])
    assert {first.id, other.id} <= {job.id for job in waiting}


def test_clips_have_options_of_their_own_and_a_watch_of_the_same_runner(
    store: Store, recording: StoredRecording
) -> None:
    stranger = keep_everything(store, name="Bo", film=b"a film of Bo").recording
    job = submit_analysis(store, [recording.id], view=["rear"], recorded_fps=[240.0], watch_id=recording.id)
    assert (job.payload["view"], job.payload["recorded_fps"]) == (["rear"], [240.0])
    assert job.payload["watch_id"] == recording.id
    with pytest.raises(InputError, match="one view for all 1 recordings or one for each, got 2"):
        submit_analysis(store, [recording.id], view=["left", "rear"])
    with pytest.raises(InputError, match="Expected the view"):
        submit_analysis(store, [recording.id], view=["above"])
    with pytest.raises(InputError, match="recordings of one runner"):
        submit_analysis(store, [recording.id], watch_id=stranger.id)


def test_what_makes_no_sense_is_not_taken(store: Store, recording: StoredRecording) -> None:
    stranger = keep_everything(store, name="Bo", film=b"a film of Bo").recording
    with pytest.raises(InputError, match="recordings of one runner"):
        submit_analysis(store, [recording.id, stranger.id])
    with pytest.raises(InputError, match="Expected 1 to 20 recordings, got 0"):
        submit_analysis(store, [])
    with pytest.raises(InputError, match="Expected a height"):
        submit_analysis(store, [recording.id], height_m=17.8)
    with pytest.raises(NotStoredError):
        submit_run(store, "0" * 26)
    with pytest.raises(NotStoredError):
        status(store, "0" * 26)


def test_a_waiting_job_is_cancelled_at_once_and_can_be_tried_again(store: Store, recording: StoredRecording) -> None:
    job = submit_run(store, recording.id)
    cancelled = cancel(store, job.id)
    assert (cancelled.state, cancelled.ended_at is not None) == ("cancelled", True)
    assert cancel(store, job.id) == cancelled
    waiting = retry(store, job.id)
    assert (waiting.state, waiting.cancel_requested, waiting.ended_at) == ("queued", False, None)
    assert retry(store, job.id) == waiting


def test_following_tells_each_change_until_the_end(store: Store, recording: StoredRecording) -> None:
    job = submit_run(store, recording.id)
    seen = []
    for now in follow(store, job.id, every_s=0.01):
        seen.append(now.state)
        cancel(store, job.id)
    assert seen == ["queued", "cancelled"]


def test_the_revision_changes_with_what_is_shown(store: Store, recording: StoredRecording) -> None:
    job = submit_run(store, recording.id)
    assert revision(job) == revision(replace(job, attempts=2))
    assert revision(job) != revision(replace(job, progress=0.25))
    assert revision(job) != revision(replace(job, message="Following the runner, picture 3 of 300."))
