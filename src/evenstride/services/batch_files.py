"""Which recordings a cohort has: folders, patterns, lists and single files to paths with their options."""

from __future__ import annotations

import csv
import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.errors import InputError
from evenstride.io.keypoint_files import holds_keypoints
from evenstride.services.analyze_clip import HEIGHTS_M, RECORDED_FPS

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".3gp", ".mpg", ".mpeg", ".mts"})
MARKER_SUFFIXES = frozenset({".c3d"})
#: Taken from a folder by their names. Recordings of watches (FIT, TCX, GPX) join here once `analyze` reads them.
TAKEN_BY_NAME = VIDEO_SUFFIXES | MARKER_SUFFIXES | {".npz", ".trc"}
#: Taken from a folder only where their beginning says that they hold keypoints: tables and notes end so too.
TAKEN_BY_CONTENT = frozenset({".parquet", ".json", ".csv"})
TEXT_LIST, TABLE_LIST = ".txt", ".csv"
LIST_COLUMNS = ("file", "height_m", "recorded_fps", "view")
VIEWS = ("auto", "left", "right", "rear", "front")


@dataclass(frozen=True)
class BatchFile:
    """A recording of a cohort: ``path`` to read it, ``name`` in the tables, and what is said about it."""

    path: Path
    name: str
    height_m: float | None = None
    recorded_fps: float | None = None
    view: str = "auto"


def find_recordings(
    sources: Sequence[str | Path], *, defaults: BatchFile, left_out: Sequence[Path] = ()
) -> tuple[BatchFile, ...]:
    """The recordings that folders, patterns, lists and files name, each path once, in the order of names.

    Parameters
    ----------
    sources : folders (searched with all below them), patterns such as ``runs/*.mp4``, text files with a path on each
        line, CSV files with a column ``file`` and, where known, ``height_m``, ``recorded_fps``, ``view``; recordings.
    defaults : what holds where a list says nothing; its path and name are not used.
    left_out : files and folders that are ours and never recordings.

    Raises
    ------
    InputError
        A source that does not exist, a pattern that fits nothing, a list that cannot be read, or no recording at all.

    Notes
    -----
    Names in the tables are relative to the folder given; with several sources, to the folder that holds them all. A
    list's names stand as they are written there. A file that a list names and that is missing is not an error here: it
    is one bad recording, and is told with the others.
    """
    base = _common_folder(sources)
    found: dict[tuple[Path, BatchFile], BatchFile] = {}
    for source in sources:
        for file in _recordings_of(source, base, defaults, left_out):
            found.setdefault((file.path, replace(file, name="")), file)
    if not found:
        raise InputError(
            f"Expected recordings in {', '.join(str(source) for source in sources)}, found none. Videos, C3D, saved "
            "pose tracks and keypoint files are taken."
        )
    return tuple(sorted(found.values(), key=lambda file: (file.name, str(file.path))))


def _recordings_of(
    source: str | Path, base: Path, defaults: BatchFile, left_out: Sequence[Path]
) -> Iterator[BatchFile]:
    path = Path(source)
    if path.is_dir():
        paths = [each for each in _files_below(path, left_out) if _is_recording(each)]
    elif path.is_file():
        if path.suffix.lower() == TEXT_LIST or _is_table_list(path):
            yield from _read_list(path, defaults)
            return
        paths = [path]
    elif glob.has_magic(str(source)):
        # Path.glob wants a relative pattern; what the user gives may be absolute.
        matches = sorted(Path(each) for each in glob.glob(str(source), recursive=True))  # noqa: PTH207
        paths = [each for each in matches if each.is_file() and not _is_left_out(each.absolute(), left_out)]
        if not paths:
            raise InputError(f"Expected recordings that fit {source}, found none.")
    else:
        raise InputError(f"Expected a folder, a pattern, a list or a recording; there is no {source}.")
    for each in paths:
        absolute = each.absolute()
        yield replace(defaults, path=absolute, name=Path(os.path.relpath(absolute, base)).as_posix())


def _files_below(folder: Path, left_out: Sequence[Path]) -> Iterator[Path]:
    """Files of a folder and of those below it; hidden ones, such as those that macOS leaves on drives, are not."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _is_left_out((here / name).absolute(), left_out)
        )
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and not _is_left_out(path.absolute(), left_out):
                yield path


def _is_left_out(path: Path, left_out: Sequence[Path]) -> bool:
    return any(path == each or each in path.parents for each in left_out)


def _is_recording(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in TAKEN_BY_NAME or (suffix in TAKEN_BY_CONTENT and holds_keypoints(path))


def _common_folder(sources: Sequence[str | Path]) -> Path:
    """The folder given, or the one that holds all that is given."""
    folders = []
    for source in sources:
        path = Path(source)
        if not path.is_dir():
            parts = path.parts
            fixed = next((i for i, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
            path = Path(*parts[:fixed])
        folders.append(path.absolute())
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return Path.cwd()


def _is_table_list(path: Path) -> bool:
    """Whether a CSV file has a column ``file``; keypoints begin with ``time_s``."""
    if path.suffix.lower() != TABLE_LIST:
        return False
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            return "file" in [name.strip() for name in next(csv.reader(stream), [])]
    except (OSError, UnicodeDecodeError, csv.Error):
        return False


def _read_list(path: Path, defaults: BatchFile) -> Iterator[BatchFile]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text"
        raise InputError(f"Expected a list of recordings in {path.name}: {reason}.") from error
    if path.suffix.lower() == TEXT_LIST:
        for line in text.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield _listed(path, line.strip(), defaults)
        return
    reader = csv.DictReader(text.splitlines())
    reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
    unknown = set(reader.fieldnames) - set(LIST_COLUMNS)
    if unknown:
        raise InputError(
            f"Expected the columns {', '.join(LIST_COLUMNS)} in {path.name}, got {', '.join(sorted(unknown))}."
        )
    for number, row in enumerate(reader, start=2):
        name = (row["file"] or "").strip()
        if not name:
            raise InputError(f"{path.name}, line {number}: expected a file name, got none.")
        yield _listed(path, name, _options_of(row, defaults, f"{path.name}, line {number}"))


def _listed(listing: Path, name: str, options: BatchFile) -> BatchFile:
    return replace(options, path=(listing.parent / name).absolute(), name=Path(name).as_posix())


def _options_of(row: dict[str, str | None], defaults: BatchFile, where: str) -> BatchFile:
    height_m = _number(row.get("height_m"), HEIGHTS_M, "height_m", where)
    recorded_fps = _number(row.get("recorded_fps"), RECORDED_FPS, "recorded_fps", where)
    view = (row.get("view") or "").strip() or defaults.view
    if view not in VIEWS:
        raise InputError(f"{where}: expected a view of {', '.join(VIEWS)}, got {view}.")
    return replace(
        defaults,
        height_m=defaults.height_m if height_m is None else height_m,
        recorded_fps=defaults.recorded_fps if recorded_fps is None else recorded_fps,
        view=view,
    )


def _number(text: str | None, limits: tuple[float, float], name: str, where: str) -> float | None:
    if text is None or not text.strip():
        return None
    low, high = limits
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(f"{where}: expected a number for {name}, got {text}.") from error
    if not low <= value <= high:
        raise InputError(f"{where}: expected {name} from {low:g} to {high:g}, got {text}.")
    return value
