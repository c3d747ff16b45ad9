"""A kept report beside another of the same runner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.services.reading.opened_report import OpenedReport, open_report
from evenstride.services.reading.recorded_as import RecordedAs, recorded_as

if TYPE_CHECKING:
    from evenstride.model.stored import StoredAssessment
    from evenstride.reports.comparison.comparison_model import ComparisonReport
    from evenstride.store import Store

#: Below this two clips count as filmed at the same rate.
_SAME_RATE_FPS = 1.0
#: Of the most measures that any earlier report shares.
_MUCH_SHARED = 0.8


@dataclass(frozen=True)
class OpenedComparison:
    """Two reports, the earlier first, and what they say together.

    ``choices`` are the runner's other reports that the one which was asked for can be held beside, the latest first.
    """

    asked_for: str
    earlier: OpenedReport
    later: OpenedReport
    comparison: ComparisonReport
    choices: tuple[StoredAssessment, ...]
    names: dict[str, str]

    @property
    def other_id(self) -> str:
        """The one beside which the report that was asked for is held."""
        return self.later.assessment.id if self.earlier.assessment.id == self.asked_for else self.earlier.assessment.id


def compare_reports(store: Store, assessment_id: str, other_id: str | None = None) -> OpenedComparison | None:
    """Hold a report beside another of the same runner; None where there is nothing to hold it beside.

    Parameters
    ----------
    other_id : the other; else the latest one that was measured before, else the one after.

    Raises
    ------
    NotStoredError : one of them is not kept.
    InputError : the other is of another runner, is the same, or shares no measure with it.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.comparison.build_comparison import build_comparison

    asked = open_report(store, assessment_id)
    if not asked.others:
        return None
    other = open_report(store, other_id or _usual(asked).id)
    if other.assessment.id not in {each.id for each in asked.others}:
        raise InputError("Expected another report of the same runner with a measure in common. Choose one of the list.")
    earlier, later = sorted((asked, other), key=lambda each: (each.assessment.measured_at, each.assessment.created_at))
    comparison = build_comparison(
        earlier.assessment,
        later.assessment,
        (earlier.report, later.report),
        cautions=tuple(_cautions(store, earlier, later)),
        knowledge=load_knowledge(),
    )
    names = _names(store, asked)
    return OpenedComparison(assessment_id, earlier, later, comparison, asked.others, names)


def _usual(asked: OpenedReport) -> StoredAssessment:
    """The latest before it that shares about as much as any, such as one of the same view; else the next after it."""
    before = [each for each in asked.others if each.measured_at <= asked.assessment.measured_at]
    if not before:
        return asked.others[-1]
    own = {each.measure_id for each in asked.assessment.measures if each.value is not None}

    def shared(other: StoredAssessment) -> int:
        return len(own & {each.measure_id for each in other.measures if each.value is not None})

    most = max(map(shared, before))
    return next(each for each in before if shared(each) >= _MUCH_SHARED * most)


def _cautions(store: Store, earlier: OpenedReport, later: OpenedReport) -> Iterator[str]:
    """What was different besides the runner; each can move a measure by itself."""
    one, other = (recorded_as(store.artefacts.path(each.assessment.document_sha256)) for each in (earlier, later))
    if set(one.views) != set(other.views):
        yield f"They were filmed from different directions: {_filmed(one)}, then {_filmed(other)}."
    if one.fps and other.fps and abs(max(one.fps) - max(other.fps)) > _SAME_RATE_FPS:
        rates = f"{max(one.fps):.0f} and {max(other.fps):.0f}"
        yield f"They have {rates} pictures a second, and the errors differ with them."
    shoes = [{each.shoe_id for each in opened.recordings} - {None} for opened in (earlier, later)]
    if shoes[0] and shoes[1] and shoes[0] != shoes[1]:
        yield "They were run in different shoes."
    yield "Speed, surface and shoes can change a measure too; the verdicts speak of measuring errors alone."


def _filmed(facts: RecordedAs) -> str:
    return " and ".join(facts.views) or "from where it is not known"


def _names(store: Store, asked: OpenedReport) -> dict[str, str]:
    """Names of the recordings of each choice."""
    with store.read() as work:
        recordings = {each.id: each.name for each in work.recordings.of_runner(asked.runner.id)}
    return {
        each.id: ", ".join(recordings[id_] for id_ in each.recording_ids if id_ in recordings)
        for each in (asked.assessment, *asked.others)
    }
