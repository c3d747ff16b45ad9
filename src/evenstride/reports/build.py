"""From an analysis to the report that every format is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evenstride.model import Assessment, ClipAnalysis, Finding, SessionAnalysis
from evenstride.model.run_analysis import RunAnalysis
from evenstride.pipelines.recording_names import place_names, places_of
from evenstride.reports.clip import clip_data, key_frames, leg_roles, shown_steps
from evenstride.reports.clip_model import ClipSection, LegRole
from evenstride.reports.curve_panels import curve_panels
from evenstride.reports.evidence_rows import RunInReport, ShownClip
from evenstride.reports.exercise_cards import exercise_cards, red_flag_lines
from evenstride.reports.filmed import Filmed
from evenstride.reports.finding_cards import finding_groups, measured_but_open, muscles_to_check, offered_exercises
from evenstride.reports.header import header_of, is_answered
from evenstride.reports.measure_rows import measure_table, refusals
from evenstride.reports.method import clip_name, method_of
from evenstride.reports.model import FindingGroup, Header, Method, Report, seen_in
from evenstride.reports.open_findings import finding_name, open_findings
from evenstride.reports.run.agreement import agreement_part
from evenstride.reports.run.build_run import run_section
from evenstride.reports.run.run_header import run_header, with_watch
from evenstride.reports.run.run_method import run_facts, run_method
from evenstride.reports.run.run_model import RunSection
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import (
    FILMING_WORDS,
    MUSCLES_INTRO,
    NO_EXERCISES,
    RECORDING_WORDS,
    RUN_ERROR_WORDS,
    RUN_MUSCLES_INTRO,
    UNSETTLED_EXERCISES,
    decapitalised,
    disclaimer_of,
    join_words,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


def build_report(analysis: ClipAnalysis | SessionAnalysis | RunAnalysis, *, knowledge: Knowledge) -> Report:
    """Everything a report says, in the order it is read.

    Parameters
    ----------
    analysis : the assessment with what is behind it: the points, curves and steps of a clip or of a session
        (``preview`` may be None), or the course of a watch's run.
    knowledge : where names, definitions, references, exercises and sources come from. Ids that it does not have are
        shown as words and never fail.

    Returns
    -------
    Report : values only; printed numbers are already rounded by the knowledge and by their errors.

    Examples
    --------
    >>> from evenstride.knowledge import load_knowledge
    >>> from evenstride.testing import synthetic_analysis
    >>> build_report(synthetic_analysis(), knowledge=load_knowledge()).header.clips[0].name
    'synthetic.mp4'
    """
    session = _session_of(analysis)
    watched = analysis if isinstance(analysis, RunAnalysis) else None if session is None else session.run
    assessment, sources = analysis.assessment, SourceBook(knowledge)
    clips = () if session is None else clip_sections(session, knowledge)
    legs = leg_roles(None) if session is None else _legs(session)
    filmed = Filmed.of(assessment)
    shown = {} if session is None else _shown(session, clips)
    run = RunInReport(assessment.measures, shown, legs, knowledge, None if watched is None else watched.fatigue)
    judged = assessment.findings if is_answered(assessment) else ()
    answers = _exercises_of(assessment, judged)
    findings = finding_groups(judged, run, filmed, sources=sources, offered=answers.offered)
    words = seen_in(len(clips), has_run=watched is not None)
    places = _places(assessment) if len(assessment.recordings) > 1 else {}
    return Report(
        header=_header(session, watched, assessment, judged, findings, knowledge),
        clips=clips,
        legs=legs,
        findings=findings,
        open_findings=open_findings(judged, assessment.measures, filmed, knowledge),
        muscles=muscles_to_check(judged, knowledge, intro=MUSCLES_INTRO if clips else RUN_MUSCLES_INTRO),
        filming=() if is_answered(assessment) else FILMING_WORDS if clips else RECORDING_WORDS,
        red_flags=red_flag_lines(knowledge) if answers.offered else (),
        exercises_intro="" if answers.is_settled else _exercises_intro(answers.left_open, judged, knowledge, words),
        exercises=exercise_cards(answers.offered, knowledge=knowledge, sources=sources),
        measures=measure_table(assessment, knowledge=knowledge, legs=legs, sources=sources, places=places),
        refusals=refusals(assessment.measures, knowledge=knowledge, views=filmed.views),
        method=_method(session, watched),
        run=None if watched is None else _run_part(session, watched, knowledge, sources),
        sources=sources.listed(),
        disclaimer=disclaimer_of(len(clips), has_run=watched is not None),
    )


def _session_of(analysis: ClipAnalysis | SessionAnalysis | RunAnalysis) -> SessionAnalysis | None:
    """The clips; None where there is a watch's run only."""
    if isinstance(analysis, RunAnalysis):
        return None
    return SessionAnalysis.of_clip(analysis) if isinstance(analysis, ClipAnalysis) else analysis


