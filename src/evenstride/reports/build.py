"""From an analysis to the report that every format is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.model import ClipAnalysis
from evenstride.reports.clip import clip_data, key_frames, shown_steps
from evenstride.reports.curve_panels import curve_panels
from evenstride.reports.evidence_rows import RunInReport
from evenstride.reports.exercise_cards import exercise_cards, red_flag_lines
from evenstride.reports.finding_cards import finding_groups, muscles_to_check, offered_exercises
from evenstride.reports.header import header_of, is_answered
from evenstride.reports.measure_rows import measure_table, refusals
from evenstride.reports.method import method_of
from evenstride.reports.model import Report
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import DISCLAIMER, FILMING_WORDS, UNSETTLED_EXERCISES

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
    if not is_settled and not assessment.stopped_by:
        offered = offered_exercises(judged, statuses=("unknown",))
    findings = finding_groups(judged, run, assessment.recordings[0], sources=sources, offered=offered)
    return Report(
        header=header_of(analysis, findings, knowledge),
        clip=clip,
        panels=curve_panels(analysis, clip, knowledge),
        key_frames=key_frames(analysis, clip),
        findings=findings,
        muscles=muscles_to_check(judged, knowledge),
        filming=() if is_answered(assessment) else FILMING_WORDS,
        red_flags=red_flag_lines(knowledge) if offered else (),
        exercises_intro="" if is_settled else UNSETTLED_EXERCISES,
        exercises=exercise_cards(offered, knowledge=knowledge, sources=sources),
        measures=measure_table(assessment, knowledge=knowledge, legs=clip.legs, sources=sources),
        refusals=refusals(assessment.measures, knowledge=knowledge),
        method=method_of(analysis),
        sources=sources.listed(),
        disclaimer=DISCLAIMER,
    )
