"""Call a function behind the wall, from this side."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from evenstride.errors import EvenstrideError
from evenstride.wall.errors import OverLimitError, WalledProcessEndedError, WallStoppedError, error_of
from evenstride.wall.limits import GIBIBYTE, WallLimits
from evenstride.wall.messages import ERROR, MEMORY, MOST_BYTES_A_LINE, PROGRESS, RESULT, packed, unpacked

logger = logging.getLogger(__name__)

Progress = Callable[[float, str], None]
_LOOK_EVERY_S = 0.1
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: All that goes along of this process's environment: no tokens, no addresses.
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONHASHSEED")


def call_walled(
    function: str,
    arguments: dict[str, Any],
    *,
    folder: Path,
    readable: Sequence[Path] = (),
    limits: WallLimits,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Call one of our functions in a child process that can reach little and take little.

    Parameters
    ----------
    function : ``module:name``; it is called as ``name(arguments, folder=folder, tell=tell)`` and returns plain values.
    arguments : plain values.
    folder : an existing folder of its own, the only one it may write to; what it leaves there is not to be trusted.
    readable : the files it is about; Linux gives it no others but the installed programme itself.
    on_progress : called in this thread with (done from 0 to 1, sentence), as the function tells it.
    should_stop : asked ten times a second; True ends the child.

    Raises
    ------
    EvenstrideError : what the function raised, as the same kind.
    OverLimitError : it needed more memory or time than ``limits``.
    WallStoppedError : ``should_stop`` said so.
    WalledProcessEndedError : the process was ended from outside or by a fault of its own.
    """
    child = _start(folder)
    assert child.stdin is not None
    assert child.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue(maxsize=1000)
    reader = threading.Thread(target=_read, args=(child.stdout, lines), daemon=True)
    reader.start()
    call = {
        "function": function,
        "arguments": arguments,
        "folder": str(folder.absolute()),
        "readable": [str(path.absolute()) for path in readable],
        "limits": limits.to_dict(),
    }
    try:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(packed(call))
            child.stdin.flush()
        return _follow(child, lines, limits, on_progress, should_stop)
    finally:
        _end(child)
        # Emptied, so that the reader is not left waiting for room.
        while lines.get() is not None:
            pass
        reader.join()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def _start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -P: a file in the folder that is named like one of our modules must not be run.
        [sys.executable, "-P", "-m", "evenstride.wall.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
        start_new_session=True,
    )


def _environment(folder: Path) -> dict[str, str]:
    places = [place or str(Path.cwd()) for place in sys.path]
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    scratch = str(folder.absolute())
    home = {"HOME": scratch, "TMPDIR": scratch, "TEMP": scratch, "TMP": scratch}
    return {**kept, **home, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(places), "PYTHONDONTWRITEBYTECODE": "1"}


def _read(pipe: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while line := pipe.readline(MOST_BYTES_A_LINE + 1):
            lines.put(line)
    lines.put(None)


def _follow(
    child: subprocess.Popen[bytes],
    lines: queue.Queue[bytes | None],
    limits: WallLimits,
    on_progress: Progress | None,
    should_stop: Callable[[], bool] | None,
) -> dict[str, Any]:
    """Take messages until the result is there, or time or somebody's patience is over."""
    end = time.monotonic() + limits.wall_s
    while True:
        try:
            line = lines.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            line = b""
        if line is None:
            lines.put(None)
            raise _how_it_ended(child, limits)
        message = unpacked(line) if line else None
        if line and message is None:
            raise WalledProcessEndedError("The process behind the wall did not answer as agreed.", how="answer")
        if message is not None and message.get("kind") == PROGRESS:
            _pass_on(message, on_progress)
        elif message is not None:
            return _result(message, limits)
        if should_stop is not None and should_stop():
            raise WallStoppedError()
        if time.monotonic() > end:
            raise OverLimitError(
                f"Expected to be done within {limits.wall_s:.0f} seconds and was not. Use a shorter recording.",
                limit="wall",
            )


def _pass_on(message: dict[str, Any], on_progress: Progress | None) -> None:
    done_frac, sentence = message.get("done_frac"), message.get("sentence")
    if on_progress is not None and isinstance(done_frac, int | float) and math.isfinite(done_frac):
        on_progress(min(max(float(done_frac), 0.0), 1.0), str(sentence)[:200])


def _result(message: dict[str, Any], limits: WallLimits) -> dict[str, Any]:
    kind = message.get("kind")
    if kind == RESULT and isinstance(message.get("value"), dict):
        value: dict[str, Any] = message["value"]
        return value
    if kind == ERROR:
        raise error_of(str(message.get("code")), str(message.get("message")))
    if kind == MEMORY:
        raise _out_of_memory(limits)
    logger.info("unexpected error behind the wall", extra={"trace": message.get("trace")})
    raise EvenstrideError(f"Unexpected {' '.join(str(message.get('what')).split())[:300]}")


def _out_of_memory(limits: WallLimits) -> OverLimitError:
    most = limits.memory_bytes / GIBIBYTE
    return OverLimitError(
        f"Expected a recording that can be read with {most:g} GiB of memory, this one asks for more. "
        "Use the clip as the phone saved it, 10 to 30 seconds of it.",
        limit="memory",
    )


def _how_it_ended(child: subprocess.Popen[bytes], limits: WallLimits) -> EvenstrideError:
    _wait_unreaped(child)
    _end(child)
    code = child.returncode
    if os.name == "posix" and code == -signal.SIGXCPU:
        return OverLimitError(
            f"Expected to be done within {limits.cpu_s} seconds of computing and was not. Use a shorter recording.",
            limit="cpu",
        )
    how = f"by signal {-code}" if code < 0 else f"with code {code}"
    return WalledProcessEndedError(f"The process that read the file was ended {how}.", how=how)


def _wait_unreaped(child: subprocess.Popen[bytes]) -> None:
    """Wait until the child has ended by itself; its number, which is that of its group, stays taken."""
    if os.name == "posix":
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    else:
        child.wait()


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child with all it started, whatever they do."""
    if child.returncode is not None:
        return
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()
