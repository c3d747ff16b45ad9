"""Write what was measured of a recording for other programs: OpenSim, laboratories' programs, pandas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from evenstride.errors import InputError
from evenstride.io.laboratory.values import MarkerRecording
from evenstride.model import SessionAnalysis
from evenstride.services.analyze_markers import is_trial
from evenstride.services.output_files import TABLE_SUFFIXES, check_output

Progress = Callable[[int, int], None]
#: What can be written -> the endings it may have.
EXPORTS: Mapping[str, tuple[str, ...]] = {
    "trc": (".trc",),
    "mot": (".mot", ".sto"),
    "c3d": (".c3d",),
    "points": TABLE_SUFFIXES,
    "curves": TABLE_SUFFIXES,
    "events": TABLE_SUFFIXES,
    "steps": TABLE_SUFFIXES,
    "measures": TABLE_SUFFIXES,
}
_OF_MARKERS = ("trc", "c3d")


def export_recording(
    path: str | Path,
    outputs: Mapping[str, str | Path],
    *,
    height_m: float | None = None,
    view: str = "auto",
    force: str | Path | None = None,
    on_progress: Progress | None = None,
) -> SessionAnalysis:
    """Analyse a recording and write it in other programs' forms.

    Parameters
    ----------
    path : a clip, keypoints or a laboratory's trial.
    outputs : name of `EXPORTS` -> file to write. ``trc`` and ``c3d`` hold markers (a trial's own, or a clip's keypoints
        in metres), ``mot`` the joint-angle curves, the others are tables.
    height_m : the runner's height; needed for the markers of a clip.
    view, force, on_progress : as for `evenstride.analyze_session`.

    Raises
    ------
    InputError : the recording cannot be used, nothing is asked for, or the height is missing.
    OutputError : a file cannot be written.
    """
    path = Path(path)
    files = {name: Path(file) for name, file in outputs.items()}
    _check(path, files, height_m)
    from evenstride.services.analyze_session import analyze_session

    analysis = analyze_session([path], height_m=height_m, view=view, force=force, on_progress=on_progress)
    if any(name in _OF_MARKERS for name in files):
        _write_markers(_markers(path, analysis, height_m), analysis, files)
    for name, file in files.items():
        _write_table(name, file, analysis)
    return analysis


def _check(path: Path, files: Mapping[str, Path], height_m: float | None) -> None:
    """Everything that can be refused before a minute of work is spent."""
    if not files:
        raise InputError(f"Expected something to write, got none of: {', '.join(f'--{name}' for name in EXPORTS)}.")
    for name, file in files.items():
        check_output(file, name, suffixes=EXPORTS[name], source=path)
    if height_m is None and not is_trial(path) and any(name in _OF_MARKERS for name in files):
        raise InputError("Expected the runner's height for markers in metres, for example --height 1.78; got none.")


def _markers(path: Path, analysis: SessionAnalysis, height_m: float | None) -> MarkerRecording:
    if is_trial(path):
        from evenstride.io.laboratory.registry import read_markers

        return read_markers(path)
    from evenstride.pipelines.exported_markers import markers_of_clip

    assert height_m is not None
    return markers_of_clip(analysis.clips[0], height_m=height_m)


def _write_markers(markers: MarkerRecording, analysis: SessionAnalysis, files: Mapping[str, Path]) -> None:
    from evenstride.reports.files import write_whole

    if "trc" in files:
        from evenstride.io.laboratory.writers import trc_text

        text = trc_text(markers, name=files["trc"].name)
        write_whole(files["trc"], lambda part: part.write_text(text, encoding="utf-8"))
    if "c3d" in files:
        from evenstride.io.c3d import write_c3d

        events = tuple(analysis.clips[0].events)
        write_whole(files["c3d"], lambda part: write_c3d(markers, part, events=events))


def _write_table(name: str, file: Path, analysis: SessionAnalysis) -> None:
    from evenstride.reports.files import write_whole
    from evenstride.reports.recording_tables import RECORDING_TABLES, write_recording_table

    if name in RECORDING_TABLES:
        write_recording_table(analysis, name, file)
    elif name == "measures":
        from evenstride.reports.tables import write_tables

        write_tables(analysis.assessment, file)
    elif name == "mot":
        from evenstride.io.laboratory.writers import storage_text
        from evenstride.pipelines.exported_markers import curves_as_table

        text = storage_text(curves_as_table(analysis.clips, name=file.stem))
        write_whole(file, lambda part: part.write_text(text, encoding="utf-8"))
