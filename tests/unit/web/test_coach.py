"""The coach's page and its socket: who may open it, what may come over it, what goes back."""

from __future__ import annotations

import json
import os
import struct
import time
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from app_client import FROM_OUR_PAGE, ORIGIN, PAGE, PORT, MakeApp, signed_in, stranger
from coached_bodies import SIZE_PX, blazepose_points, empty_jpeg, squat_track, standing_jpeg
from evenstride.knowledge import load_knowledge
from evenstride.model.ids import new_id
from evenstride.pipelines.live_pose import LivePose
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.store import Store

LIVE = ORIGIN.replace("http", "ws") + "/api/coach/live"
WATCH = {"type": "watch", "exercise_id": "inner_quad_squat", "source": "landmarks"}
HEADERS = {"origin": ORIGIN}


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


def open_live(client: TestClient, *messages: dict[str, Any]) -> Any:
    socket = client.websocket_connect(LIVE, headers=HEADERS)

    class Opened:
        def __enter__(self) -> WebSocketTestSession:
            session = socket.__enter__()
            for message in messages:
                session.send_text(json.dumps(message))
            return session

        def __exit__(self, *error: Any) -> None:
            socket.__exit__(*error)

    return Opened()


def picture(number: int, captured_ms: float, jpeg: bytes) -> bytes:
    return struct.pack("<Id", number, captured_ms) + jpeg


def landmarks(row: int, track: Any) -> dict[str, Any]:
    moment = 1000 * float(track.time_s[row])
    points = blazepose_points(track, row)
    return {"type": "landmarks", "id": row, "captured_ms": moment, "size_px": SIZE_PX, "points": points}


def test_landmarks_over_the_socket_are_counted_and_summed_up(client: TestClient) -> None:
    track = squat_track(reps=2)
    with open_live(client, WATCH) as socket:
        assert socket.receive_json() == {"type": "ready", "name": "Inner quad squat", "hold_s": None}
        socket.send_text(json.dumps({"type": "begin", "reps": 2, "set_number": 1}))
        assert socket.receive_json()["type"] == "begun"
        answers = []
        for row in range(len(track)):
            socket.send_text(json.dumps(landmarks(row, track)))
            answers.append(socket.receive_json())
    assert [answer["id"] for answer in answers] == list(range(len(track)))
    assert answers[0]["points"]["left_knee"][:2] == pytest.approx(
        track.xy_px[0, track.keypoints.index("left_knee")], abs=0.1
    )
    summary = next(answer["set"] for answer in answers if "set" in answer)
    assert summary["sets"][0]["reps"] == 2


def test_pictures_over_the_socket_become_a_skeleton_and_bad_ones_are_passed_over(client: TestClient) -> None:
    with open_live(client, {**WATCH, "source": "pictures"}) as socket:
        assert socket.receive_json()["type"] == "ready"
        socket.send_bytes(picture(1, 100.0, standing_jpeg()))
        seen = socket.receive_json()
        socket.send_bytes(picture(2, 200.0, b"\x89PNG"))
        passed = socket.receive_json()
        socket.send_bytes(picture(3, 150.0 - 100.0, standing_jpeg()))
        late = socket.receive_json()
        socket.send_bytes(picture(4, 5000.0, empty_jpeg()))
        gone = socket.receive_json()
    assert (seen["type"], seen["id"], seen["advice"]) == ("seen", 1, [])
    assert "left_knee" in seen["points"]
    assert (passed["type"], passed["id"]) == ("passed_over", 2)
    assert (late["type"], late["id"]) == ("passed_over", 3)
    assert (gone["points"], gone["advice"]) == (None, ["I can't see you."])


def test_the_process_that_looks_ends_with_the_connection(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[LivePose] = []
    begin = LivePose.__init__

    def noted(pose: LivePose) -> None:
        begin(pose)
        started.append(pose)

    monkeypatch.setattr(LivePose, "__init__", noted)
    with open_live(client, {**WATCH, "source": "pictures"}) as socket:
        assert socket.receive_json()["type"] == "ready"
    with open_live(client, {**WATCH, "source": "pictures"}):
        pass  # the page leaves before the models are loaded
    deadline_s = time.monotonic() + 10
    while any(is_alive(pose.pid) for pose in started):
        assert time.monotonic() < deadline_s
        time.sleep(0.02)
    assert started


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "message",
    [
        "",
        "not json",
        "[]",
        '{"type": "shell"}',
        '{"type": "begin"}',
        '{"type": "watch", "exercise_id": "inner_quad_squat", "path": "/etc/passwd"}',
        '{"type": "watch", "exercise_id": "handstand"}',
        '{"type": "watch", "exercise_id": "calf_release"}',
        '{"type": "landmarks", "id": 1, "captured_ms": 1e999, "size_px": [640, 480], "points": null}',
        '{"type": "watch", "exercise_id": "' + "a" * 20_000 + '"}',
        b"",
        b"short",
        struct.pack("<Id", 1, float("nan")) + b"\xff\xd8",
        struct.pack("<Id", 1, 1.0) + bytes(600_000),
    ],
    ids=lambda message: f"{type(message).__name__}_{len(message)}",
)
def test_what_no_page_sends_ends_the_connection_in_words(client: TestClient, message: str | bytes) -> None:
    with open_live(client) as socket:
        if isinstance(message, bytes):
            socket.send_bytes(message)
        else:
            socket.send_text(message)
        refusal = socket.receive_json()
        assert refusal["type"] == "refused"
        assert refusal["message"].startswith("Expected")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1008


