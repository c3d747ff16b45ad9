"""From an assessment, in memory or saved, and a runner's answers and wishes to a plan."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.model import Assessment, ClipAnalysis, Finding, SessionAnalysis
from evenstride.model.plan import Plan, RunnerProfile

if TYPE_CHECKING:
    from evenstride.io.assessment_files import SavedAssessment
    from evenstride.knowledge.knowledge import Knowledge

AssessmentSource = str | Path | Mapping[str, Any] | Assessment | ClipAnalysis | SessionAnalysis
ProfileSource = str | Path | Mapping[str, Any] | RunnerProfile | None


@dataclass(frozen=True)
class PlannedRun:
    """A plan with the findings it was made from."""

    plan: Plan
    findings: tuple[Finding, ...]
    is_running: bool


def make_plan(assessment: AssessmentSource, *, profile: ProfileSource = None, start_on: datetime.date) -> Plan:
    """A six-week plan for one runner.

    Parameters
    ----------
    assessment : what ``evenstride.analyze`` or ``evenstride.analyze_session`` returned, its ``to_dict()``, or the path
        of a saved assessment.
    profile : answers, equipment and time: a `RunnerProfile`, a mapping with its fields, or the path of a JSON or YAML
        file. None asks nothing and takes the settings of the knowledge.
    start_on : first day.

    Returns
    -------
    Plan : the same for the same values, always; ``to_dict()`` is its ``evenstride.plan/1`` document. An answer can stop
        it: then ``stopped_by`` says whom to see and there are no weeks.

    Raises
    ------
    InputError : a file that cannot be used, a finding that the knowledge does not know, or a wish no plan can fit.

    Examples
    --------
    >>> import datetime, evenstride
    >>> plan = evenstride.make_plan("assessment.json", start_on=datetime.date(2026, 3, 2))  # doctest: +SKIP
    >>> plan.retest_on  # doctest: +SKIP
    '2026-04-13'
    """
    return plan_run(assessment, profile=profile, start_on=start_on).plan


def plan_run(
    assessment: AssessmentSource,
    *,
    profile: ProfileSource = None,
    start_on: datetime.date,
    equipment: tuple[str, ...] | None = None,
    minutes_a_day: float | None = None,
    days_a_week: int | None = None,
) -> PlannedRun:
    """A plan with the findings behind it; the last three come before what the profile says. See `make_plan`."""
    from evenstride.knowledge import load_knowledge
    from evenstride.prescription import make_plan as plan_from_findings

    saved = _saved(assessment)
    knowledge = load_knowledge()
    wishes = {"equipment": equipment, "minutes_a_day": minutes_a_day, "days_a_week": days_a_week}
    given: dict[str, Any] = {name: value for name, value in wishes.items() if value is not None}
    fitted = replace(read_profile(profile, knowledge=knowledge), **given)
    plan = plan_from_findings(saved.findings, fitted, knowledge=knowledge, start_on=start_on)
    return PlannedRun(plan, saved.findings, saved.is_running)


def read_profile(profile: ProfileSource, *, knowledge: Knowledge) -> RunnerProfile:
    """A profile in any of the forms it comes in, checked.

    Raises
    ------
    InputError : with one line that says what was expected and what came.
    """
    from evenstride.io.profile_files import PROFILE_SCHEMA, read_profile_file
    from evenstride.prescription import profile_from_mapping

    if isinstance(profile, str | Path):
        path = Path(profile)
        try:
            return profile_from_mapping(read_profile_file(path), knowledge=knowledge)
        except InputError as error:
            raise InputError(_with_name(str(error), path.name)) from error
    if isinstance(profile, RunnerProfile):
        return profile_from_mapping(asdict(profile), knowledge=knowledge)
    if isinstance(profile, Mapping) and profile.get("schema") == PROFILE_SCHEMA:
        return profile_from_mapping({k: v for k, v in profile.items() if k != "schema"}, knowledge=knowledge)
    return profile_from_mapping(profile, knowledge=knowledge)


def _with_name(message: str, name: str) -> str:
    return message if name in message else f"{name}: {message}"


def _saved(assessment: AssessmentSource) -> SavedAssessment:
    from evenstride.io.assessment_files import SavedAssessment, assessment_from_document, read_assessment

    if isinstance(assessment, str | Path):
        return read_assessment(Path(assessment))
    if isinstance(assessment, ClipAnalysis | SessionAnalysis):
        assessment = assessment.assessment
    if not isinstance(assessment, Assessment):
        return assessment_from_document(assessment)
    return SavedAssessment(
        findings=assessment.findings,
        is_running=assessment.is_running,
        created_at=assessment.created_at,
        source_names=tuple(recording.path for recording in assessment.recordings),
    )
