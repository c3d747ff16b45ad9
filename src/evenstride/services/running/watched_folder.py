"""A folder on this machine whose new run files are taken in by themselves; off until somebody names one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.store import Store

FOLDER_SETTING, SEEN_SETTING = "watched_folder", "watched_folder_seen"
ENDINGS = (".fit", ".tcx", ".gpx", ".fit.gz", ".tcx.gz", ".gpx.gz")
#: A file that changed within this time may still be being written.
SETTLED_S = 5.0
_MOST_BYTES = 256 << 20
_MOST_SEEN = 20_000
_MOST_PROBLEMS = 5


@dataclass(frozen=True)
class WatchedFolder:
    """The folder and whose runs are in it."""

    path: Path
    runner_id: str


@dataclass(frozen=True)
class FolderState:
    """The folder as the settings show it: whether it can be read now, how many files were taken in, what was not."""

    folder: WatchedFolder
    is_readable: bool
    n_seen: int
    problems: tuple[tuple[str, str], ...]


def watch_folder(store: Store, path_text: str, runner_id: str, *, takes_present: bool = True) -> WatchedFolder:
    """Look at this folder from now on, in the place of the one before.

    Parameters
    ----------
    takes_present : whether files that are in it now are taken in too.

    Raises
    ------
    InputError : no whole path of a folder that can be read, or the data folder itself.
    NotStoredError : no such runner.
    """
    folder = WatchedFolder(_checked(path_text, store.home), runner_id)
    seen = {} if takes_present else {path.name: {"stamp": _stamp(path)} for path in run_files(folder.path)}
    with store.write() as work:
        work.runners.get(runner_id)
        work.settings.put(FOLDER_SETTING, {"path": str(folder.path), "runner_id": runner_id})
        work.settings.put(SEEN_SETTING, seen)
    return folder


def leave_folder(store: Store) -> None:
    """Look at no folder any more; what was taken in stays."""
    with store.write() as work:
        for key in (FOLDER_SETTING, SEEN_SETTING):
            if work.settings.get(key) is not None:
                work.settings.remove(key)


def watched_folder(store: Store) -> WatchedFolder | None:
    """The folder that is looked at; None where none is, or where its runner is gone."""
    with store.read() as work:
        setting = work.settings.get(FOLDER_SETTING)
        if setting is None or work.runners.find(setting["runner_id"]) is None:
            return None
    return WatchedFolder(Path(setting["path"]), setting["runner_id"])


def folder_state(store: Store) -> FolderState | None:
    """The folder with what became of its files; None where none is looked at."""
    folder = watched_folder(store)
    if folder is None:
        return None
    seen = seen_files(store)
    problems = [(name, each["problem"]) for name, each in seen.items() if each.get("problem")]
    is_readable = os.access(folder.path, os.R_OK | os.X_OK)
    return FolderState(folder, is_readable, len(seen) - len(problems), tuple(problems[-_MOST_PROBLEMS:]))


def new_files(store: Store, folder: WatchedFolder) -> Iterator[Path]:
    """Run files that lie still and were not seen as they are now, the oldest first."""
    seen, now = seen_files(store), time.time()
    found = sorted(run_files(folder.path), key=lambda path: path.stat().st_mtime)
    for path in found:
        known = seen.get(path.name)
        if now - path.stat().st_mtime >= SETTLED_S and (known is None or known["stamp"] != _stamp(path)):
            yield path


def remember(store: Store, path: Path, *, problem: str = "") -> None:
    """Note that a file was taken in or refused, so that it is not looked at again unless it changes."""
    entry = {"stamp": _stamp(path), **({"problem": problem} if problem else {})}
    with store.write() as work:
        seen = dict(work.settings.get(SEEN_SETTING) or {})
        seen.pop(path.name, None)
        seen[path.name] = entry
        work.settings.put(SEEN_SETTING, dict(list(seen.items())[-_MOST_SEEN:]))


def seen_files(store: Store) -> dict[str, Any]:
    """What was seen, by name, the oldest first."""
    with store.read() as work:
        return dict(work.settings.get(SEEN_SETTING) or {})


def run_files(folder: Path) -> Iterator[Path]:
    """The run files that lie in a folder itself: no links, nothing below it; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                is_run = entry.name.lower().endswith(ENDINGS) and entry.is_file(follow_symlinks=False)
                if is_run and 0 < entry.stat(follow_symlinks=False).st_size <= _MOST_BYTES:
                    yield folder / entry.name
    except OSError:
        return


def _checked(text: str, home: Path) -> Path:
    """The folder of a whole path."""
    text = text.strip()
    if not text or not text.isprintable() or not Path(text).expanduser().is_absolute():
        raise InputError("Expected the whole path of a folder on this computer, such as ~/Runs.")
    folder = Path(text).expanduser()
    try:
        resolved, own = folder.resolve(strict=True), home.resolve()
    except OSError as error:
        raise InputError(f"Expected a folder that is there, {folder.name or text} is not. Look at the path.") from error
    if not resolved.is_dir() or not os.access(resolved, os.R_OK | os.X_OK):
        raise InputError(f"Expected a folder that can be read, {folder.name or text} cannot. Choose another.")
    if resolved == own or own in resolved.parents or resolved in own.parents:
        raise InputError("Expected a folder apart from the data folder of the app. Choose one with runs alone.")
    return resolved


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"
