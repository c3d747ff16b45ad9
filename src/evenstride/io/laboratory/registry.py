"""One entry for a laboratory's trial: which reader reads the markers, and where their force is."""

from __future__ import annotations

from pathlib import Path

from evenstride.io.laboratory.forces import has_force, read_force
from evenstride.io.laboratory.trc import is_marker_trc, read_trc
from evenstride.io.laboratory.values import LaboratoryTrial, MarkerFileError, MarkerRecording

C3D_SUFFIX, TRC_SUFFIX = ".c3d", ".trc"
_TRC_MARK = b"PathFileType"
#: C3D: the second byte, and behind the parameters' header one of three processors (the C3D format user guide).
_C3D_KEY, _C3D_BLOCK, _C3D_PROCESSORS = 0x50, 512, (84, 85, 86)
FORCE_SUFFIXES = (".mot", ".sto")
#: What follows the name of the markers' file in that of their force.
_FORCE_ENDINGS = ("_grf", "_GRF", "_force", "_forces", "")


def is_laboratory_file(path: str | Path) -> bool:
    """Whether a recording is a laboratory's markers: C3D, or TRC in a unit of length.

    The content decides; where it tells nothing the name does, so that the reader can say what is wrong.
    """
    path = Path(path)
    if has_c3d_mark(path) or path.suffix.lower() == C3D_SUFFIX:
        return True
    return _begins_as_trc(path) and is_marker_trc(path)


def has_c3d_mark(path: Path) -> bool:
    """Whether a file has the key byte of C3D and, behind its parameters' header, one of the three processors."""
    try:
        with path.open("rb") as file:
            head = file.read(2)
            if head[1:] != bytes([_C3D_KEY]):
                return False
            file.seek((max(head[0], 1) - 1) * _C3D_BLOCK)
            parameters = file.read(4)
    except OSError:
        return False
    return len(parameters) == 4 and parameters[3] in _C3D_PROCESSORS


def _begins_as_trc(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            is_marked = file.read(len(_TRC_MARK)) == _TRC_MARK
    except OSError:
        return False
    return is_marked or path.suffix.lower() == TRC_SUFFIX


def read_trial(path: str | Path, *, force: str | Path | None = None) -> LaboratoryTrial:
    """Read the markers of a trial and its force.

    Parameters
    ----------
    force : a MOT or STO file on the markers' clock. None takes the platforms of a C3D file, or the file beside a TRC
        that has its name and ``_grf`` and holds forces.

    Raises
    ------
    MarkerFileError
        A file cannot be read, or ``force`` holds no force.
    """
    path, force = Path(path), None if force is None else Path(force)
    if has_c3d_mark(path) or path.suffix.lower() == C3D_SUFFIX:
        from evenstride.io.c3d import read_c3d_trial

        trial = read_c3d_trial(path)
    else:
        trial = LaboratoryTrial(read_trc(path))
        force = force or find_force(path)
    if force is None:
        return trial
    if force.suffix.lower() not in FORCE_SUFFIXES:
        raise MarkerFileError(f"Expected a force file ending in .mot or .sto, got {force.name}.")
    return LaboratoryTrial(trial.markers, read_force(force, start_s=trial.markers.start_s))


def read_markers(path: str | Path) -> MarkerRecording:
    """The markers of a trial alone; errors as `read_trial`."""
    path = Path(path)
    if has_c3d_mark(path) or path.suffix.lower() == C3D_SUFFIX:
        from evenstride.io.c3d import read_c3d

        return read_c3d(path)
    return read_trc(path)


def find_force(path: Path) -> Path | None:
    """The force file beside a marker file, by its name and its columns; None where there is none."""
    names = (f"{path.stem}{ending}{suffix}" for ending in _FORCE_ENDINGS for suffix in FORCE_SUFFIXES)
    return next((each for name in names if has_force(each := path.with_name(name))), None)
