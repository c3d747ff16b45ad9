"""A kept report, opened: the typed report built again from what its analysis left, with where its clips are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model import Preview, SessionAnalysis
from evenstride.model.gait import Side
from evenstride.model.run_analysis import RunAnalysis
from evenstride.model.stored import StoredAssessment, StoredRecording, StoredRunner
from evenstride.services.clip_stages import ANALYSIS, PREVIEW, REPORT, role_of

if TYPE_CHECKING:
    from evenstride.reports.model import Report
    from evenstride.store import Store, UnitOfWork

logger = logging.getLogger(__name__)

Analysis = SessionAnalysis | RunAnalysis
#: What a recording was made with: other instruments have constant offsets that no error counts.
_SOURCE_OF_KIND = {"video": "film", "keypoints": "film", "run": "watch", "imu": "sensor", "lab": "laboratory"}
#: Reports that stay built; one holds the points of its clips, a megabyte or so.
_KEPT_BUILT = 12


@dataclass(frozen=True)
class OpenedReport:
    """A report and what surrounds it.

    Attributes
    ----------
    report : None where another version made it, or where it came without what it is drawn from; ``has_page`` then says
        whether the page of that time was kept.
    clip_hashes : the moving picture of each clip, None where there is none.
    others : the runner's other assessments that it can be held beside, the latest first.
    """

    assessment: StoredAssessment
    runner: StoredRunner
    recordings: tuple[StoredRecording, ...]
    report: Report | None
    has_page: bool
    clip_hashes: tuple[str | None, ...]
    others: tuple[StoredAssessment, ...]


def open_report(store: Store, assessment_id: str) -> OpenedReport:
    """Everything that the page of a report shows.

    Raises
    ------
    NotStoredError : there is no such assessment.
    """
    with store.read() as work:
        assessment = work.assessments.get(assessment_id)
        recordings = tuple(work.recordings.get(each) for each in assessment.recording_ids)
        runner = work.runners.get(assessment.runner_id)
        others = _comparable(work, assessment)
    files = {use.role: use.sha256 for use in assessment.files}
    report = _report(store, assessment)
    return OpenedReport(
        assessment=assessment,
        runner=runner,
        recordings=recordings,
        report=report,
        has_page=REPORT in files,
        clip_hashes=tuple(_hash_of(files, report, number) for number in range(len(report.clips) if report else 0)),
        others=others,
    )


def build_kept_report(store: Store, assessment: StoredAssessment) -> Report:
    """The typed report of a kept assessment, without its moving pictures.

    Raises
    ------
    InputError : another version made it, or it came without what it is drawn from.
    """
    report = _report(store, assessment)
    if report is None:
        raise InputError(
            "Expected a report of this version, this one was made by another. Open it as it was made, or measure the "
            "recording again."
        )
    return report


def build_whole_report(store: Store, assessment_id: str) -> Report | None:
    """The typed report with its moving pictures, as far as a page that stands alone can hold them.

    None where another version made it, or where it came without what it is drawn from.

    Raises
    ------
    NotStoredError : there is no such assessment.
    """
    with store.read() as work:
        assessment = work.assessments.get(assessment_id)
    return _report(store, assessment, build=_build_whole)


def read_kept_analysis(store: Store, assessment: StoredAssessment) -> Analysis:
    """What is behind a kept assessment.

    Raises
    ------
    InputError : another version made it, or it was not kept.
    """
    from evenstride.io.value_files import read_value

    files = {use.role: use.sha256 for use in assessment.files}
    if ANALYSIS not in files:
        raise InputError("Expected an analysis beside the assessment, there is none. Measure the recording again.")
    value = read_value(store.artefacts.path(files[ANALYSIS]))
    if not isinstance(value, Analysis):
        raise InputError("Expected the analysis of a run, the file holds something else. Measure the recording again.")
    return value


def load_what_reports_need() -> None:
    """Import, read and compile what the first report would otherwise wait for; for a thread of its own."""
    from evenstride.knowledge import load_knowledge

    load_knowledge()


def _report(
    store: Store, assessment: StoredAssessment, *, build: Callable[[Path], Report] | None = None
) -> Report | None:
    """What ``build`` makes of the analysis beside the home tests; `_built` where None."""
    sha256 = next((use.sha256 for use in assessment.files if use.role == ANALYSIS), None)
    if sha256 is None:
        return None
    try:
        return _with_home_tests(store, assessment, (build or _built)(store.artefacts.path(sha256)))
    except InputError:
        return None
    # An analysis that was imported may be of our form and still hold anything; its own page can be shown all the same.
    except Exception:
        logger.exception("a kept analysis cannot be drawn")
        return None


@lru_cache(maxsize=_KEPT_BUILT)
def _built(path: Path) -> Report:
    """The report of an analysis; its file is named by its content, so that what is built stays right."""
    from evenstride.io.value_files import read_value
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.build import build_report

    analysis = read_value(path)
    if isinstance(analysis, SessionAnalysis):
        analysis = replace(
            analysis, clips=tuple(replace(clip, preview=_served(clip.preview)) for clip in analysis.clips)
        )
    return build_report(analysis, knowledge=load_knowledge())


def _build_whole(path: Path) -> Report:
    """The same with its moving pictures; not kept built, for it is asked for once."""
    from evenstride.io.value_files import read_value
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.build import build_report

    return build_report(read_value(path), knowledge=load_knowledge())


def _with_home_tests(store: Store, assessment: StoredAssessment, report: Report) -> Report:
    """The report beside what the runner's home tests say now."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.tested_muscles import with_home_tests
    from evenstride.services.screens.suspicions import tell_suspicions

    with store.read() as work:
        answers = work.screen_answers.newest(assessment.runner_id)
    knowledge = load_knowledge()
    told = tell_suspicions(assessment, answers, knowledge)
    return with_home_tests(report, [(each.suspicion, each.answers) for each in told], knowledge)


def _served(preview: Preview | None) -> Preview | None:
    """The picture's size and clock; its bytes are served beside the page, whatever their size."""
    return None if preview is None else replace(preview, mp4=b"")


def _hash_of(files: dict[str, str], report: Report | None, number: int) -> str | None:
    has_picture = report is not None and report.clips[number].data.preview is not None
    return files.get(role_of(PREVIEW, number)) if has_picture else None


def _comparable(work: UnitOfWork, assessment: StoredAssessment) -> tuple[StoredAssessment, ...]:
    """The runner's other assessments of recordings of the same kind that share a measure with a number."""
    kinds = {each.id: _SOURCE_OF_KIND[each.kind] for each in work.recordings.of_runner(assessment.runner_id)}

    def facts(one: StoredAssessment) -> tuple[set[str], set[tuple[str, Side | None]]]:
        measured = {(each.measure_id, each.side) for each in one.measures if each.value is not None}
        return {kinds[id_] for id_ in one.recording_ids if id_ in kinds}, measured

    own_kinds, own_measures = facts(assessment)
    sharing = [
        other
        for other in work.assessments.of_runner(assessment.runner_id)
        if other.id != assessment.id and own_kinds & facts(other)[0] and own_measures & facts(other)[1]
    ]
    return tuple(sorted(sharing, key=lambda each: each.measured_at, reverse=True))
