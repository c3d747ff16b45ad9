"""One recording of a cohort: what is to be done with it, and what came of it.

Both are plain values that travel as JSON: to a process beside this one, to a machine of a cluster, to the journal.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from evenstride.errors import EvenstrideError
from evenstride.version import __version__

logger = logging.getLogger(__name__)

FileStatus = Literal["ok", "nothing_measured", "failed"]


@dataclass(frozen=True)
class BatchJob:
    """A recording and what is known of it.

    Attributes
    ----------
    path : absolute, as a worker finds it.
    name : what it is called in the tables.
    sha256 : of its content; empty where it could not be read.
    rtmpose, rtmpose_sha256 : another pose model and its digest, None for the one that ships.
    """

    path: str
    name: str
    sha256: str
    height_m: float | None = None
    recorded_fps: float | None = None
    view: str = "auto"
    rtmpose: str | None = None
    rtmpose_sha256: str | None = None

    def key(self, *, knowledge_version: str) -> str:
        """The name of its result: the same content, options and version give the same measures."""
        configuration = {
            "height_m": self.height_m,
            "recorded_fps": self.recorded_fps,
            "view": self.view,
            "rtmpose": self.rtmpose_sha256,
            "version": __version__,
            "knowledge": knowledge_version,
            "kind": self.path.rpartition(".")[2].lower(),
        }
        text = json.dumps(configuration, sort_keys=True)
        return f"{self.sha256[:24]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class BatchOutcome:
    """What came of one recording.

    ``assessment`` is its ``evenstride.assessment/1`` document; None where it failed, and ``reason`` says why in a line.
    """

    status: FileStatus
    reason: str = ""
    assessment: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"status": self.status, "reason": self.reason, "assessment": self.assessment}


def failed(reason: str) -> BatchOutcome:
    """An outcome without a measure, its reason on one line."""
    return BatchOutcome("failed", " ".join(reason.split()))


def analyse_job(job: BatchJob) -> BatchOutcome:
    """Analyse one recording in this process alone; whatever goes wrong with it is its outcome.

    Notes
    -----
    One process for each recording: the cut between two would depend on how busy they were, and so would the last
    digits of the measures. Cohorts are analysed side by side instead.
    """
    try:
        document = _analysed(job)
    except EvenstrideError as error:
        return failed(str(error))
    except MemoryError:
        return failed("The memory is full. Use fewer workers, or cut the clip to 10 to 30 seconds.")
    except OSError as error:
        return failed(f"Expected to read the recording: {error.strerror or error}.")
    # One recording must not stop a cohort, whatever an outside library makes of it.
    except Exception as error:
        logger.info("unexpected error in a recording", exc_info=True)
        return failed(f"Unexpected {type(error).__name__}: {error}")
    if any(measure["status"] != "refused" for measure in document["measures"]):
        return BatchOutcome("ok", assessment=document)
    return BatchOutcome("nothing_measured", _why_nothing(document), document)


def _analysed(job: BatchJob) -> dict[str, Any]:
    """The document of a recording, whatever its kind. Recordings of watches join here."""
    from evenstride.services.analyze_markers import analyze_markers, is_trial

    if is_trial(Path(job.path)):
        return analyze_markers(job.path, height_m=job.height_m).to_dict()
    from evenstride.services.analyze_clip import analyze

    return analyze(
        job.path,
        height_m=job.height_m,
        recorded_fps=job.recorded_fps,
        view=job.view,
        rtmpose=job.rtmpose,
        processes=1,
    ).to_dict()


def _why_nothing(document: dict[str, Any]) -> str:
    """The most common reason of the refused measures, on one line."""
    reasons = [reason for measure in document["measures"] for reason in measure["reasons"]]
    reasons = reasons or document["warnings"]
    return " ".join(max(reasons, key=reasons.count).split()) if reasons else "Nothing could be measured."
