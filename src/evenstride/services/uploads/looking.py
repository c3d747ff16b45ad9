"""What a file that came turned out to be: looked at behind the wall, hashed, and held against what is kept."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace

from evenstride.errors import InputError
from evenstride.model.stored import RecordingKind
from evenstride.services.inspect_file import inspect_file
from evenstride.services.uploads.folder import UploadFolder
from evenstride.services.uploads.session import UploadPartError, UploadSession
from evenstride.store import Store

#: What a recording is kept as, by what its content is.
RECORDING_KINDS: dict[str, RecordingKind] = {
    "video": "video",
    "fit": "run",
    "tcx": "run",
    "gpx": "run",
    "c3d": "lab",
    "trc": "lab",
    "keypoints": "keypoints",
    "imu_csv": "imu",
}
#: So many files are looked into at a time: it takes a core each.
_LOOKERS = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class KnownRecording:
    """The same content, kept already. ``assessment_id`` names the newest that rests on it, None where there is none."""

    recording_id: str
    runner_id: str
    runner_name: str
    name: str
    assessment_id: str | None


def look_at_upload(uploads: UploadFolder, upload_id: str) -> UploadSession:
    """Say what a file is that came whole; looking again changes nothing.

    Returns
    -------
    UploadSession : ``whole`` with kind, facts and hash, or ``refused`` with the problem; then its bytes are gone.

    Raises
    ------
    UploadGoneError, UploadBusyError
    UploadPartError : it is not all here.
    """
    with uploads.alone(upload_id):
        session = uploads.get(upload_id)
        if session.state != "receiving":
            return session
        if not session.is_all_here:
            raise UploadPartError(f"Expected {session.size_bytes} bytes, got {session.offset} so far. Send the rest.")
        path = uploads.content_path(session)
        try:
            with _LOOKERS:
                found = inspect_file(path)
                with path.open("rb") as file:
                    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except InputError as error:
            looked_at = replace(session, state="refused", problem=str(error))
            uploads.note(looked_at)
            path.unlink(missing_ok=True)
            return looked_at
        looked_at = replace(
            session, state="whole", kind=found.kind, facts=found.facts, warnings=found.warnings, sha256=sha256
        )
        uploads.note(looked_at)
        return looked_at


def find_known(store: Store, session: UploadSession) -> tuple[KnownRecording, ...]:
    """Recordings of any runner with the content of a file that came."""
    if session.sha256 is None or not store.artefacts.has(session.sha256):
        return ()
    with store.read() as kept:
        found = []
        for runner in kept.runners.all():
            recording = kept.recordings.with_content(runner.id, session.sha256)
            if recording is not None:
                assessments = kept.assessments.of_recording(recording.id)
                newest = assessments[-1].id if assessments else None
                found.append(KnownRecording(recording.id, runner.id, runner.name, recording.name, newest))
    return tuple(found)
