"""What the server does by itself: take in new files of a watched folder, tidy the data folder once a day."""

from __future__ import annotations

import contextlib
import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evenstride.errors import EvenstrideError, InputError
from evenstride.jobs.desk import submit_run
from evenstride.services.inspect_file import inspect_file
from evenstride.services.keeping.deleting import tidy
from evenstride.services.keeping.recordings import RecordingFacts, keep_recording
from evenstride.services.runners import check_storage_consent
from evenstride.services.running.watched_folder import WatchedFolder, new_files, remember, watched_folder
from evenstride.store import Store

logger = logging.getLogger(__name__)

TIDIED_SETTING = "tidied_at"
_LOOK_EVERY_S = 15.0
_TIDY_EVERY = timedelta(days=1)
_KINDS = ("fit", "tcx", "gpx")


class Upkeep:
    """A thread that lives as long as the server; a context manager."""

    def __init__(self, store: Store, *, look_every_s: float = _LOOK_EVERY_S) -> None:
        self._store, self._look_every_s = store, look_every_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Upkeep:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._closing.wait(self._look_every_s):
            for do in (look_into_folder, tidy_daily):
                try:
                    do(self._store)
                except (EvenstrideError, OSError) as error:
                    logger.warning("upkeep waits for its next turn", extra={"reason": str(error)})


def look_into_folder(store: Store) -> int:
    """Take in what is new in the watched folder; how many files were handed to the workers.

    A file that cannot be used is noted with its problem and left where it is.
    """
    folder = watched_folder(store)
    if folder is None:
        return 0
    check_storage_consent(store, folder.runner_id)
    return sum(_take_in(store, folder, path) for path in new_files(store, folder))


def tidy_daily(store: Store, *, now: datetime | None = None) -> bool:
    """Tidy the data folder where that is a day ago or longer; whether it was done."""
    now = now or datetime.now(UTC)
    with store.read() as work:
        last = work.settings.get(TIDIED_SETTING)
    if last is not None and now - datetime.fromisoformat(last) < _TIDY_EVERY:
        return False
    tidy(store)
    with store.write() as work:
        work.settings.put(TIDIED_SETTING, now.isoformat())
    return True


def _take_in(store: Store, folder: WatchedFolder, path: Path) -> bool:
    try:
        found = inspect_file(path)
        if found.kind not in _KINDS:
            raise InputError(f"Expected a run (FIT, TCX or GPX), {path.name} is something else.")
        facts = RecordingFacts("run", recorded_at=_start(found.facts), probe={"kind": found.kind, **found.facts})
        kept = keep_recording(store, folder.runner_id, path, facts)
        if not kept.was_there:
            submit_run(store, kept.recording.id)
    except InputError as error:
        with contextlib.suppress(OSError):
            remember(store, path, problem=str(error))
        return False
    remember(store, path)
    return not kept.was_there


def _start(facts: dict[str, object]) -> datetime | None:
    """When the file says the run began; a moment without a zone is taken for UTC."""
    text = facts.get("start")
    if not isinstance(text, str):
        return None
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
