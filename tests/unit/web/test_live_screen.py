"""A home screen over the coach's socket."""

from __future__ import annotations

import json
from typing import Any

from starlette.testclient import TestClient

from app_client import ORIGIN, MakeApp, signed_in
from coached_bodies import blazepose_points
from screened_bodies import SIZE_PX, screen_track

LIVE = ORIGIN.replace("http", "ws") + "/api/coach/live"


def test_landmarks_of_a_screen_become_a_score(make_app: MakeApp) -> None:
    client: TestClient = signed_in(make_app())
    track = screen_track("single_leg_heel_raise", yaw_deg=88.0, fps=10, reps=3, out_s=0.9, hold_s=0.1, back_s=0.7)
    with client.websocket_connect(LIVE, headers={"origin": ORIGIN}) as socket:

        def say(message: dict[str, Any]) -> dict[str, Any]:
            socket.send_text(json.dumps(message))
            answer: dict[str, Any] = socket.receive_json()
            return answer

        ready = say({"type": "watch", "screen_id": "single_leg_heel_raise", "source": "landmarks"})
        assert ready == {"type": "ready", "name": "Single-leg heel raise", "hold_s": None}
        assert say({"type": "begin", "side": "right"})["type"] == "begun"
        for row in range(len(track)):
            moment_ms = 1000 * float(track.time_s[row])
            points = blazepose_points(track, row)
            seen = say({"type": "landmarks", "id": row, "captured_ms": moment_ms, "size_px": SIZE_PX, "points": points})
        assert seen["count"] == 3
        ended = say({"type": "end"})
    assert ended["set"]["score"]["value"] == 3.0


def test_an_exercise_and_a_screen_at_once_are_refused(make_app: MakeApp) -> None:
    client: TestClient = signed_in(make_app())
    for message in (
        {"type": "watch"},
        {"type": "watch", "exercise_id": "inner_quad_squat", "screen_id": "side_plank"},
        {"type": "watch", "screen_id": "knee_to_wall", "source": "landmarks"},
    ):
        with client.websocket_connect(LIVE, headers={"origin": ORIGIN}) as socket:
            socket.send_text(json.dumps(message))
            assert socket.receive_json()["type"] == "refused"
