"""The second process: ``python -m evenstride.pipelines.worker``, fed through its standard input.

A plain child instead of ``multiprocessing``: it starts the same on every system, never imports the caller's script
again, and loads its models while the caller is still looking at the file. Messages are pickles between our own two
processes, each preceded by its length. When the caller ends, the child's next message fails and it ends too.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from evenstride.errors import EvenstrideError
from evenstride.pipelines.stretch import StretchJob, StretchResult, load_models, process_stretch

if TYPE_CHECKING:
    from evenstride.pose.identity import StartHint

_LENGTH = struct.Struct("<Q")
_REPORT_EVERY = 8
#: A child that was told to end and has not after this long is ended without asking.
_PATIENCE_S = 5.0


class SecondProcess:
    """A child that processes one stretch while its parent processes another; a context manager.

    Parameters
    ----------
    rtmpose_path : weights of the second backend, loaded while the parent goes on; None for the one that ships.

    Notes
    -----
    Whatever is raised over there is raised again here. Leaving the ``with`` block ends the child, whatever it does.
    """

    def __init__(self, rtmpose_path: Path | None) -> None:
        # -P: a file in the user's folder that is named like one of our modules must not be run.
        command = [sys.executable, "-P", "-m", "evenstride.pipelines.worker", str(rtmpose_path or "")]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment_that_finds_the_same_modules(),
            process_group=_own_group(),
        )
        self._reader: threading.Thread | None = None
        self._result: StretchResult | None = None
        self._error: BaseException | None = None

    def __enter__(self) -> SecondProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_child()
        if self._reader is not None:
            self._reader.join()
        for pipe in (self._child.stdin, self._child.stdout):
            # What could not be sent to a child that is gone is still in the pipe's buffer.
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    @property
    def pid(self) -> int:
        """The child's process number."""
        return self._child.pid

    def prepare(self, job: StretchJob) -> None:
        """Hand over the stretch, to be opened and decoded up to its first picture."""
        self._tell(job)

    def begin(self, start: StartHint | None, on_picture: Callable[[float], None]) -> None:
        """Say where the runner is as the stretch begins; ``on_picture`` is called from a thread of the parent."""
        self._tell(start)
        self._reader = threading.Thread(target=self._listen, args=(on_picture,), daemon=True)
        self._reader.start()

    def _tell(self, message: object) -> None:
        assert self._child.stdin is not None
        # A child that is gone already has left its reason in the other pipe.
        with contextlib.suppress(OSError):
            _send(self._child.stdin, message)

    def raise_error(self) -> None:
        """Raise what went wrong over there, if anything has so far."""
        if self._error is not None:
            raise self._error

    def result(self) -> StretchResult:
        """Wait for the stretch; an error over there is raised here."""
        assert self._reader is not None
        self._reader.join()
        self.raise_error()
        assert self._result is not None
        return self._result

    def _listen(self, on_picture: Callable[[float], None]) -> None:
        assert self._child.stdout is not None
        try:
            while (message := _receive(self._child.stdout)) is not None:
                kind, content = message
                if kind == "pictures":
                    for time_s in content:
                        on_picture(time_s)
                elif kind == "error":
                    self._error = content
                    return
                else:
                    self._result = content
                    return
            self._error = self._why_it_ended()
        # The thread has nobody to raise to: the caller gets it from `result`.
        except BaseException as error:  # noqa: BLE001
            self._error = error

    def _why_it_ended(self) -> EvenstrideError:
        code = self._child.wait()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        return EvenstrideError(
            f"The second process {how} before its half of the clip was done; often the memory was full. "
            "Close other programs and try again."
        )

    def _end_child(self) -> None:
        if self._child.poll() is None:
            self._child.terminate()
        try:
            self._child.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def main() -> None:
    """The child's side: load models, take one job and the runner's place, answer."""
    # Where Ctrl-C reaches every process of a console, the parent decides and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _answers_pipe()
    try:
        _answer(answers)
    except BrokenPipeError:
        # The parent is gone; closing the pipe in good order would only fail once more.
        os._exit(0)


def _answer(answers: IO[bytes]) -> None:
    try:
        rtmpose = sys.argv[1]
        models = load_models(Path(rtmpose) if rtmpose else None)
        job = _next_message()
        if job is not None:
            result = process_stretch(job, models, find_start=_next_message, on_picture=_reporter(answers))
            _send(answers, ("done", result))
    except BrokenPipeError:
        raise
    # A process boundary: whatever it is, it is raised again on the other side.
    except Exception as error:  # noqa: BLE001
        _send(answers, ("error", _portable(error)))


def _next_message() -> Any:
    return _receive(sys.stdin.buffer)


def _answers_pipe() -> IO[bytes]:
    """The pipe to the parent; what libraries print goes to standard error from here on, not between the messages."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _reporter(answers: IO[bytes]) -> Callable[[float], None]:
    seen: list[float] = []

    def on_picture(time_s: float) -> None:
        seen.append(time_s)
        if len(seen) >= _REPORT_EVERY:
            _send(answers, ("pictures", list(seen)))
            seen.clear()

    return on_picture


def _portable(error: Exception) -> Exception:
    """The error itself where it survives the way to the parent, otherwise its words."""
    try:
        pickle.loads(pickle.dumps(error))
    # An outside library's exception may refuse to be packed or unpacked in any way it likes.
    except Exception:  # noqa: BLE001
        return EvenstrideError(f"The second process failed: {type(error).__name__}: {error}")
    return error


def _own_group() -> int | None:
    """0 for a group of its own, out of reach of Ctrl-C, which is for the parent to decide; see also `main`.

    A parent that began a session of its own has no keyboard, and whoever started it ends its whole group
    (`evenstride.wall`): the child stays in that.
    """
    return 0 if os.name == "posix" and os.getsid(0) != os.getpid() else None


def _environment_that_finds_the_same_modules() -> dict[str, str]:
    """This process's environment, with its own places to look for modules in the same order."""
    places = [place or str(Path.cwd()) for place in sys.path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}


def _send(pipe: IO[bytes], message: object) -> None:
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return pickle.loads(content) if len(content) == length else None


if __name__ == "__main__":
    main()
