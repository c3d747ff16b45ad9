"""Sending files in parts: resumed over a new start, looked at, known again, handed in."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, MakeApp, signed_in, stranger
from evenstride.io.pose_files import save_pose_track
from evenstride.jobs import list_jobs
from evenstride.model.stored import StoredRunner
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.store import Store, open_store
from evenstride.testing import synthetic_analysis
from imu_files import sacrum_vertical_g, turned, write_csv

GPX = b"""<?xml version="1.0"?><gpx version="1.1" creator="x"><trk><trkseg>
<trkpt lat="0" lon="0"><time>2026-03-01T07:00:00Z</time></trkpt>
<trkpt lat="0.001" lon="0"><time>2026-03-01T07:00:30Z</time></trkpt>
<trkpt lat="0.002" lon="0"><time>2026-03-01T07:01:00Z</time></trkpt></trkseg></trk></gpx>"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    client = signed_in(make_app())
    client.headers.update(FROM_OUR_PAGE)
    return client


@pytest.fixture
def ada(store: Store) -> StoredRunner:
    return create_runner(store, ProfileEntry("Ada", height_m=1.7), agrees_to_storage=True)


def begin(client: TestClient, name: str, content: bytes) -> dict[str, Any]:
    answer = client.post("/api/uploads", json={"name": name, "size_bytes": len(content), "modified_ms": 1})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def put(client: TestClient, upload_id: str, part: bytes, offset: int, digest: str | None = None) -> Any:
    headers = {} if digest is None else {"Part-SHA256": digest}
    return client.put(f"/api/uploads/content/{upload_id}?offset={offset}", content=part, headers=headers)


def sent(client: TestClient, name: str, content: bytes) -> dict[str, Any]:
    upload = begin(client, name, content)
    assert put(client, upload["id"], content, 0, hashlib.sha256(content).hexdigest()).status_code == 200
    looked: dict[str, Any] = client.post(f"/api/uploads/{upload['id']}/look").json()
    return looked


def test_a_file_goes_on_where_it_stopped_even_in_a_new_start_of_the_app(
    client: TestClient, make_app: MakeApp, store: Store
) -> None:
    content = bytes(range(256)) * 9000
    upload = begin(client, "run.mp4", content)
    middle = put(client, upload["id"], content[:1_500_000], 0).json()
    assert (middle["offset"], middle["part_bytes"]) == (1_500_000, 1_500_000)

    anew = signed_in(make_app())
    anew.headers.update(FROM_OUR_PAGE)
    (waiting,) = anew.get("/api/uploads").json()
    assert (waiting["name"], waiting["offset"], waiting["modified_ms"]) == ("run.mp4", 1_500_000, 1)
    refused = put(anew, upload["id"], content[:10], 0)
    assert (refused.status_code, refused.json()["code"]) == (409, "upload_offset")
    end = put(anew, upload["id"], content[1_500_000:], 1_500_000).json()
    assert end["offset"] == len(content)
    path = anew.app.state.context.uploads.content_path(anew.app.state.context.uploads.get(upload["id"]))  # type: ignore[attr-defined]
    assert path.read_bytes() == content


def test_a_damaged_part_is_not_taken(client: TestClient) -> None:
    upload = begin(client, "run.mp4", b"abcd")
    answer = put(client, upload["id"], b"abcx", 0, hashlib.sha256(b"abcd").hexdigest())
    assert (answer.status_code, answer.json()["code"]) == (422, "upload_part")
    assert client.get(f"/api/uploads/{upload['id']}").json()["offset"] == 0


def test_what_is_too_large_is_refused_before_its_first_byte(client: TestClient) -> None:
    answer = client.post("/api/uploads", json={"name": "long.mp4", "size_bytes": 5 << 30})
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
    assert client.get("/api/uploads").json() == []


def test_a_clip_is_known_by_its_content_whatever_it_is_called(client: TestClient, short_clip: Path) -> None:
    looked = sent(client, "holiday.txt", short_clip.read_bytes())
    assert (looked["state"], looked["kind"], looked["known"]) == ("whole", "video", [])
    assert looked["facts"]["fps_nominal"] == pytest.approx(60, abs=0.1)
    assert looked["sha256"] == hashlib.sha256(short_clip.read_bytes()).hexdigest()


