"""Reports in a data folder as the jobs leave them, made from analyses that are at hand."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from evenstride.io.value_files import save_value
from evenstride.knowledge import load_knowledge
from evenstride.model import ClipAnalysis, SessionAnalysis
from evenstride.model.ids import new_id
from evenstride.model.run_analysis import RunAnalysis
from evenstride.model.stored import RecordingKind, StoredAssessment, StoredRecording, StoredRunner
from evenstride.reports import build_report, render_html
from evenstride.services.clip_stages import ANALYSIS, ARRAYS, HTML, MP4, PREVIEW, REPORT, role_of
from evenstride.services.keeping.assessments import keep_assessment
from evenstride.store import PutFile, Store

DAY = datetime(2026, 10, 5, 17, 30, tzinfo=UTC)


def keep_runner(store: Store, name: str = "Ada") -> StoredRunner:
    """A new runner."""
    with store.write() as work:
        return work.runners.add(StoredRunner(new_id(), name, DAY))


def keep_original(
    store: Store,
    runner: StoredRunner,
    name: str,
    content: bytes,
    *,
    kind: RecordingKind = "video",
    recorded_at: datetime = DAY,
) -> StoredRecording:
    """A recording nobody measured yet."""
    put = store.artefacts.put_bytes(content)
    recording = StoredRecording(
        new_id(), runner.id, kind, name, put.sha256, put.size_bytes, imported_at=recorded_at, recorded_at=recorded_at
    )
    with store.write() as work:
        work.artefacts.add(put, "video/mp4" if kind == "video" else "application/octet-stream")
        return work.recordings.add(recording)


def keep_report(
    store: Store,
    runner: StoredRunner,
    analysis: ClipAnalysis | SessionAnalysis | RunAnalysis,
    *,
    recordings: Sequence[StoredRecording] = (),
    kind: RecordingKind = "video",
    recorded_at: datetime = DAY,
) -> StoredAssessment:
    """An assessment with what a finished job leaves beside it; its recordings are made up where none are given."""
    whole = SessionAnalysis.of_clip(analysis) if isinstance(analysis, ClipAnalysis) else analysis
    own = recordings or [
        keep_original(store, runner, Path(each.path).name, each.path.encode(), kind=kind, recorded_at=recorded_at)
        for each in whole.assessment.recordings
    ]
    files: dict[str, tuple[PutFile, str]] = {ANALYSIS: (_analysis_file(store, whole), ARRAYS)}
    page = render_html(build_report(whole, knowledge=load_knowledge())).encode()
    files[REPORT] = (store.artefacts.put_bytes(page), HTML)
    for number, clip in enumerate(whole.clips if isinstance(whole, SessionAnalysis) else ()):
        if clip.preview is not None:
            files[role_of(PREVIEW, number)] = (store.artefacts.put_bytes(clip.preview.mp4), MP4)
    document = json.loads(json.dumps(whole.to_dict()))
    return keep_assessment(store, runner.id, [each.id for each in own], document, files=files)


def renamed(analysis: ClipAnalysis, name: str) -> ClipAnalysis:
    """The analysis as that of a file of another name."""
    recording = replace(analysis.recording, path=name)
    return replace(analysis, assessment=replace(analysis.assessment, recordings=(recording,)))


def _analysis_file(store: Store, analysis: SessionAnalysis | RunAnalysis) -> PutFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "analysis.npz"
        save_value(analysis, path)
        return store.artefacts.put(io.BytesIO(path.read_bytes()))
