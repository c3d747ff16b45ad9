"""The app's side of the process that looks at live pictures."""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.errors import EvenstrideError
from evenstride.io.jpeg import PictureError
from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.pipelines.live_pose.messages import send_picture, take_answer

_MODULE = "evenstride.pipelines.live_pose.child"
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
_ENDS_WITHIN_S = 2.0


class LivePoseEndedError(EvenstrideError):
    """The process that looks at the pictures is gone."""

    code = "live_pose_ended"


class LivePose:
    """One pose tracker in a process of its own; it starts at once and is ready after a second or two.

    The process can read the installed programme and nothing else, reach no network, and take only so much memory.
    Calls block; one at a time.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="evenstride-coach-")
        places = [place or str(Path.cwd()) for place in sys.path]
        kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _MODULE, self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(places), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
        self._keypoints: tuple[str, ...] = ()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Wait until the models are loaded.

        Raises
        ------
        LivePoseEndedError
        """
        if not self._keypoints:
            ready = self._answer().get("ready")
            if not isinstance(ready, list) or not set(ready) <= set(CANONICAL_KEYPOINTS):
                raise LivePoseEndedError("The process that looks at the pictures did not start as agreed.")
            self._keypoints = tuple(ready)

    def look(self, content: bytes, time_s: float) -> LandmarkFrame:
        """Landmarks of the person in a JPEG picture; all NaN where nobody is found.

        Parameters
        ----------
        time_s : when it was taken; later than the one before.

        Raises
        ------
        PictureError : it is not a picture that is taken here.
        LivePoseEndedError
        """
        self.wait_until_ready()
        assert self._process.stdin is not None
        try:
            send_picture(self._process.stdin, time_s, content)
        except (OSError, ValueError) as error:
            raise LivePoseEndedError("The process that looks at the pictures is gone.") from error
        answer = self._answer()
        if "refused" in answer:
            raise PictureError(str(answer["refused"])[:200])
        return self._frame(answer, time_s)

    def close(self) -> None:
        """End the process; nothing of the pictures is left."""
        if self._process.poll() is None:
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDS_WITHIN_S)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        try:
            answer = take_answer(self._process.stdout)
        except (OSError, ValueError):
            answer = None
        if answer is None:
            raise LivePoseEndedError("The process that looks at the pictures is gone.")
        return answer

    def _frame(self, answer: dict[str, Any], time_s: float) -> LandmarkFrame:
        n_points = len(self._keypoints)
        try:
            width_px, height_px = (int(side) for side in answer["size_px"])
            points = answer["points"]
            values = np.full((n_points, 3), math.nan) if points is None else np.array(points, float)
            if points is None:
                values[:, 2] = 0.0
            return LandmarkFrame(time_s, values[:, :2], values[:, 2], self._keypoints, (width_px, height_px))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise LivePoseEndedError("The process that looks at the pictures did not answer as agreed.") from error