def test_what_is_no_recording_is_refused_with_its_reason_and_its_bytes_go(client: TestClient, store: Store) -> None:
    looked = sent(client, "notes.mp4", b"these are notes, not a film")
    assert looked["state"] == "refused"
    assert "notes.mp4" in looked["problem"]
    assert [path for path in (store.home / "uploads").rglob("*") if path.name == "notes.mp4"] == []
    assert client.delete(f"/api/uploads/{looked['id']}").status_code == 204
    assert client.get("/api/uploads").json() == []


def test_clips_of_one_run_become_one_job_with_their_own_options_and_are_kept_once(
    client: TestClient, store: Store, ada: StoredRunner, short_clip: Path
) -> None:
    clip = short_clip.read_bytes()
    side, behind, watch = sent(client, "a.mp4", clip), sent(client, "b.mp4", clip + b"\0"), sent(client, "r.gpx", GPX)
    files = [
        {"upload_id": side["id"], "view": "left", "recorded_fps": 240},
        {"upload_id": behind["id"], "view": "rear", "recorded_at": "2026-03-01T08:00:00+01:00"},
        {"upload_id": watch["id"]},
    ]
    answer = client.post("/api/uploads/hand-in", json={"runner_id": ada.id, "files": files})
    assert answer.status_code == 202, answer.text
    together, alone = answer.json()
    assert together["names"] == ["a.mp4", "b.mp4", "r.gpx"]
    assert (alone["kind"], alone["names"]) == ("analyse_run", ["r.gpx"])

    payload = next(job for job in list_jobs(store) if job.id == together["job_id"]).payload
    assert (payload["view"], payload["recorded_fps"], payload["height_m"]) == (["left", "rear"], [240.0, None], 1.7)
    with store.read() as kept:
        recordings = {each.name: each for each in kept.recordings.of_runner(ada.id)}
    assert payload["watch_id"] == recordings["r.gpx"].id
    assert recordings["b.mp4"].recorded_at.isoformat() == "2026-03-01T07:00:00+00:00"
    assert recordings["r.gpx"].recorded_at.isoformat() == "2026-03-01T07:00:00+00:00"
    assert store.artefacts.read_bytes(recordings["a.mp4"].sha256) == clip
    assert list((store.home / "uploads").iterdir()) == []


def test_keypoints_join_the_watch_of_their_run_and_are_kept_as_such(
    client: TestClient, store: Store, ada: StoredRunner, tmp_path: Path
) -> None:
    save_pose_track(synthetic_analysis(duration_s=4.0, fps=60.0).pose_track, tmp_path / "side.npz")
    points, watch = sent(client, "side.npz", (tmp_path / "side.npz").read_bytes()), sent(client, "r.gpx", GPX)
    assert (points["state"], points["kind"], points["facts"]["picture_count"]) == ("whole", "keypoints", 240)
    files = [{"upload_id": points["id"], "view": "right", "recorded_fps": 240}, {"upload_id": watch["id"]}]
    together, _alone = client.post("/api/uploads/hand-in", json={"runner_id": ada.id, "files": files}).json()
    assert (together["kind"], together["names"]) == ("analyse_recordings", ["side.npz", "r.gpx"])
    payload = next(job for job in list_jobs(store) if job.id == together["job_id"]).payload
    assert (payload["view"], payload["recorded_fps"]) == (["right"], [240.0])
    with store.read() as kept:
        assert {each.name: each.kind for each in kept.recordings.of_runner(ada.id)}["side.npz"] == "keypoints"


