"""Analyse a marker recording of a motion laboratory."""

from __future__ import annotations

from pathlib import Path

from evenstride.model import SessionAnalysis
from evenstride.services.analyze_clip import checked_options


def analyze_markers(path: str | Path, *, height_m: float | None = None) -> SessionAnalysis:
    """Measure a run from the markers of a C3D file, by the same rules and with the same measure ids as a clip.

    Parameters
    ----------
    path : a trial with markers on pelvis, legs and feet, named as in Plug-in Gait or in plain words.
    height_m : the runner's height.

    Returns
    -------
    SessionAnalysis : what cameras at the left, at the right and behind the runner would show of the markers.

    Raises
    ------
    InputError : the file cannot be used; the message says what is missing.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.marker_recording import analyse_markers

    options = checked_options(height_m=height_m, recorded_fps=None, view="auto")
    return analyse_markers(Path(path), knowledge=load_knowledge(), options=options)
