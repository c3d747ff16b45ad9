"""The same stages on a Dask cluster: the record stays in the database, the work goes to the scheduler's machines.

A worker beside the server holds the job and waits; on the cluster the stage runs behind the wall as it does here. The
two talk through small files beside the stage's folder, which all machines must see under the same path, as they must
the data folder: how far it is, that the one who waits is alive, and that it shall stop.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evenstride.errors import EvenstrideError
from evenstride.services.batch_dask import connected_client, one_line
from evenstride.wall import WalledProcessEndedError, WallLimits, WallStoppedError, call_walled
from evenstride.wall.errors import error_of

_LOOK_EVERY_S, _ALIVE_EVERY_S = 0.1, 1.0
#: A stage whose waiting side was silent for so long, on the cluster's own clock, ends itself.
_SILENT_S = 20.0
_PROGRESS, _ALIVE, _STOP = "progress.json", "alive", "stop"
_RESULT, _ERROR, _STOPPED, _ENDED = "result", "error", "stopped", "ended"


class DaskEngine:
    """Calls functions behind the wall on a cluster; see `evenstride.wall.call_walled`.

    Parameters
    ----------
    address : of the scheduler, ``tcp://host:port``.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(
        self,
        function: str,
        arguments: dict[str, Any],
        *,
        folder: Path,
        readable: Sequence[Path],
        limits: WallLimits,
        on_progress: Callable[[float, str], None],
        should_stop: Callable[[], bool],
    ) -> dict[str, Any]:
        """Submit one stage and wait for it.

        Raises
        ------
        EvenstrideError : as `call_walled` does.
        SchedulerError : no scheduler there, no worker, or another version on one.
        WalledProcessEndedError : the process, the Dask worker or the scheduler was lost on the way.
        """
        talk = folder.with_name(f"{folder.name}.talk")
        talk.mkdir()
        try:
            (talk / _ALIVE).touch()
            call = {
                "function": function,
                "arguments": arguments,
                "folder": str(folder.absolute()),
                "readable": [str(path.absolute()) for path in readable],
                "limits": limits.to_dict(),
                "talk": str(talk.absolute()),
            }
            with connected_client(self._address) as client:
                future = client.submit(call_on_cluster, call, pure=False, retries=0)
                _wait(future, talk, on_progress, should_stop)
                value, made = _outcome(future)
            for path in (folder / made).iterdir():
                path.replace(folder / path.name)
            return value
        finally:
            for path in talk.glob("*"):
                path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                talk.rmdir()


def call_on_cluster(call: dict[str, Any]) -> dict[str, Any]:
    """Runs on a Dask worker: the call behind the wall there, and what came of it as plain values."""
    talk = Path(call["talk"])
    waiting = _WaitingSide(talk)
    # A folder for each run: a worker that the scheduler takes for dead may still be at work when another one begins.
    folder = Path(call["folder"]) / secrets.token_hex(8)
    folder.mkdir()
    try:
        value = call_walled(
            call["function"],
            call["arguments"],
            folder=folder,
            readable=[Path(path) for path in call["readable"]],
            limits=WallLimits(**call["limits"]),
            on_progress=lambda done_frac, sentence: _write_progress(talk, done_frac, sentence),
            should_stop=waiting.wants_a_stop,
        )
        return {"kind": _RESULT, "value": value, "made": folder.name}
    except WallStoppedError:
        return {"kind": _STOPPED}
    except WalledProcessEndedError as error:
        return {"kind": _ENDED, "message": str(error), "how": str(error.facts.get("how"))}
    except EvenstrideError as error:
        return {"kind": _ERROR, "code": error.code, "message": str(error)}


class _WaitingSide:
    """What the cluster sees of the side that waits."""

    def __init__(self, talk: Path) -> None:
        self._talk = talk
        self._seen: float | None = None
        self._seen_at_s = time.monotonic()

    def wants_a_stop(self) -> bool:
        """Whether it said so, or was silent for too long. Only changes of its sign of life count, not its clock."""
        if (self._talk / _STOP).exists():
            return True
        with contextlib.suppress(OSError):
            sign = (self._talk / _ALIVE).stat().st_mtime
            if sign != self._seen:
                self._seen, self._seen_at_s = sign, time.monotonic()
        return time.monotonic() - self._seen_at_s > _SILENT_S


def _wait(future: Any, talk: Path, on_progress: Callable[[float, str], None], should_stop: Callable[[], bool]) -> None:
    """Until the stage has ended; tells it to stop where that is asked, and that somebody waits."""
    next_sign_s = 0.0
    while not future.done():
        if time.monotonic() >= next_sign_s:
            (talk / _ALIVE).touch()
            next_sign_s = time.monotonic() + _ALIVE_EVERY_S
        if should_stop():
            (talk / _STOP).touch()
            future.cancel()
            raise WallStoppedError
        progress = _read_progress(talk)
        if progress is not None:
            on_progress(*progress)
        time.sleep(_LOOK_EVERY_S)


def _outcome(future: Any) -> tuple[dict[str, Any], str]:
    """What the function returned, and in which folder it left its files."""
    try:
        outcome: dict[str, Any] = future.result()
    # Whatever a Dask worker, or the way to it, raises means that the stage was lost on the way.
    except (Exception, asyncio.CancelledError) as error:
        raise WalledProcessEndedError(f"The Dask worker was lost ({one_line(error)}).", how="on the cluster") from error
    if outcome["kind"] == _RESULT:
        return outcome["value"], outcome["made"]
    if outcome["kind"] == _STOPPED:
        raise WallStoppedError
    if outcome["kind"] == _ENDED:
        raise WalledProcessEndedError(outcome["message"], how=outcome["how"])
    raise error_of(outcome["code"], outcome["message"])


def _write_progress(talk: Path, done_frac: float, sentence: str) -> None:
    """Whole or not at all; a folder that is gone means that nobody waits any more."""
    with contextlib.suppress(OSError):
        part = talk / f"{_PROGRESS}.part"
        part.write_text(json.dumps([done_frac, sentence]), encoding="utf-8")
        part.replace(talk / _PROGRESS)


def _read_progress(talk: Path) -> tuple[float, str] | None:
    try:
        done_frac, sentence = json.loads((talk / _PROGRESS).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return float(done_frac), str(sentence)