def _header(
    session: SessionAnalysis | None,
    watched: RunAnalysis | None,
    assessment: Assessment,
    judged: Sequence[Finding],
    findings: Sequence[FindingGroup],
    knowledge: Knowledge,
) -> Header:
    if session is None and watched is not None:
        return run_header(watched, judged, findings, knowledge)
    header = header_of(assessment, judged, findings, knowledge)
    return header if watched is None else with_watch(header, watched)


def _method(session: SessionAnalysis | None, watched: RunAnalysis | None) -> Method:
    if session is None and watched is not None:
        return run_method(watched)
    if session is None:
        raise ValueError("Expected clips or a run to report on.")
    method = method_of(session)
    if watched is None:
        return method
    return replace(
        method,
        facts=(*method.facts, *run_facts(watched)),
        error_words=(*method.error_words, *(words for words in RUN_ERROR_WORDS if words not in method.error_words)),
    )


def _run_part(
    session: SessionAnalysis | None, watched: RunAnalysis, knowledge: Knowledge, sources: SourceBook
) -> RunSection:
    section = run_section(watched, knowledge=knowledge, sources=sources)
    if session is None or session.agreement is None:
        return section
    return replace(section, agreement=agreement_part(session.agreement, knowledge=knowledge))


@dataclass(frozen=True)
class _Answers:
    """Exercises that are offered, and for what: what was settled, else what was left open."""

    offered: tuple[str, ...]
    is_settled: bool
    left_open: tuple[Finding, ...]


def _exercises_of(assessment: Assessment, judged: Sequence[Finding]) -> _Answers:
    if assessment.stopped_by:
        return _Answers((), True, ())
    settled = offered_exercises(judged)
    if settled:
        return _Answers(settled, True, ())
    left_open = measured_but_open(judged, assessment.measures)
    return _Answers(offered_exercises(left_open, statuses=("unknown",)), False, left_open)


def clip_sections(session: SessionAnalysis, knowledge: Knowledge) -> tuple[ClipSection, ...]:
    """Every recording as it is drawn."""
    count = len(session.clips)
    places = place_names([clip.view for clip in session.clips])
    sections = []
    for number, (analysis, place) in enumerate(zip(session.clips, places, strict=True), start=1):
        data = clip_data(analysis, clip_count=count)
        sections.append(
            ClipSection(
                number=number,
                recording_id=analysis.recording.id,
                place=place if count > 1 else "",
                name=clip_name(analysis.recording) if count > 1 else "",
                data=data,
                panels=curve_panels(analysis, data, knowledge),
                key_frames=key_frames(analysis, data),
            )
        )
    return tuple(sections)


def _legs(session: SessionAnalysis) -> tuple[LegRole, LegRole]:
    """The legs of the tables: near and far only where every recording sees the same one nearer."""
    near_sides = {clip.view.near_side for clip in session.clips}
    return leg_roles(next(iter(near_sides)) if len(near_sides) == 1 else None)


def _shown(session: SessionAnalysis, clips: Sequence[ClipSection]) -> dict[str, ShownClip]:
    return {
        section.recording_id: ShownClip(section.number, section.place, shown_steps(analysis.steps, section.data))
        for section, analysis in zip(clips, session.clips, strict=True)
    }


def _places(assessment: Assessment) -> dict[str, str]:
    """Names of the recordings by id."""
    return dict(zip((each.id for each in assessment.recordings), places_of(assessment), strict=True))


def _exercises_intro(left_open: Sequence[Finding], judged: Sequence[Finding], knowledge: Knowledge, words: str) -> str:
    """Why exercises stand here although nothing is settled, or why none do; empty where nothing was judged."""
    if not judged:
        return ""
    names = dict.fromkeys(finding_name(finding.id, knowledge) for finding in left_open if finding.exercises)
    if not names:
        return NO_EXERCISES
    return UNSETTLED_EXERCISES.format(
        clips=f"{words[0].upper()}{words[1:]} {'settles' if words.startswith('this ') else 'settle'}",
        names=join_words(map(decapitalised, names)),
    )
