"""Behind the wall: ``python -m evenstride.wall.child`` takes one call, gives up its rights, and answers.

The first line of its input names the function and what it is given; the input then stays open, and its end means that
the parent is gone: the whole group of processes ends itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from evenstride.errors import EvenstrideError
from evenstride.wall.confine import confine
from evenstride.wall.limits import WallLimits
from evenstride.wall.messages import ERROR, MEMORY, PROGRESS, RESULT, UNEXPECTED, packed

Tell = Callable[[float, str], None]

#: Pages are answered first where cores are few.
_NICENESS = 10


def main() -> None:
    """Take the call, confine this process, answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    line = sys.stdin.buffer.readline()
    if not line:
        return
    call = json.loads(line)
    threading.Thread(target=_end_with_input, daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    folder = Path(call["folder"])
    os.chdir(folder)
    confine(WallLimits(**call["limits"]), readable=[Path(path) for path in call["readable"]], folder=folder)
    with contextlib.suppress(BrokenPipeError):
        _say(answers, _answer(call, folder, _teller(answers)))


def _end_with_input() -> None:
    # Unbuffered: a thread that waits in the buffered reader would hold its lock while the process ends.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    # The whole group: the kernel would end this process with its parent (PR_SET_PDEATHSIG), but not its own children.
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _answer(call: dict[str, Any], folder: Path, tell: Tell) -> dict[str, Any]:
    try:
        module, _, name = call["function"].partition(":")
        function = getattr(import_module(module), name)
        return {"kind": RESULT, "value": function(call["arguments"], folder=folder, tell=tell)}
    except EvenstrideError as error:
        return {"kind": ERROR, "code": error.code, "message": " ".join(str(error).split())}
    except MemoryError:
        return {"kind": MEMORY}
    # A process boundary: whatever it is, it is told on the other side.
    except Exception as error:  # noqa: BLE001
        return {"kind": UNEXPECTED, "what": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}


def _teller(answers: IO[bytes]) -> Tell:
    def tell(done_frac: float, sentence: str) -> None:
        _say(answers, {"kind": PROGRESS, "done_frac": done_frac, "sentence": sentence})

    return tell


def _say(answers: IO[bytes], message: dict[str, Any]) -> None:
    answers.write(packed(message))
    answers.flush()


if __name__ == "__main__":
    main()
