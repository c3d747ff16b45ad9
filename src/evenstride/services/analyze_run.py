"""Analyse runs that a watch or a sensor recorded: what the latest shows, and the load over all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.errors import InputError, RunFileError
from evenstride.model import Assessment, GaitEvents, Measure, Provenance, Recording, Runner, RunRecording
from evenstride.model.assessment import RecordingView, Surface
from evenstride.model.drift import FatigueAssessment, LoadHistory
from evenstride.model.run_analysis import RunAnalysis, RunSummary
from evenstride.version import __version__

if TYPE_CHECKING:
    from evenstride.io.imu import ImuDeclaration
    from evenstride.knowledge import Knowledge

MOST_FILES = 2000
RUN_SUFFIXES = frozenset({".fit", ".tcx", ".gpx", ".gz", ".zip"})
#: Runs that are kept whole for a personal baseline; of older ones only the distance.
_MOST_WHOLE = 20
#: Two files of one run start within this of each other.
_SAME_RUN = timedelta(minutes=2)


def analyze_run(
    paths: str | Path | Sequence[str | Path],
    *,
    knowledge: Knowledge | None = None,
    sensor: ImuDeclaration | None = None,
) -> RunAnalysis:
    """Assess the latest run of the given files; the others are what came before it.

    Parameters
    ----------
    paths : one file or several (FIT, TCX, GPX, also gzipped or in a ZIP), or folders of them, in any order. Earlier
        runs give the load and, where five or more are alike, the runner's own baseline.
    knowledge : the shipped one where not given.
    sensor : for CSV files of a motion sensor: where it was worn and what they do not say. Alone they are measured by
        themselves; beside a watch's files their course is laid on the clock of the latest run.

    Returns
    -------
    RunAnalysis : ``.assessment`` has the same schema as that of a clip, ``.fatigue`` the drift and the onset, ``.load``
        the weeks. ``.to_dict()`` is the ``evenstride.assessment/1`` document.

    Raises
    ------
    InputError : a file is not there, or none can be read; the message says what to do. Of several files one that
        cannot be read is left out and named in ``.unread``.

    Examples
    --------
    >>> import evenstride
    >>> analysis = evenstride.analyze_run("long_run.fit")  # doctest: +SKIP
    >>> analysis.assessment.measure("contact_time_drift").value  # doctest: +SKIP
    4.2
    """
    from evenstride.fatigue import assess_fatigue, assess_load
    from evenstride.io.imu import ImuDeclaration
    from evenstride.knowledge import load_knowledge
    from evenstride.services.analyze_imu import analyze_imu, with_sensors

    known = knowledge or load_knowledge()
    files = _files_of([paths] if isinstance(paths, str | Path) else paths)
    watch_files, sensor_files = _by_device(files, sensor)
    if not watch_files:
        return analyze_imu(sensor_files, declared=sensor or ImuDeclaration(), knowledge=known)
    runs, unread = _read_all(watch_files)
    latest = _latest(runs)
    earlier = [run for run in runs if run is not latest and _is_before(run, latest)]
    if sensor_files:
        latest = with_sensors(latest, sensor_files, declared=sensor or ImuDeclaration())
    fatigue = assess_fatigue(latest, knowledge=known, earlier=earlier[-_MOST_WHOLE:])
    return _analysis(
        latest,
        fatigue,
        knowledge=known,
        load=assess_load(runs, knowledge=known) if len(runs) > 1 else None,
        runs_read=len(runs),
        unread=unread,
    )


def _files_of(paths: Sequence[str | Path]) -> list[Path]:
    """Every file once, folders replaced by the run files in them."""
    files: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            files += sorted(each for each in path.iterdir() if each.is_file() and each.suffix.lower() in RUN_SUFFIXES)
        elif not path.exists():
            raise InputError(f"Expected a run file, found none at {path}.")
        else:
            files.append(path)
    once = list(dict.fromkeys(files))
    if not 1 <= len(once) <= MOST_FILES:
        raise InputError(f"Expected 1 to {MOST_FILES} run files (FIT, TCX or GPX), got {len(once)}.")
    return once


def _by_device(files: Sequence[Path], sensor: ImuDeclaration | None) -> tuple[list[Path], list[Path]]:
    """A watch's files, and a motion sensor's tables; the content decides, not the name."""
    from evenstride.io.imu import is_sensor_table

    tables = [path for path in files if is_sensor_table(path)]
    if sensor is not None and not tables:
        raise InputError(f"Expected a sensor's CSV file with the sensor's options, got {files[0].name}.")
    return [path for path in files if path not in tables], tables


def _read_all(files: Sequence[Path]) -> tuple[list[RunRecording], tuple[str, ...]]:
    """Runs in order of start, those without one first; a file that comes twice counts once."""
    from evenstride.io.runs import read_runs

    runs: list[RunRecording] = []
    seen: set[str] = set()
    refusals: list[RunFileError] = []
    for path in files:
        try:
            found = read_runs(path)
        except RunFileError as error:
            refusals.append(error)
            continue
        if found[0].sha256 not in seen:
            seen.add(found[0].sha256)
            runs += found
            runs.sort(key=_start_of)
            runs[: -_MOST_WHOLE - 1] = [_distance_only(run) for run in runs[: -_MOST_WHOLE - 1]]
    if not runs:
        raise refusals[0]
    return runs, tuple(str(refusal) for refusal in refusals)


def _distance_only(run: RunRecording) -> RunRecording:
    """What the load needs of a run, so that a folder of years fits into memory."""
    along = run.best("distance")
    return replace(run, channels=() if along is None else (along,))


def _start_of(run: RunRecording) -> datetime:
    if run.start is None:
        return datetime.min.replace(tzinfo=UTC)
    return run.start.replace(tzinfo=UTC) if run.start.tzinfo is None else run.start.astimezone(UTC)


def _latest(runs: Sequence[RunRecording]) -> RunRecording:
    """The latest run; where several files have it, the one with most quantities."""
    end = _start_of(runs[-1])
    same = [run for run in runs if run.start is not None and end - _start_of(run) <= _SAME_RUN] or runs[-1:]
    return max(same, key=lambda run: len({channel.quantity for channel in run.channels}))


def _is_before(run: RunRecording, latest: RunRecording) -> bool:
    return run.start is not None and latest.start is not None and _start_of(latest) - _start_of(run) > _SAME_RUN


def _analysis(
    run: RunRecording,
    fatigue: FatigueAssessment,
    *,
    knowledge: Knowledge,
    load: LoadHistory | None,
    runs_read: int,
    unread: tuple[str, ...],
) -> RunAnalysis:
    from evenstride.pipelines.run_measures import measures_of_run, refused_measures, summarise_quantities
    from evenstride.pipelines.run_sources import compare_sources

    summary = _summary(run)
    quantities = summarise_quantities(run, knowledge=knowledge)
    measures = (
        measures_of_run(run, quantities, fatigue.measures, knowledge=knowledge)
        if summary.running_s > 0
        else refused_measures(run, "No running was found in this file.", knowledge=knowledge)
    )
    return RunAnalysis(
        assessment=_assessment(run, measures, fatigue, knowledge, is_running=summary.running_s > 0),
        run=run,
        summary=summary,
        quantities=quantities,
        fatigue=fatigue,
        load=load,
        runs_read=runs_read,
        unread=unread,
        sources=compare_sources(run),
    )


def _summary(run: RunRecording) -> RunSummary:
    from evenstride.fatigue.load import distance_km
    from evenstride.pipelines.run_measures import steady_running_s

    paused_s = sum(pause.end_s - pause.start_s for pause in run.pauses)
    timer_s = max(0.0, run.duration_s - paused_s)
    km = distance_km(run) or None
    return RunSummary(
        start=run.start,
        elapsed_s=run.duration_s,
        timer_s=timer_s,
        running_s=steady_running_s(run),
        distance_km=km,
        pace_s_per_km=None if km is None else timer_s / km,
    )


def _assessment(
    run: RunRecording,
    measures: tuple[Measure, ...],
    fatigue: FatigueAssessment,
    knowledge: Knowledge,
    *,
    is_running: bool,
) -> Assessment:
    from evenstride.imbalance import assess_findings, with_stretches

    recording = Recording(
        id=run.id,
        path=Path(run.path).name,
        sha256=run.sha256,
        kind="run",
        width_px=0,
        height_px=0,
        time_s=run.time_s,
        recorded_at=run.start,
        warnings=(*run.lost, *run.warnings),
    )
    surface: Surface = "treadmill" if run.is_indoor else "overground"
    return Assessment(
        version=__version__,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        runner=Runner(),
        recordings=(recording,),
        views=(RecordingView(view="unknown", facing=None, near_side=None, surface=surface),),
        events=(GaitEvents(events=(), algorithm="none"),),
        measures=measures,
        findings=with_stretches(assess_findings(measures, knowledge=knowledge), fatigue),
        provenance=_provenance(fatigue, knowledge),
        is_running=is_running,
        warnings=fatigue.warnings if fatigue.makes_statement else fatigue.reasons,
    )


def _provenance(fatigue: FatigueAssessment, knowledge: Knowledge) -> Provenance:
    index = fatigue.index
    configuration = {
        "bin_s": fatigue.bin_s,
        "warm_up_s": fatigue.warm_up_s,
        "baseline": None if index is None else index.baseline,
        "version": __version__,
        "knowledge": knowledge.version,
    }
    text = json.dumps(configuration, sort_keys=True)
    return Provenance(
        package_version=__version__,
        algorithms={
            "drift": "regression on speed and slope with noise that remembers itself",
            "onset": "one change point, by ruptures where it is a step",
            "findings": "trigger rules",
        },
        configuration_hash=hashlib.sha256(text.encode()).hexdigest()[:16],
        model_sha256={},
        knowledge_version=knowledge.version,
    )
