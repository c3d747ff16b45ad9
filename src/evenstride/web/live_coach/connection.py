"""One page at the coach's socket: commands and pictures in, skeleton, counts and cues out."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.errors import EvenstrideError, InputError
from evenstride.io.jpeg import PictureError
from evenstride.pipelines.live_pose import LivePose, LivePoseEndedError
from evenstride.services.live_coach.landmark_points import frame_of_points
from evenstride.services.live_coach.live_screen import LiveScreen
from evenstride.services.live_coach.live_set import LiveSet, Wanted
from evenstride.services.live_coach.watched_form import watched
from evenstride.web.live_coach.inbox import Inbox, Sight
from evenstride.web.live_coach.messages import (
    Begin,
    Command,
    PictureMessage,
    Watch,
    read_picture_message,
    read_text_message,
)
from evenstride.web.refusals import BadRequestError

#: Close codes: nothing was sent for long, what came cannot be used, the looking process is gone.
IDLE, UNUSABLE, ENDED = 1001, 1008, 1011
IDLE_AFTER_S = 180.0
#: Models load in a second or two; a picture takes milliseconds, on a machine that is busy a few tenths of a second.
READY_WITHIN_S, LOOKED_AT_WITHIN_S = 60.0, 10.0
#: A browser's canvas makes none that cannot be used.
MOST_BAD_PICTURES = 20


class Connection:
    """A socket that was accepted, until either side closes it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._inbox = Inbox()
        self._pose: LivePose | None = None
        self._starting = threading.Lock()
        self._is_over = False
        self._live: LiveSet | LiveScreen | None = None
        self._bad_pictures = 0

    async def run(self) -> None:
        """Answer until the page leaves; the process that looks at its pictures ends with it."""
        reader = asyncio.create_task(self._read())
        worker = asyncio.create_task(self._work())
        try:
            await asyncio.wait({reader, worker}, return_when=asyncio.FIRST_COMPLETED)
            failed = next((task for task in (reader, worker) if task.done() and task.exception()), None)
            if failed is not None:
                await self._explain(failed.exception())
        finally:
            # Nothing is waited for before: a server that stops may cancel this at its first wait.
            self._end_pose()
            for task in (reader, worker):
                task.cancel()
            await asyncio.gather(reader, worker, return_exceptions=True)

    async def _explain(self, error: BaseException | None) -> None:
        """Say in words why it ends, where the page can still hear it."""
        if isinstance(error, WebSocketDisconnect):
            return
        if not isinstance(error, EvenstrideError | TimeoutError):
            raise error or RuntimeError("no error")
        if isinstance(error, EvenstrideError):
            code, words = error.code, str(error)
        else:
            code, words = "live_pose_ended", "Looking at the pictures takes too long on this computer just now."
        close = UNUSABLE if isinstance(error, InputError | BadRequestError) else ENDED
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.send_json({"type": "refused", "code": code, "message": words})
            await self._socket.close(close, reason=code)

    # ------------------------------------------------------------------ in

    async def _read(self) -> None:
        while True:
            try:
                message = await asyncio.wait_for(self._socket.receive(), IDLE_AFTER_S)
            except TimeoutError:
                await self._socket.close(IDLE, reason="idle")
                return
            if message["type"] == "websocket.disconnect":
                return
            if message.get("bytes") is not None:
                self._inbox.put(read_picture_message(message["bytes"]))
            else:
                self._inbox.put(read_text_message(message.get("text") or ""))

    async def _work(self) -> None:
        while (taken := await self._inbox.take()) is not None:
            if isinstance(taken, Command):
                await self._obey(taken)
            else:
                await self._look(taken)

    # ------------------------------------------------------------------ out

    async def _obey(self, command: Command) -> None:
        if isinstance(command, Watch):
            await self._watch(command)
            return
        live = self._watched()
        if isinstance(command, Begin):
            live.begin(Wanted(command.side, command.reps, command.set_number))
            await self._socket.send_json({"type": "begun", "set_number": command.set_number, "side": command.side})
            return
        await self._socket.send_json({"type": "ended", "set": live.finish()})

    async def _watch(self, command: Watch) -> None:
        if self._live is not None:
            raise BadRequestError("Expected one exercise for each connection, got a second one.")
        live = await run_in_threadpool(watched, command.exercise_id, command.part_id, command.screen_id)
        if command.source == "pictures":
            pose = await run_in_threadpool(self._start_pose)
            await self._within(READY_WITHIN_S, pose.wait_until_ready)
        self._live = live
        await self._socket.send_json({"type": "ready", "name": live.plan.name, "hold_s": live.plan.hold_s})

    async def _look(self, sight: Sight) -> None:
        live, began_s, waited_s = self._watched(), time.perf_counter(), self._inbox.waited_s
        time_s = sight.captured_ms / 1000
        if not live.is_later(time_s):
            await self._pass_over(sight, "Expected a later moment than the last one.")
            return
        try:
            frame = await self._frame(sight, time_s)
        except PictureError as error:
            await self._pass_over(sight, str(error))
            return
        answer = await run_in_threadpool(live.take, frame)
        took_s = time.perf_counter() - began_s
        await self._socket.send_json(
            {
                "type": "seen",
                "id": sight.id,
                "captured_ms": sight.captured_ms,
                "took_ms": round(1000 * took_s, 1),
                "waited_ms": round(1000 * waited_s, 1),
                "dropped": self._inbox.take_dropped(),
                "size_px": list(frame.image_size_px),
                "points": _shown_points(frame),
                **answer,
            }
        )

    async def _frame(self, sight: Sight, time_s: float) -> LandmarkFrame:
        if not isinstance(sight, PictureMessage):
            return frame_of_points(sight.points, sight.layout, sight.size_px, time_s)
        if self._pose is None:
            raise BadRequestError("Expected landmarks, as was agreed, got a picture.")
        pose = self._pose
        frame: LandmarkFrame = await self._within(LOOKED_AT_WITHIN_S, pose.look, sight.jpeg, time_s)
        return frame

    async def _pass_over(self, sight: Sight, why: str) -> None:
        self._bad_pictures += 1
        if self._bad_pictures > MOST_BAD_PICTURES:
            raise BadRequestError("Expected pictures of a camera, got many others.")
        dropped = self._inbox.take_dropped()
        await self._socket.send_json({"type": "passed_over", "id": sight.id, "why": why, "dropped": dropped})

    async def _within(self, seconds: float, call: Any, *arguments: Any) -> Any:
        """A call that waits for the looking process; where that takes too long, the process is ended."""
        waiting = asyncio.ensure_future(run_in_threadpool(call, *arguments))
        done, _ = await asyncio.wait({waiting}, timeout=seconds)
        if not done:
            self._end_pose()
            with contextlib.suppress(LivePoseEndedError):
                await waiting
            raise TimeoutError
        return waiting.result()

    def _start_pose(self) -> LivePose:
        """In a thread; where the page has left meanwhile, the process ends at once."""
        pose = LivePose()
        with self._starting:
            self._pose = pose
            if self._is_over:
                pose.close()
        return pose

    def _end_pose(self) -> None:
        with self._starting:
            self._is_over = True
            if self._pose is not None:
                self._pose.close()

    def _watched(self) -> LiveSet | LiveScreen:
        if self._live is None:
            raise BadRequestError("Expected first which exercise to watch.")
        return self._live


def _shown_points(frame: LandmarkFrame) -> dict[str, list[float]] | None:
    """x, y and visibility by name, None where nobody is seen."""
    shown = {
        name: [round(float(x), 1), round(float(y), 1), round(float(seen), 2)]
        for name, (x, y), seen in zip(frame.keypoints, frame.xy_px, frame.visibility, strict=True)
        if x == x and y == y
    }
    return shown or None
