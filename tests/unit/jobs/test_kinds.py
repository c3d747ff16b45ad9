"""The real kinds of jobs, on the queue and behind the wall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from clip_copies import Picture, pictures_of, remuxed, write_clip
from evenstride import analyze
from evenstride.io.imu import ImuDeclaration
from evenstride.io.pose_files import read_saved_pose
from evenstride.io.value_files import read_value
from evenstride.jobs import JobSettings, Workers, submit_analysis, submit_run
from evenstride.model.diary import Shoe
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.model.stored import StoredRecording, StoredRunner
from evenstride.services.analyze_markers import analyze_markers
from evenstride.store import Store, open_store
from jobs_at_work import ended, wait_for
from run_files import write_fit

#: One process, so that the clip is not cut in two where the machine's load says so.
SETTINGS = JobSettings(processes=1, beat_s=0.2, poll_s=0.1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def runner(store: Store) -> StoredRunner:
    with store.write() as work:
        return work.runners.add(StoredRunner(new_id(), "Ada", datetime.now(UTC)))


def keep(store: Store, runner: StoredRunner, path: Path, kind: Any = "video") -> StoredRecording:
    with path.open("rb") as file:
        put = store.artefacts.put(file)
    moment = datetime.now(UTC)
    recording = StoredRecording(new_id(), runner.id, kind, path.name, put.sha256, put.size_bytes, moment)
    with store.write() as work:
        work.artefacts.add(put, "application/octet-stream")
        return work.recordings.add(recording)


def worked_on(store: Store, job: Job) -> Job:
    with Workers(store, SETTINGS):
        return wait_for(store, job, ended)


def without_moment(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "created_at"}


def document_of(store: Store, job: Job) -> dict[str, Any]:
    assert job.result is not None, job.error
    with store.read() as work:
        kept = work.assessments.get(job.result["assessment_id"])
    document: dict[str, Any] = json.loads(store.artefacts.read_bytes(kept.document_sha256))
    return document


def test_a_clip_becomes_an_assessment_with_the_numbers_that_it_has_without_the_wall(
    store: Store, runner: StoredRunner, sample_clip: Path, tmp_path: Path
) -> None:
    short_clip = remuxed(sample_clip, tmp_path / "short.mp4", count=72)
    recording = keep(store, runner, short_clip)
    done = worked_on(store, submit_analysis(store, [recording.id], height_m=1.78))
    direct = analyze(short_clip, height_m=1.78, processes=1, with_preview=True, save_pose=tmp_path / "pose.npz")

    assert done.error is None
    assert direct.assessment.is_running
    document = document_of(store, done)
    assert without_moment(document) == without_moment(json.loads(json.dumps(direct.to_dict())))
    with store.read() as work:
        kept = work.assessments.get(done.result["assessment_id"])
        assert work.jobs.files(done.id) == ()
    files = {use.role: store.artefacts.path(use.sha256) for use in kept.files}
    assert set(files) == {"analysis", "pose_track", "preview", "report"}
    assert direct.preview is not None
    assert files["preview"].read_bytes() == direct.preview.mp4
    points, before = read_saved_pose(files["pose_track"])[0], read_saved_pose(tmp_path / "pose.npz")[0]
    np.testing.assert_array_equal(points.xy_px, before.xy_px)
    assert json.loads(json.dumps(read_value(files["analysis"]).to_dict())) == document
    assert short_clip.name in files["report"].read_text("utf-8")
    assert {m.measure_id for m in kept.measures} == {m.id for m in direct.assessment.measures}


def test_what_is_no_clip_ends_the_job_with_one_line(store: Store, runner: StoredRunner, tmp_path: Path) -> None:
    path = tmp_path / "run.mp4"
    path.write_text("#EXTM3U\n/etc/hosts\n")
    failed = worked_on(store, submit_analysis(store, [keep(store, runner, path).id]))
    assert failed.state == "failed"
    assert failed.error == ("Expected a recording; run.mp4 is a list that only names others. Choose the clip itself.")


@pytest.mark.slow
def test_a_clip_without_a_runner_is_an_answer_too(store: Store, runner: StoredRunner, tmp_path: Path) -> None:
    grey: list[Picture] = [np.full((240, 320, 3), 90 + 5 * (number % 3), np.uint8) for number in range(40)]
    path = write_clip(tmp_path / "wall.mp4", grey, np.arange(40) / 30)
    done = worked_on(store, submit_analysis(store, [keep(store, runner, path).id]))
    assert (done.state, done.error) == ("done", None)
    assert done.result is not None
    assert done.result["says_something"] is False


def test_a_run_file_becomes_an_assessment_and_a_run(store: Store, runner: StoredRunner, shared_data: Path) -> None:
    path = shared_data / "watch" / "tcx_gpx" / "sportslib_6782987395_fr945.tcx"
    with store.write() as work:
        shoe = work.shoes.add(Shoe(new_id(), runner.id, "Road", datetime.now(UTC), is_default=True))
    recording = keep(store, runner, path, "run")
    done = worked_on(store, submit_run(store, recording.id))
    again = worked_on(store, submit_run(store, recording.id))

    assert (done.error, again.error) == (None, None)
    with store.read() as work:
        (run,) = work.runs.of_runner(runner.id)
        assert again.result is not None
        kept = work.assessments.get(again.result["assessment_id"])
    assert [use.role for use in kept.files] == ["analysis", "report"]
    analysis = read_value(store.artefacts.path(kept.files[0].sha256))
    assert without_moment(json.loads(json.dumps(analysis.to_dict()))) == without_moment(document_of(store, again))
    assert run.id == again.result["run_id"]
    assert (run.recording_id, run.sport, run.shoe_id) == (recording.id, "running", shoe.id)
    assert run.distance_m == pytest.approx(1000 * document_of(store, done)["run"]["summary"]["distance_km"])


@pytest.mark.slow
def test_a_sensors_table_and_a_laboratorys_trial_become_assessments(
    store: Store, runner: StoredRunner, shared_data: Path
) -> None:
    table = shared_data / "imu" / "sacrum_alcantara" / "Sample_test_data_shimmer512.csv"
    trial = next((shared_data / "lab" / "rbds").glob("*35.c3d"))
    sensed = submit_run(store, keep(store, runner, table, "imu").id, sensor=ImuDeclaration(place="sacrum"))
    marked = submit_analysis(store, [keep(store, runner, trial, "lab").id])
    with Workers(store, SETTINGS):
        sensed, marked = wait_for(store, sensed, ended), wait_for(store, marked, ended)

    assert (sensed.error, marked.error) == (None, None)
    assert sensed.result is not None
    assert (sensed.result["run_id"], sensed.result["says_something"]) == (None, True)
    with store.read() as work:
        assert work.runs.of_runner(runner.id) == ()
    direct = json.loads(json.dumps(analyze_markers(trial).to_dict()))
    assert without_moment(document_of(store, marked)) == without_moment(direct)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["turned", "edited", "uneven", "slowed"])
def test_clocks_and_turns_are_read_the_same_behind_the_wall(
    change: str, store: Store, runner: StoredRunner, sample_clip: Path, shared_data: Path, tmp_path: Path
) -> None:
    path = changed_clip(change, sample_clip, shared_data, tmp_path)
    options: dict[str, Any] = {"recorded_fps": 240.0} if change == "slowed" else {}
    done = worked_on(store, submit_analysis(store, [keep(store, runner, path).id], **options))
    direct = analyze(path, processes=1, **options)
    assert without_moment(document_of(store, done)) == without_moment(json.loads(json.dumps(direct.to_dict())))


def changed_clip(change: str, sample: Path, shared_data: Path, folder: Path) -> Path:
    if change == "edited":  # more packets than shown pictures
        source = shared_data / "video" / "negatives" / "walk_with_mocap_60fps.mp4"
        (folder / "edited.mp4").write_bytes(source.read_bytes())
        return folder / "edited.mp4"
    if change == "slowed":
        return remuxed(sample, folder / "slowed.mp4", count=160, slower=4.0)
    pictures = list(pictures_of(sample, 160))
    if change == "turned":
        turned = [np.rot90(picture) for picture in pictures]  # stored on its side, to be shown upright
        return write_clip(folder / "turned.mp4", turned, np.arange(160) / 60, rotation_deg=90)
    uneven_s = np.arange(160) / 60 + 0.004 * np.sin(np.arange(160))
    return write_clip(folder / "uneven.mp4", pictures, uneven_s - uneven_s[0])


def test_recordings_of_one_session_are_followed_one_by_one(store: Store, runner: StoredRunner) -> None:
    from evenstride.jobs.kinds import KINDS

    job = Job(new_id(), "analyse_recordings", datetime.now(UTC), runner.id, {"recording_ids": ["a", "b"]})
    kind = KINDS["analyse_recordings"]
    assert [stage.name for stage in kind.stages(job)] == ["probe", "pose_1", "pose_2", "measures", "report"]

    probed = replace(
        job, stage_done={"probe": {"recordings": [{"facts": {"frame_count": 4000}}, {"facts": {"frame_count": 100}}]}}
    )
    _, first, second, *_ = kind.stages(probed)
    assert first.expected_s(probed) > second.expected_s(probed)
    assert first.limits(probed).wall_s > second.limits(probed).wall_s


@pytest.mark.slow
def test_each_clip_has_its_own_options_and_the_watch_of_the_run_stands_beside_them(
    store: Store, runner: StoredRunner, tmp_path: Path
) -> None:
    from evenstride.io.pose_files import save_pose_track
    from evenstride.testing import synthetic_analysis

    points = []
    for name, fps in (("right", 60.0), ("slow", 60.5)):
        clip = synthetic_analysis(duration_s=8.0, fps=fps)
        path = tmp_path / f"{name}.npz"
        recording = replace(clip.assessment.recordings[0], id=name, sha256=f"{len(points)}" * 64)
        save_pose_track(clip.pose_track, path, recording=recording)
        points.append(keep(store, runner, path, "keypoints").id)
    watch_file = write_fit(tmp_path / "run.fit", simulate_run(Scenario(""), np.random.default_rng(3)), minutes=12)
    watch = keep(store, runner, watch_file, "run")
    job = submit_analysis(store, points, view=["right", "left"], recorded_fps=[None, 240.0], watch_id=watch.id)
    done = worked_on(store, job)

    assert done.error is None
    document = document_of(store, done)
    assert [each["kind"] for each in document["recordings"]] == ["keypoints", "keypoints", "run"]
    assert [each["view"] for each in document["recordings"][:2]] == ["right", "left"]
    with store.read() as work:
        kept = work.assessments.get(done.result["assessment_id"] if done.result else "")
    assert set(kept.recording_ids) == {*points, watch.id}
