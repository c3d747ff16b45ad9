"""The progress page of a runner, from what is kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.model.local_days import day_of
from evenstride.model.stored import ScreenAnswer, StoredAssessment, StoredRunner
from evenstride.reports.progress.axes import days_over
from evenstride.reports.progress.build_page import Followed, build_progress_page
from evenstride.reports.progress.measure_panels import DrawnWith, FollowedSide
from evenstride.reports.progress.page_model import ProgressPage
from evenstride.reports.progress.recorded import RecordedAs, recorded_as
from evenstride.reports.screen_results import screen_courses
from evenstride.services.keeping.following import MeasureProgress, follow_runner
from evenstride.services.training.places import PAIN_PLACES

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.store import Store

#: More charts than these nobody looks at unasked.
_MOST_SHOWN = 4
_USUAL_MEASURES = ("cadence", "contact_time", "vertical_oscillation", "overstride")
_FINDINGS_FIRST = ("present", "possible")


@dataclass(frozen=True)
class _Kept:
    """What the page needs beside what `follow_runner` gives."""

    runner: StoredRunner
    assessments: tuple[StoredAssessment, ...]
    recorded: dict[str, RecordedAs]
    entries: tuple[Any, ...]
    retests: tuple[Any, ...]
    screens: tuple[ScreenAnswer, ...]


def read_progress(
    store: Store, runner_id: str, *, today: date, zone: tzinfo | None, measure_ids: Collection[str] = ()
) -> ProgressPage:
    """Everything that the page shows.

    Parameters
    ----------
    today : in ``zone``, which is this computer's where None.
    measure_ids : measures to draw; those behind the findings of the latest recordings where empty.

    Raises
    ------
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    found = follow_runner(store, runner_id, today=today, zone=zone, knowledge=knowledge)
    kept = _read(store, runner_id)
    sides: dict[str, list[FollowedSide]] = {}
    for each in found.measures:
        sides.setdefault(each.measure_id, []).append(FollowedSide(each.side, each.series, each.says))
    shown, because = _shown(found.measures, kept.assessments, measure_ids, knowledge)
    days = [day_of(each.measured_at, zone) for each in kept.assessments]
    page = build_progress_page(
        Followed(
            sides=sides,
            shown=shown,
            shown_because=because,
            drawn=DrawnWith(days_over(days), zone, kept.recorded) if days else None,
            adherence=found.adherence,
            advice=found.advice,
            pain=found.pain,
            effort=found.effort,
            entries=kept.entries,
            load=found.load,
            next_retest=found.retest,
            retests=kept.retests,
            units=kept.runner.units,
            today=today,
            zone=zone,
            place_names=PAIN_PLACES,
        ),
        knowledge=knowledge,
    )
    return replace(page, screens=screen_courses(kept.screens, knowledge, zone=zone))


def _read(store: Store, runner_id: str) -> _Kept:
    with store.read() as work:
        assessments = work.assessments.of_runner(runner_id)
        recordings = {each.id: each for each in work.recordings.of_runner(runner_id)}
        shoes = {each.id: each.name for each in work.shoes.of_runner(runner_id)}
        kept = work.runners.get(runner_id), work.diary.of_runner(runner_id), work.retests.of_runner(runner_id)
        screens = work.screen_answers.of_runner(runner_id)
    recorded = {}
    for assessment in assessments:
        own = [recordings[id_] for id_ in assessment.recording_ids if id_ in recordings]
        content = _document_head(store, assessment.document_sha256)
        kinds = tuple(each.kind for each in own)
        worn = tuple(shoes[each.shoe_id] for each in own if each.shoe_id in shoes)
        recorded[assessment.id] = recorded_as(content, kinds=kinds, shoes=worn)
    return _Kept(kept[0], assessments, recorded, kept[1], kept[2], screens)


def _document_head(store: Store, sha256: str) -> dict[str, Any]:
    return {"recordings": [dict(each) for each in _recordings_of(store.artefacts.path(sha256))]}


@lru_cache(maxsize=1024)
def _recordings_of(path: Path) -> tuple[tuple[tuple[str, str], ...], ...]:
    """View and surface of every recording of a document; a path names its content, so that it is read once."""
    try:
        recordings = json.loads(path.read_bytes()).get("recordings", ())
    except (OSError, ValueError, AttributeError):
        return ()
    return tuple(
        (("view", str(each.get("view", ""))), ("surface", str(each.get("surface", "")))) for each in recordings
    )


def _shown(
    measures: Sequence[MeasureProgress],
    assessments: Sequence[StoredAssessment],
    wanted: Collection[str],
    knowledge: Knowledge,
) -> tuple[tuple[str, ...], str]:
    """Which measures are drawn, and why."""
    known = list(dict.fromkeys(each.measure_id for each in measures))
    chosen = [each for each in known if each in wanted]
    if chosen:
        return tuple(chosen), "The measures you chose."
    behind = [each for each in _behind_findings(assessments, knowledge) if each in known]
    usual = [each for each in _USUAL_MEASURES if each in known]
    because = (
        "The measures behind what was found last stand here, with some of the usual ones."
        if behind
        else "Nothing was found last, so the usual measures stand here."
    )
    return tuple(list(dict.fromkeys([*behind, *usual, *known]))[:_MOST_SHOWN]), because


def _behind_findings(assessments: Sequence[StoredAssessment], knowledge: Knowledge) -> list[str]:
    """Measures behind the findings of the latest assessment that has any, those of present ones first."""
    for assessment in reversed(assessments):
        found = [
            condition.measure
            for status in _FINDINGS_FIRST
            for each in sorted(assessment.findings, key=lambda finding: -finding.strength)
            if each.status == status and each.finding_id in knowledge.findings
            for condition in knowledge.findings[each.finding_id].trigger.conditions
        ]
        if found:
            return list(dict.fromkeys(found))
    return []
