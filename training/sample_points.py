"""Follow the runner of the sample clip and write what was found to the file that travels with the program.

    python -m training.sample_points

To be run again whenever the pose models, the tracker, the reading of the shoes, what a tracked clip consists of or the
version change; ``tests/unit/pipelines/test_carried_clip.py`` says when it is due. One process follows the runner, so
that the file does not depend on where two would have shared the clip.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.io.value_files import save_value
from evenstride.knowledge import load_knowledge
from evenstride.pipelines.analysis import analyse_tracked_clip
from evenstride.pipelines.carried_clip import CARRIED_FILE, CarriedClip, following_models_sha256
from evenstride.pipelines.clip_tracking import TrackedClip, track_clip
from evenstride.pipelines.options import AnalysisOptions
from evenstride.services.clip_stages import without_pictures
from evenstride.services.sample_runner import sample_clip

#: Points are kept to 1/64 px and visibility to 1/1024: binary fractions, which pack well.
POINT_STEP_PX, VISIBILITY_STEP = 1 / 64, 1 / 1024


def main() -> None:
    """Write the file and say how large it is."""
    save_value(follow_sample(), CARRIED_FILE, is_packed=True)
    print(f"{CARRIED_FILE}: {CARRIED_FILE.stat().st_size / 1000:.0f} kB")


def follow_sample() -> CarriedClip:
    """The sample clip as the installed models see it, the lines under its shoes read."""
    path = sample_clip()
    clip = track_clip(path, with_preview=True)
    _, measured = analyse_tracked_clip(clip, knowledge=load_knowledge(), options=AnalysisOptions())
    return CarriedClip(_rounded(without_pictures(measured)), path.stat().st_size, following_models_sha256())


def _rounded(clip: TrackedClip) -> TrackedClip:
    assert clip.pose_track is not None
    track = replace(
        clip.pose_track,
        xy_px=_in_steps(clip.pose_track.xy_px, POINT_STEP_PX),
        visibility=_in_steps(clip.pose_track.visibility, VISIBILITY_STEP),
    )
    probe = replace(clip.probe, path=Path(clip.probe.path.name))
    return replace(clip, probe=probe, pose_track=track, timings_s={})


def _in_steps(values: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    return np.round(values / step) * step


if __name__ == "__main__":
    main()
