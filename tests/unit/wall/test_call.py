from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from evenstride.errors import EvenstrideError, NotAVideoError
from evenstride.wall import OverLimitError, WalledProcessEndedError, WallLimits, WallStoppedError, call_walled
from evenstride.wall.landlock import landlock_version
from evenstride.wall.limits import GIBIBYTE, MEBIBYTE

LIMITS = WallLimits(memory_bytes=GIBIBYTE, cpu_s=20, wall_s=20.0, file_bytes=MEBIBYTE)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the limits are those of POSIX systems")


def call(name: str, folder: Path, *, limits: WallLimits = LIMITS, **arguments: Any) -> dict[str, Any]:
    return call_walled(f"walled_functions:{name}", arguments, folder=folder, limits=limits)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def wait_until_gone(numbers: list[int]) -> list[int]:
    """Those that are still there after half a minute."""
    end = time.monotonic() + 30.0
    while time.monotonic() < end and any(map(is_running, numbers)):
        time.sleep(0.05)
    return [number for number in numbers if is_running(number)]


def test_a_call_gives_its_result_its_progress_and_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN_OF_THE_SERVER", "secret")
    told: list[tuple[float, str]] = []

    result = call_walled(
        "walled_functions:answer",
        {"height_m": 1.78},
        folder=tmp_path,
        limits=LIMITS,
        on_progress=lambda done_frac, sentence: told.append((done_frac, sentence)),
    )

    assert result["got"] == {"height_m": 1.78}
    assert told == [(0.5, "half way")]
    assert (tmp_path / "made").read_text() == "here"
    assert "A_TOKEN_OF_THE_SERVER" not in result["environment"]


def test_what_is_raised_behind_the_wall_is_raised_here_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotAVideoError, match=r"^Expected a film, got a sandwich\.$"):
        call("refuse", tmp_path)
    with pytest.raises(EvenstrideError, match=r"^Unexpected ZeroDivisionError"):
        call("fail", tmp_path)


def test_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OverLimitError, match="1 GiB of memory"):
        call("fill_memory", tmp_path, bytes=2 * GIBIBYTE)


def test_more_computing_than_allowed_is_ended(tmp_path: Path) -> None:
    with pytest.raises(OverLimitError, match="1 seconds of computing"):
        call("compute_for_ever", tmp_path, limits=WallLimits(memory_bytes=GIBIBYTE, cpu_s=1, wall_s=20.0))


def test_a_larger_file_than_allowed_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(EvenstrideError, match="File too large"):
        call("write_much", tmp_path, bytes=2 * MEBIBYTE)
    assert (tmp_path / "much").stat().st_size <= MEBIBYTE


def test_time_that_is_over_ends_the_process_and_those_it_started(tmp_path: Path) -> None:
    with pytest.raises(OverLimitError, match="within 2 seconds"):
        call("sleep", tmp_path, limits=WallLimits(memory_bytes=GIBIBYTE, cpu_s=20, wall_s=1.5))
    assert not wait_until_gone([int(number) for number in (tmp_path / "numbers").read_text().split()])


def test_a_call_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(WallStoppedError):
        call_walled(
            "walled_functions:sleep",
            {},
            folder=tmp_path,
            limits=LIMITS,
            should_stop=lambda: (tmp_path / "numbers").exists(),
        )
    assert time.monotonic() - started < 5.0
    assert not wait_until_gone([int(number) for number in (tmp_path / "numbers").read_text().split()])


def test_a_process_that_dies_is_told_from_one_that_refuses(tmp_path: Path) -> None:
    with pytest.raises(WalledProcessEndedError, match="by signal 9") as caught:
        call("kill_itself", tmp_path)
    assert caught.value.facts == {"how": "by signal 9"}


@pytest.mark.skipif(sys.platform != "linux", reason="reads process states from /proc")
def test_nothing_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from evenstride.wall import WallLimits, call_walled; "
        f"call_walled('walled_functions:sleep', {{}}, folder=Path({str(tmp_path)!r}), "
        "limits=WallLimits(memory_bytes=1 << 30, cpu_s=20, wall_s=60.0))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": ":".join(sys.path)})
    with contextlib.suppress(TimeoutError):
        wait_for(tmp_path / "numbers")
    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert not wait_until_gone([int(number) for number in (tmp_path / "numbers").read_text().split()])


def wait_for(path: Path) -> None:
    end = time.monotonic() + 10.0
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError(path)
        time.sleep(0.02)


@pytest.mark.skipif(
    sys.platform != "linux" or landlock_version() < 6, reason="this kernel has no Landlock with signals (6.12)"
)
def test_nothing_outside_can_be_reached(tmp_path: Path) -> None:
    folder, secret, named = tmp_path / "folder", tmp_path / "secret", tmp_path / "named"
    folder.mkdir()
    secret.write_text("others' film")
    named.write_text("this film")

    outcome = call_walled(
        "walled_functions:reach_out",
        {"secret": str(secret), "named": str(named)},
        folder=folder,
        readable=[named],
        limits=LIMITS,
    )

    assert outcome == {
        "read a file beside": "PermissionError",
        "read what was named": "went through",
        "write to what was named": "PermissionError",
        "list a home": "PermissionError",
        "see the parent's environment": "PermissionError",
        "open a socket": "PermissionError",
        "open a datagram socket": "PermissionError",
        "open a local socket": "went through",
        "end the parent": "PermissionError",
        "run the interpreter": "went through",
    }
    assert named.read_text() == "this film"
