"""From an analysis to the report that every format is made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.model import ClipAnalysis, Finding
from evenstride.reports.clip import clip_data, key_frames, shown_steps
from evenstride.reports.curve_panels import curve_panels
from evenstride.reports.evidence_rows import RunInReport
from evenstride.reports.exercise_cards import exercise_cards, red_flag_lines
from evenstride.reports.finding_cards import finding_groups, measured_but_open, muscles_to_check, offered_exercises
from evenstride.reports.header import header_of, is_answered
from evenstride.reports.measure_rows import measure_table, refusals
from evenstride.reports.method import method_of
from evenstride.reports.model import Report
from evenstride.reports.open_findings import finding_name, open_findings
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import (
    DISCLAIMER,
    FILMING_WORDS,
    NO_EXERCISES,
    UNSETTLED_EXERCISES,
    decapitalised,
    join_words,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


def build_report(analysis: ClipAnalysis, *, knowledge: Knowledge) -> Report:
    """Everything a report says, in the order it is read.

    Parameters
    ----------
    analysis : the assessment with the points, curves and steps behind it; ``preview`` may be None.
    knowledge : where names, definitions, references, exercises and sources come from. Ids that it does not have are
        shown as words and never fail.

    Returns
    -------
    Report : values only; printed numbers are already rounded by the knowledge and by their errors.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> from evenstride.testing import synthetic_analysis
    >>> build_report(synthetic_analysis(), knowledge=load_knowledge()).header.clip_name
    'synthetic.mp4'
    """
    assessment = analysis.assessment
    sources = SourceBook(knowledge)
    clip = clip_data(analysis)
    run = RunInReport(assessment.measures, shown_steps(analysis.steps, clip), clip.legs, knowledge)
    judged = assessment.findings if is_answered(assessment) else ()
    offered = () if assessment.stopped_by else offered_exercises(judged)
    is_settled = bool(offered)
    left_open = () if offered or assessment.stopped_by else measured_but_open(judged, assessment.measures)
    offered = offered or offered_exercises(left_open, statuses=("unknown",))
    findings = finding_groups(judged, run, assessment.recordings[0], sources=sources, offered=offered)
    return Report(
        header=header_of(analysis, judged, findings, knowledge),
        clip=clip,
        panels=curve_panels(analysis, clip, knowledge),
        key_frames=key_frames(analysis, clip),
        findings=findings,
        open_findings=open_findings(judged, assessment.measures, assessment.recordings[0], knowledge),
        muscles=muscles_to_check(judged, knowledge),
        filming=() if is_answered(assessment) else FILMING_WORDS,
        red_flags=red_flag_lines(knowledge) if offered else (),
        exercises_intro="" if is_settled or assessment.stopped_by else _exercises_intro(left_open, judged, knowledge),
        exercises=exercise_cards(offered, knowledge=knowledge, sources=sources),
        measures=measure_table(assessment, knowledge=knowledge, legs=clip.legs, sources=sources),
        refusals=refusals(assessment.measures, knowledge=knowledge),
        method=method_of(analysis),
        sources=sources.listed(),
        disclaimer=DISCLAIMER,
    )


def _exercises_intro(left_open: Sequence[Finding], judged: Sequence[Finding], knowledge: Knowledge) -> str:
    """Why exercises stand here although nothing is settled, or why none do; empty where nothing was judged."""
    if not judged:
        return ""
    names = dict.fromkeys(finding_name(finding.id, knowledge) for finding in left_open if finding.exercises)
    if not names:
        return NO_EXERCISES
    return UNSETTLED_EXERCISES.format(names=join_words(map(decapitalised, names)))