def test_the_same_file_again_is_recognised_and_said(
    client: TestClient, ada: StoredRunner, store: Store, short_clip: Path
) -> None:
    first = sent(client, "a.mp4", short_clip.read_bytes())
    body = {"runner_id": ada.id, "files": [{"upload_id": first["id"]}]}
    (job,) = client.post("/api/uploads/hand-in", json=body).json()
    again = sent(client, "renamed.mp4", short_clip.read_bytes())
    assert [(each["name"], each["runner_name"]) for each in again["known"]] == [("a.mp4", "Ada")]
    body["files"] = [{"upload_id": again["id"]}]
    assert client.post("/api/uploads/hand-in", json=body).json()[0]["job_id"] == job["job_id"]
    with store.read() as kept:
        assert len(kept.recordings.of_runner(ada.id)) == 1


def test_a_sensor_needs_its_place_and_nothing_is_kept_before_all_is_right(
    client: TestClient, ada: StoredRunner, store: Store, short_clip: Path, tmp_path: Path
) -> None:
    time_s = np.arange(0, 20, 0.01)
    axes = turned(sacrum_vertical_g(time_s), (0, 1, 0))
    table = write_csv(tmp_path / "s.csv", "time_s,acc_x,acc_y,acc_z", [time_s, *axes.T]).read_bytes()
    clip, sensor = sent(client, "a.mp4", short_clip.read_bytes()), sent(client, "s.csv", table)
    assert sensor["kind"] == "imu_csv"
    files: list[dict[str, Any]] = [{"upload_id": clip["id"]}, {"upload_id": sensor["id"]}]
    refused = client.post("/api/uploads/hand-in", json={"runner_id": ada.id, "files": files})
    assert (refused.status_code, "lower back" in refused.json()["message"]) == (422, True)
    assert len(client.get("/api/uploads").json()) == 2
    files[1]["place"] = "sacrum"
    assert len(client.post("/api/uploads/hand-in", json={"runner_id": ada.id, "files": files}).json()) == 2


def test_nothing_is_taken_in_of_somebody_who_did_not_agree(client: TestClient, store: Store) -> None:
    bea = create_runner(store, ProfileEntry("Bea"))
    watch = sent(client, "r.gpx", GPX)
    body = {"runner_id": bea.id, "files": [{"upload_id": watch["id"]}]}
    answer = client.post("/api/uploads/hand-in", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "consent_missing")
    assert client.get("/api/uploads").json()[0]["state"] == "whole"


def test_four_files_at_once_arrive_whole(client: TestClient) -> None:
    contents = [bytes([number]) * 3_000_000 for number in range(4)]
    uploads = [begin(client, f"{number}.mp4", content) for number, content in enumerate(contents)]

    def send(upload: dict[str, Any], content: bytes) -> None:
        for start in range(0, len(content), 1_000_000):
            put(client, upload["id"], content[start : start + 1_000_000], start)

    threads = [threading.Thread(target=send, args=each) for each in zip(uploads, contents, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folder = client.app.state.context.uploads  # type: ignore[attr-defined]
    for upload, content in zip(uploads, contents, strict=True):
        assert folder.content_path(folder.get(upload["id"])).read_bytes() == content


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/uploads", {"name": "", "size_bytes": 1}),
        ("POST", "/api/uploads", {"name": "a", "size_bytes": 0}),
        ("POST", "/api/uploads", {"name": "a", "size_bytes": -1}),
        ("GET", "/api/uploads/none", None),
        ("POST", "/api/uploads/none/look", None),
        ("POST", "/api/uploads/hand-in", {"runner_id": "x", "files": []}),
        ("POST", "/api/uploads/hand-in", {"runner_id": "x", "files": [{"upload_id": "y"}]}),
        ("PUT", "/api/uploads/content/none?offset=0", None),
        ("PUT", "/api/uploads/content/none?offset=-1", None),
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, method: str, path: str, body: Any) -> None:
    assert client.request(method, path, json=body).status_code in (404, 422)


def test_a_stranger_and_a_foreign_page_send_nothing(make_app: MakeApp) -> None:
    body = {"name": "a.mp4", "size_bytes": 3}
    assert stranger(make_app()).post("/api/uploads", json=body, headers=FROM_OUR_PAGE).status_code == 401
    foreign = {"origin": "http://127.0.0.1:9999", "sec-fetch-site": "cross-site"}
    assert signed_in(make_app()).post("/api/uploads", json=body, headers=foreign).status_code == 403
