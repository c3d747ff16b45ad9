"""The measured runs that a plan can answer, told apart by day, length and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from evenstride.model.local_days import day_of
from evenstride.model.stored import StoredAssessment
from evenstride.reports.plan.dose_words import short_day_words
from evenstride.services.reading.recorded_as import recorded_as

if TYPE_CHECKING:
    from evenstride.store import Store


@dataclass(frozen=True)
class RunChoice:
    """One run to choose: ``23 Nov 2026: 8.2 km in 45 min, morning.fit``."""

    assessment_id: str
    words: str


def list_run_choices(
    store: Store, runner_id: str, assessments: Sequence[StoredAssessment], *, zone: tzinfo | None
) -> tuple[RunChoice, ...]:
    """The runs in the order given, lengths in the runner's units.

    Parameters
    ----------
    zone : in which a run gets its day; None is this computer's.
    """
    with store.read() as work:
        units = work.runners.get(runner_id).units
        names = {each.id: each.name for each in work.recordings.of_runner(runner_id)}
    choices = []
    for each in assessments:
        length = recorded_as(store.artefacts.path(each.document_sha256)).words(units)
        files = " and ".join(names[id_] for id_ in each.recording_ids if id_ in names)
        told = ", ".join(part for part in (length, files) if part)
        day = short_day_words(day_of(each.measured_at, zone))
        choices.append(RunChoice(each.id, f"{day}: {told}" if told else day))
    return tuple(choices)
