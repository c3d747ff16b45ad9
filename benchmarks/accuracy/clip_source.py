"""Analyses and pose tracks of clips: from the video, each followed once, or from tracks saved before."""

from __future__ import annotations

from pathlib import Path

from evenstride.model import ClipAnalysis, PoseTrack


class ClipSource:
    """Where analyses come from.

    Parameters
    ----------
    folder : keeps the pose tracks as ``<clip>.npz``.
    saved : whether they were saved before, so that the videos need not be followed at all. What is read off the
        scene (the camera's roll) is then missing.
    """

    def __init__(self, folder: Path, *, saved: bool) -> None:
        self._folder, self._saved = folder, saved

    def analyze(self, video: Path, height_m: float | None) -> ClipAnalysis:
        """The product's analysis of a clip."""
        import evenstride

        track = self._folder / f"{video.stem}.npz"
        if self._saved:
            return evenstride.analyze(track, height_m=height_m)
        return evenstride.analyze(video, height_m=height_m, save_pose=track)

    def track(self, video: Path) -> PoseTrack:
        """The pose model's own points of a clip."""
        from evenstride.io.pose_files import read_saved_pose

        path = self._folder / f"{video.stem}.npz"
        if not path.exists():
            self.analyze(video, None)
        return read_saved_pose(path)[0]