def test_a_picture_where_landmarks_were_agreed_is_refused(client: TestClient) -> None:
    with open_live(client, WATCH) as socket:
        socket.receive_json()
        socket.send_bytes(picture(1, 1.0, standing_jpeg()))
        assert "landmarks" in socket.receive_json()["message"]


def test_many_bad_moments_end_the_connection(client: TestClient) -> None:
    track = squat_track(reps=1)
    with open_live(client, WATCH) as socket:
        socket.receive_json()
        kinds = []
        for _ in range(22):
            socket.send_text(json.dumps(landmarks(0, track)))
            kinds.append(socket.receive_json()["type"])
    assert kinds == ["seen", *["passed_over"] * 20, "refused"]


def test_one_coach_too_many_is_refused_kindly_and_a_place_becomes_free(make_app: MakeApp) -> None:
    app = make_app()
    coaches = app.state.context.coaches
    coaches.most = 1
    client = signed_in(app)
    with open_live(client, WATCH) as first:
        assert first.receive_json()["type"] == "ready"
        with open_live(client) as second:
            refusal = second.receive_json()
            assert refusal["code"] == "coaches_busy"
            assert "by hand" in refusal["message"]
    with open_live(client, WATCH) as third:
        assert third.receive_json()["type"] == "ready"
    assert coaches.taken == 0


def test_the_socket_is_for_our_own_signed_in_pages(make_app: MakeApp) -> None:
    app = make_app()
    for opened, headers in ((stranger(app), HEADERS), (signed_in(app), {"origin": "https://evil.example"})):
        with pytest.raises(WebSocketDisconnect), opened.websocket_connect(LIVE, headers=headers):
            pass


def test_every_form_has_its_page_and_unknown_ones_are_not_found_in_words(client: TestClient) -> None:
    listed = client.get("/coach", headers=PAGE)
    assert "/coach/kegel_ball_squeeze/bridge" in listed.text
    page = client.get("/coach/kegel_ball_squeeze/bridge?sets=1&reps=3&hold_s=4", headers=PAGE)
    assert page.status_code == 200
    assert "Nothing is recorded" in page.text
    by_timer = client.get("/coach/calf_release", headers=PAGE)
    assert "with-camera" not in by_timer.text
    missing = client.get("/coach/handstand", headers=PAGE)
    assert (missing.status_code, "Choose one of the list" in missing.text) == (422, True)
    assert client.get("/coach/inner_quad_squat?sets=99", headers=PAGE).status_code == 422


def test_what_an_answer_stops_is_not_coached(client: TestClient, store: Store) -> None:
    runner_id = create_runner(store, ProfileEntry("Robin"), agrees_to_storage=True).id
    client.cookies.set(f"evenstride_runner_{PORT}", runner_id)
    assert "with-camera" in client.get("/coach/inner_quad_squat", headers=PAGE).text
    flags = load_knowledge().red_flags.values()
    stopping = next(
        flag
        for flag in flags
        if flag.answer == "yes_no" and not (flag.stops_exercises or flag.stops_parts or flag.caution)
    )
    keep_answers(store, runner_id, {stopping.id: True})
    page = client.get("/coach/inner_quad_squat", headers=PAGE).text
    assert "with-camera" not in page
    assert "Not now. See" in page


def test_sets_are_kept_through_the_api(client: TestClient, store: Store) -> None:
    runner_id = create_runner(store, ProfileEntry("Kim"), agrees_to_storage=True).id
    record = {
        "id": new_id(),
        "runner_id": runner_id,
        "took_s": 60,
        "sets": [{"exercise_id": "inner_quad_squat", "set_number": 1, "reps": 8, "faults": ["knees_in"]}],
        "effort": 5,
    }
    answer = client.post("/api/coach/sets", json=record, headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.json()) == (201, {"id": record["id"], "n_sets": 1})
    wrong = {**record, "id": new_id(), "sets": [{"exercise_id": "handstand", "set_number": 1}]}
    refused = client.post("/api/coach/sets", json=wrong, headers=FROM_OUR_PAGE)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input")
