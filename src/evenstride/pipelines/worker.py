"""The second process: ``python -m evenstride.pipelines.worker``, fed through its standard input.

A plain child instead of ``multiprocessing``: it starts the same on every system, never imports the caller's script
again, and loads its models while the caller is still looking at the file. Messages are pickles between our own two
processes, each preceded by its length.
"""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from evenstride.errors import EvenstrideError
from evenstride.pipelines.stretch import StretchJob, StretchResult, load_models, process_stretch

_LENGTH = struct.Struct("<Q")
_REPORT_EVERY = 8


class SecondProcess:
    """A child that processes one stretch while its parent processes another; a context manager.

    Parameters
    ----------
    rtmpose_path : weights of the second backend, loaded while the parent goes on; None for the one that ships.
    """

    def __init__(self, rtmpose_path: Path | None) -> None:
        command = [sys.executable, "-m", "evenstride.pipelines.worker", str(rtmpose_path or "")]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._reader: threading.Thread | None = None
        self._answer: tuple[str, Any] = ("error", EvenstrideError("The second process ended without an answer."))

    def __enter__(self) -> SecondProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child.poll() is None:
            self._child.terminate()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()

    def begin(self, job: StretchJob, on_picture: Callable[[float], None]) -> None:
        """Hand over the stretch; ``on_picture`` is called from a thread of the parent."""
        assert self._child.stdin is not None
        _send(self._child.stdin, job)
        self._reader = threading.Thread(target=self._listen, args=(on_picture,), daemon=True)
        self._reader.start()

    def result(self) -> StretchResult:
        """Wait for the stretch; an error over there is raised here."""
        assert self._reader is not None
        self._reader.join()
        kind, content = self._answer
        if kind == "error":
            raise content
        result: StretchResult = content
        return result

    def _listen(self, on_picture: Callable[[float], None]) -> None:
        assert self._child.stdout is not None
        while (message := _receive(self._child.stdout)) is not None:
            kind, content = message
            if kind == "pictures":
                for time_s in content:
                    on_picture(time_s)
            else:
                self._answer = message
                return


def main() -> None:
    """The child's side: load models, take one job, answer."""
    rtmpose = sys.argv[1] if len(sys.argv) > 1 else ""
    answers = sys.stdout.buffer
    try:
        models = load_models(Path(rtmpose) if rtmpose else None)
        job = _receive(sys.stdin.buffer)
        if job is None:
            return
        seen: list[float] = []

        def on_picture(time_s: float) -> None:
            seen.append(time_s)
            if len(seen) >= _REPORT_EVERY:
                _send(answers, ("pictures", list(seen)))
                seen.clear()

        _send(answers, ("done", process_stretch(job, models, on_picture=on_picture)))
    except (EvenstrideError, OSError, MemoryError) as error:
        _send(answers, ("error", error))


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
