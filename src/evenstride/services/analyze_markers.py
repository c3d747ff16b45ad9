"""Analyse a marker recording of a motion laboratory."""

from __future__ import annotations

from pathlib import Path

from evenstride.model import SessionAnalysis
from evenstride.services.analyze_clip import checked_options


def analyze_markers(
    path: str | Path, *, height_m: float | None = None, force: str | Path | None = None
) -> SessionAnalysis:
    """Measure a run from the markers and the force of a laboratory, by the rules and with the ids that clips have.

    Parameters
    ----------
    path : a trial (C3D or TRC) with markers on pelvis, legs and feet, named as in Plug-in Gait or in plain words.
    height_m : the runner's height.
    force : a MOT or STO file of forces on the same clock; None takes the platforms in a C3D file, or the file beside a
        TRC that has its name and ``_grf``.

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
    force_file = None if force is None else Path(force)
    return analyse_markers(Path(path), knowledge=load_knowledge(), options=options, force=force_file)


def is_trial(path: Path) -> bool:
    """Whether a recording is a laboratory's: C3D, or TRC in a unit of length."""
    from evenstride.io.laboratory.registry import is_laboratory_file

    return is_laboratory_file(path)
