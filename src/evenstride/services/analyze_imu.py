"""Analyse what a motion sensor on the body recorded: the latest session, with earlier ones as its baseline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.errors import RunFileError
from evenstride.model import Assessment, GaitEvents, Measure, Provenance, Recording, Runner
from evenstride.model.assessment import RecordingView
from evenstride.model.imu import ImuRecording
from evenstride.model.run import RunRecording
from evenstride.model.run_analysis import RunAnalysis, RunSummary
from evenstride.version import __version__

if TYPE_CHECKING:
    from evenstride.io.imu import ImuDeclaration
    from evenstride.knowledge import Knowledge
    from evenstride.pipelines.imu_run import ImuGait


def analyze_imu(files: Sequence[Path], *, declared: ImuDeclaration, knowledge: Knowledge) -> RunAnalysis:
    """Assess the latest of the given sensor files, all worn at the same place.

    Parameters
    ----------
    files : CSV files of one place. The latest by their dates is assessed, the last one named where they have none;
        the others are what it is compared with.
    declared : where it was worn, and whatever else the files do not say.

    Returns
    -------
    RunAnalysis : with cadence, contact time and left-right difference (sacrum), or peak tibial acceleration (shin),
        each with its error.

    Raises
    ------
    InputError : none of the files can be read, or it is not said where the sensor was worn.
    """
    from evenstride.fatigue import assess_fatigue
    from evenstride.imbalance import assess_findings, with_stretches
    from evenstride.pipelines.imu_measures import imu_measures, imu_quantities
    from evenstride.pipelines.imu_run import measure_imu, to_run

    recordings, unread = _read_all(files, declared)
    latest, earlier = recordings[-1], recordings[:-1]
    gait = measure_imu(latest, earlier)
    run = to_run(gait)
    fatigue = assess_fatigue(run, knowledge=knowledge)
    measures = imu_measures(gait, fatigue.measures, knowledge=knowledge)
    return RunAnalysis(
        assessment=Assessment(
            version=__version__,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            runner=Runner(),
            recordings=(_recording(latest),),
            views=(RecordingView(view="unknown", facing=None, near_side=None, surface="unknown"),),
            events=(GaitEvents(events=(), algorithm="none"),),
            measures=measures,
            findings=with_stretches(assess_findings(measures, knowledge=knowledge), fatigue),
            provenance=_provenance(gait, declared, knowledge),
            is_running=gait.running_s > 0,
            warnings=_warnings(gait, measures),
        ),
        run=run,
        summary=RunSummary(latest.start, latest.duration_s, latest.duration_s, gait.running_s, None, None),
        quantities=imu_quantities(gait),
        fatigue=fatigue,
        runs_read=len(recordings),
        unread=unread,
    )


def with_sensors(run: RunRecording, files: Sequence[Path], *, declared: ImuDeclaration) -> RunRecording:
    """A watch's run with what sensors worn on it recorded, as channels beside the watch's own.

    Raises
    ------
    InputError : none of the files can be read, or it is not said where the sensor was worn.
    """
    from evenstride.pipelines.imu_run import beside, measure_imu

    recordings, unread = _read_all(files, declared)
    for recording in recordings:
        run = beside(run, measure_imu(recording))
    return replace(run, warnings=(*run.warnings, *unread))


def _read_all(files: Sequence[Path], declared: ImuDeclaration) -> tuple[list[ImuRecording], tuple[str, ...]]:
    """Recordings by their dates where all have one, else as they were named; of several, unreadable ones are out."""
    from evenstride.io.imu import read_imu_csv

    recordings: list[ImuRecording] = []
    refusals: list[RunFileError] = []
    for path in files:
        try:
            recordings.append(read_imu_csv(path, declared=declared))
        except RunFileError as error:
            refusals.append(error)
    if not recordings:
        raise refusals[0]
    starts = [recording.start for recording in recordings]
    if all(start is not None for start in starts):
        recordings.sort(key=lambda recording: recording.start or datetime.min.replace(tzinfo=UTC))
    return recordings, tuple(str(refusal) for refusal in refusals)


def _recording(imu: ImuRecording) -> Recording:
    return Recording(
        id=imu.id,
        path=Path(imu.path).name,
        sha256=imu.sha256,
        kind="run",
        width_px=0,
        height_px=0,
        time_s=imu.time_s,
        warnings=(*imu.lost, *imu.warnings),
    )


def _warnings(gait: ImuGait, measures: Sequence[Measure]) -> tuple[str, ...]:
    from evenstride.pipelines.imu_measures import NO_RUNNING

    if gait.running_s == 0:
        return (NO_RUNNING,)
    doubts = [measure.reasons for measure in measures if measure.status == "low_confidence"]
    return tuple(dict.fromkeys(reason for reasons in doubts for reason in reasons))


def _provenance(gait: ImuGait, declared: ImuDeclaration, knowledge: Knowledge) -> Provenance:
    from evenstride.gait.inertial.trunk_contact import ContactEvenstrideSacrum

    contact = ContactEvenstrideSacrum()
    configuration = {"declared": str(declared), "contact": str(contact), "version": __version__}
    text = json.dumps(configuration, sort_keys=True)
    algorithms = (
        {"steps": "upward crossings at 5 Hz", "contact": contact.name}
        if gait.recording.place == "sacrum"
        else {"impacts": "greatest resultant acceleration of each stride"}
    )
    return Provenance(
        package_version=__version__,
        algorithms={**algorithms, "findings": "trigger rules"},
        configuration_hash=hashlib.sha256(text.encode()).hexdigest()[:16],
        model_sha256={},
        knowledge_version=knowledge.version,
    )
