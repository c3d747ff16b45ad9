"""A running app as a Python value."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from evenstride.client.answers import AppRefusedError, JobFailedError, JobState, job_of
from evenstride.client.connection import Connection
from evenstride.errors import InputError

_LOOK_EVERY_S = 0.5
PartDone = Callable[[int, int], None]


def connect(url: str, token: str, *, certificate: str | None = None) -> App:
    """Connect to a running app.

    Parameters
    ----------
    url : as ``evenstride serve`` prints it, without the path: ``http://127.0.0.1:8765``.
    token : made in the app under *Settings, Tokens for programs*.
    certificate : path of the app's own certificate, for an address of ``--lan``.

    Raises
    ------
    AppUnreachableError : no app answers there.
    AppRefusedError : the token opens nothing.
    """
    connection = Connection(url.rstrip("/"), token, certificate=certificate)
    app = App(connection)
    try:
        app.settings()
    except BaseException:
        connection.close()
        raise
    return app


class App:
    """What a program can do with a running app; a context manager.

    Answers are those of the API (``/api/openapi.json`` describes them); documents are those that the command line
    writes. Every method raises `AppRefusedError` with the app's own code where the app refuses, and
    `AppUnreachableError` where it does not answer.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> App:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def settings(self) -> dict[str, Any]:
        """Version, data folder and how much is in it."""
        return dict(self._connection.ask("GET", "/api/settings"))

    def runner(self, name: str) -> dict[str, Any]:
        """The runner of that name.

        Raises
        ------
        InputError : there is none.
        """
        for each in self._connection.every("/api/runners"):
            if each["name"] == name:
                return each
        raise InputError(f"Expected the name of a runner of the app, got {name[:40]}. Make one first.")

    def add_runner(self, name: str, *, agrees_to_storage: bool = False, **profile: Any) -> dict[str, Any]:
        """Keep a new runner; ``profile`` as ``POST /api/runners`` has it, such as ``height_m``."""
        body = {"name": name, "agrees_to_storage": agrees_to_storage, **profile}
        return dict(self._connection.ask("POST", "/api/runners", json=body))

    def upload(self, path: str | Path, *, on_progress: PartDone | None = None) -> str:
        """Send a file in parts, each with its hash; its id among the files on their way.

        Parameters
        ----------
        on_progress : told how many bytes are there, and of how many.

        Raises
        ------
        InputError : the app cannot use the file; or there is none at the path.
        """
        path = Path(path)
        try:
            size = path.stat().st_size
        except OSError as error:
            raise InputError(f"Expected a recording at {path}: {error.strerror or error}.") from error
        upload = self._connection.ask("POST", "/api/uploads", json={"name": path.name, "size_bytes": size})
        with path.open("rb") as file:
            while upload["offset"] < size:
                upload = self._send_part(upload, file.read(upload["most_part_bytes"]))
                if on_progress is not None:
                    on_progress(upload["offset"], size)
        looked_at = self._connection.ask("POST", f"/api/uploads/{upload['id']}/look")
        if looked_at["state"] == "refused":
            raise InputError(looked_at["problem"])
        return str(upload["id"])

    def analyse(
        self, paths: Sequence[str | Path], *, runner_id: str, height_m: float | None = None, **choice: Any
    ) -> list[JobState]:
        """Send the files of one run, keep them as a runner's recordings and have them analysed.

        Parameters
        ----------
        choice : for every file, as ``POST /api/uploads/hand-in`` has it: ``view``, ``recorded_fps``, ``place``.

        Returns
        -------
        One job for the clips, one for each watch's or sensor's file that goes by itself.
        """
        files = [{"upload_id": self.upload(path), **choice} for path in paths]
        body = {"runner_id": runner_id, "height_m": height_m, "files": files}
        handed_in = self._connection.ask("POST", "/api/uploads/hand-in", json=body)
        return [self.job(each["job_id"]) for each in handed_in]

    def job(self, job_id: str) -> JobState:
        """How far a job is."""
        return job_of(self._connection.ask("GET", f"/api/jobs/{job_id}"))

    def wait(self, job: JobState | str, *, timeout_s: float | None = None) -> JobState:
        """The job when it is done.

        Raises
        ------
        JobFailedError : it failed or was stopped, or is not done in time; then it goes on all the same.
        """
        job_id = job if isinstance(job, str) else job.id
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while not (state := self.job(job_id)).has_ended:
            if end is not None and time.monotonic() > end:
                raise JobFailedError(f"The analysis is not done after {timeout_s:g} s: {state.message}")
            time.sleep(_LOOK_EVERY_S)
        if state.state != "done":
            raise JobFailedError(state.error or state.message)
        return state

    def assessments(self, runner_id: str) -> Iterator[dict[str, Any]]:
        """A runner's assessments in short, the newest first."""
        return self._connection.every("/api/assessments", runner_id=runner_id)

    def assessment(self, assessment_id: str | None) -> dict[str, Any]:
        """The ``evenstride.assessment/1`` document."""
        return dict(self._connection.ask("GET", f"/api/assessments/{assessment_id}/document"))

    def measures(self, assessment_id: str) -> list[dict[str, Any]]:
        """Its measures with their errors."""
        return list(self._connection.ask("GET", f"/api/assessments/{assessment_id}/measures"))

    def report(self, assessment_id: str, *, suffix: str = "html") -> bytes:
        """The report as one file: ``html`` or ``pdf``."""
        return self._connection.fetch("GET", f"/api/assessments/{assessment_id}/report.{suffix}")

    def compare(self, a_id: str, b_id: str) -> dict[str, Any]:
        """The ``evenstride.comparison/1`` document of two assessments."""
        return dict(self._connection.ask("GET", "/api/comparisons", params={"a": a_id, "b": b_id}))

    def answer(self, runner_id: str, answers: Mapping[str, bool | float]) -> dict[str, Any]:
        """Answer the questions before a plan; what they stop."""
        return dict(
            self._connection.ask("POST", f"/api/runners/{runner_id}/questions", json={"answers": dict(answers)})
        )

    def keep_screen(
        self, runner_id: str, screen_id: str, *, side: str | None = None, value: float | None = None, **more: Any
    ) -> list[dict[str, Any]]:
        """Have a home screen's score judged and kept; the newest results of all screens and sides.

        Parameters
        ----------
        value : in the screen's unit; None where pain left none (``pain=4.5``).
        more : as ``POST /api/runners/{id}/screens`` has it: ``error``, ``pain``, ``age``, ``sex``.
        """
        body = [{"screen_id": screen_id, "side": side, "value": value, **more}]
        return list(self._connection.ask("POST", f"/api/runners/{runner_id}/screens", json=body))

    def screens(self, runner_id: str, screen_id: str | None = None) -> list[dict[str, Any]]:
        """Every result of a runner's home screens, the earliest first."""
        params = {} if screen_id is None else {"screen_id": screen_id}
        return list(self._connection.ask("GET", f"/api/runners/{runner_id}/screens/history", params=params))

    def suspicions(self, assessment_id: str) -> list[dict[str, Any]]:
        """The muscles that an assessment's findings suspect: supported, not supported or unknown by home screens."""
        return list(self._connection.ask("GET", f"/api/assessments/{assessment_id}/suspicions"))

    def make_plan(self, runner_id: str, *, start_on: date, **wishes: Any) -> dict[str, Any]:
        """Make a plan and let the runner follow it; its ``evenstride.plan/1`` document."""
        body = {"runner_id": runner_id, "start_on": start_on.isoformat(), **wishes}
        return dict(self._connection.ask("POST", "/api/plans", json=body)["document"])

    def progress(self, runner_id: str, *, today: date) -> dict[str, Any]:
        """The ``evenstride.progress/1`` document."""
        address = f"/api/runners/{runner_id}/progress"
        return dict(self._connection.ask("GET", address, params={"today": today.isoformat()}))

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Anything else under ``/api``: ``app.ask("GET", "/api/shoes")``."""
        return self._connection.ask(method, path, **options)

    def _send_part(self, upload: dict[str, Any], part: bytes) -> dict[str, Any]:
        """Send one part, once more where it came in otherwise than it was sent."""
        address = f"/api/uploads/content/{upload['id']}"
        options: dict[str, Any] = {
            "params": {"offset": upload["offset"]},
            "content": part,
            "headers": {"Part-SHA256": hashlib.sha256(part).hexdigest(), "Content-Type": "application/octet-stream"},
        }
        try:
            return dict(self._connection.ask("PUT", address, **options))
        except AppRefusedError as error:
            if error.code != "upload_part":
                raise
            return dict(self._connection.ask("PUT", address, **options))
