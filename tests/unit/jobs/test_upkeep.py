"""New files of the watched folder are taken in once each; the data folder is tidied once a day."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.jobs.upkeep import Upkeep, look_into_folder, tidy_daily
from evenstride.services.runners import ConsentMissingError, answer_storage_consent
from evenstride.services.running.watched_folder import folder_state, watch_folder
from evenstride.store import Store
from progress_examples import keep_progress
from run_files import write_fit

NOW = datetime.now(UTC)


@pytest.fixture
def store(another_store: Callable[[], Store]) -> Store:
    return another_store()


@pytest.fixture
def runner_id(store: Store) -> str:
    return keep_progress(store, today=NOW.date()).runner_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watch"
    made.mkdir()
    return made


def _settle(path: Path) -> Path:
    """As if it had been written a while ago."""
    long_ago = time.time() - 60
    os.utime(path, (long_ago, long_ago))
    return path


def _run_file(folder: Path, name: str = "evening.fit", minutes: float = 5.0) -> Path:
    simulated = simulate_run(Scenario(""), np.random.default_rng(1))
    return _settle(write_fit(folder / name, simulated, minutes=minutes))


def _n_runs_in(store: Store, runner_id: str) -> int:
    with store.read() as work:
        return sum(each.kind == "run" for each in work.recordings.of_runner(runner_id))


def test_a_new_file_is_taken_in_once_also_after_it_was_deleted_here(store: Store, runner_id: str, folder: Path) -> None:
    watch_folder(store, str(folder), runner_id)
    _run_file(folder)
    assert look_into_folder(store) == 1
    assert look_into_folder(store) == 0
    assert _n_runs_in(store, runner_id) == 2
    with store.write() as work:
        (taken,) = (each for each in work.recordings.of_runner(runner_id) if each.name == "evening.fit")
        assert [job.payload["recording_ids"] for job in work.jobs.of_runner(runner_id)] == [[taken.id]]
        work.recordings.remove(taken.id)
    assert look_into_folder(store) == 0
    assert (folder / "evening.fit").is_file()


def test_the_same_run_under_another_name_is_no_second_run(store: Store, runner_id: str, folder: Path) -> None:
    watch_folder(store, str(folder), runner_id)
    first = _run_file(folder)
    look_into_folder(store)
    (folder / "copy.fit").write_bytes(first.read_bytes())
    _settle(folder / "copy.fit")
    assert look_into_folder(store) == 0
    assert _n_runs_in(store, runner_id) == 2


def test_what_is_no_run_is_told_and_not_asked_again(store: Store, runner_id: str, folder: Path) -> None:
    watch_folder(store, str(folder), runner_id)
    (folder / "notes.gpx").write_text("no GPX at all")
    _settle(folder / "notes.gpx")
    (folder / "notes.txt").write_text("something else")
    _settle(folder / "notes.txt")
    assert look_into_folder(store) == 0
    state = folder_state(store)
    assert state is not None
    assert [name for name, _ in state.problems] == ["notes.gpx"]
    assert state.n_seen == 0


def test_a_file_that_is_still_written_waits_and_links_are_never_followed(
    store: Store, runner_id: str, folder: Path, tmp_path: Path
) -> None:
    watch_folder(store, str(folder), runner_id)
    os.utime(_run_file(folder))
    (tmp_path / "elsewhere").mkdir()
    (folder / "link.fit").symlink_to(_run_file(tmp_path / "elsewhere", "far.fit", 4.0))
    assert look_into_folder(store) == 0


def test_what_lies_there_can_be_left_alone(store: Store, runner_id: str, folder: Path) -> None:
    _run_file(folder)
    watch_folder(store, str(folder), runner_id, takes_present=False)
    assert look_into_folder(store) == 0
    _run_file(folder, "new.fit", 4.0)
    assert look_into_folder(store) == 1


def test_nothing_is_taken_in_of_who_took_consent_back(store: Store, runner_id: str, folder: Path) -> None:
    watch_folder(store, str(folder), runner_id)
    _run_file(folder)
    answer_storage_consent(store, runner_id, is_given=False)
    with pytest.raises(ConsentMissingError):
        look_into_folder(store)
    assert _n_runs_in(store, runner_id) == 1


def test_a_folder_that_went_away_is_waited_for(store: Store, runner_id: str, folder: Path) -> None:
    watch_folder(store, str(folder), runner_id)
    folder.rmdir()
    assert look_into_folder(store) == 0
    state = folder_state(store)
    assert state is not None
    assert not state.is_readable


def test_tidying_is_done_once_a_day(store: Store) -> None:
    lost = store.artefacts.put_bytes(b"nobody names this").sha256
    two_days_ago = time.time() - 2 * 86400
    os.utime(store.artefacts.path(lost), (two_days_ago, two_days_ago))
    assert tidy_daily(store, now=NOW)
    assert not store.artefacts.has(lost)
    assert not tidy_daily(store, now=NOW + timedelta(hours=23))
    assert tidy_daily(store, now=NOW + timedelta(hours=25))


def test_the_thread_takes_files_in_and_ends_with_the_server(store: Store, runner_id: str, folder: Path) -> None:
    watch_folder(store, str(folder), runner_id)
    _run_file(folder)
    with Upkeep(store, look_every_s=0.05):
        deadline = time.monotonic() + 60
        while _n_runs_in(store, runner_id) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
