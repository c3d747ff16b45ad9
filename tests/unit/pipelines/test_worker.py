from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from evenstride.errors import EvenstrideError, ModelMissingError, NotAVideoError
from evenstride.pipelines.stretch import StretchJob
from evenstride.pipelines.worker import SecondProcess


def job(path: Path) -> StretchJob:
    """The whole clip, the runner to be found first."""
    return StretchJob(path=path, start_s=0.0, end_s=None, width_px=1280, height_px=720)


def ignore(_time_s: float) -> None:
    """Where nobody counts."""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_model_that_is_missing_over_there_is_said_here(sample_clip: Path) -> None:
    with SecondProcess(Path("none.onnx")) as second:
        time.sleep(1.0)  # long enough for the child to be gone before the job is handed over
        second.prepare(job(sample_clip))
        second.begin(None, ignore)
        with pytest.raises(ModelMissingError, match=r"ONNX pose model at none\.onnx, found no file"):
            second.result()


def test_an_error_while_reading_over_there_is_said_here(tmp_path: Path) -> None:
    gone = tmp_path / "gone.mp4"
    with SecondProcess(None) as second:
        second.prepare(job(gone))
        second.begin(None, ignore)
        with pytest.raises(NotAVideoError, match=r"there is none at .*gone\.mp4"):
            second.result()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_child_that_is_killed_half_way_ends_in_one_sentence(sample_clip: Path) -> None:
    with SecondProcess(None) as second:
        second.prepare(job(sample_clip))
        second.begin(None, lambda _time_s: os.kill(second.pid, signal.SIGKILL))
        with pytest.raises(EvenstrideError, match="was ended by signal 9") as caught:
            second.result()
        assert "\n" not in str(caught.value)
        with pytest.raises(EvenstrideError, match="signal 9"):
            second.raise_error()


def test_an_error_of_whoever_counts_the_pictures_is_raised_again(sample_clip: Path) -> None:
    def stop(_time_s: float) -> None:
        raise KeyError("enough")

    with SecondProcess(None) as second:
        second.prepare(job(sample_clip))
        second.begin(None, stop)
        with pytest.raises(KeyError, match="enough"):
            second.result()


def test_no_child_is_left_after_an_error_in_the_parent(sample_clip: Path) -> None:
    begun = []
    with pytest.raises(ZeroDivisionError), SecondProcess(None) as second:  # noqa: PT012
        second.prepare(job(sample_clip))
        second.begin(None, begun.append)
        while not begun:
            time.sleep(0.02)
        raise ZeroDivisionError
    assert not is_running(second.pid)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_is_left_to_the_parent(tmp_path: Path) -> None:
    with SecondProcess(None) as second:
        time.sleep(0.6)  # the child's interpreter has started
        os.kill(second.pid, signal.SIGINT)
        second.prepare(job(tmp_path / "gone.mp4"))
        second.begin(None, ignore)
        with pytest.raises(NotAVideoError):
            second.result()


def test_a_file_in_the_users_folder_named_like_a_module_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pickle", "struct", "numpy", "evenstride"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('ran a file of the user')")
    monkeypatch.chdir(tmp_path)
    with SecondProcess(None) as second:
        second.prepare(job(tmp_path / "gone.mp4"))
        second.begin(None, ignore)
        with pytest.raises(NotAVideoError):
            second.result()
