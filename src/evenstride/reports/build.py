"""From an analysis to the report that every format is made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.model import ClipAnalysis, Finding, SessionAnalysis
from evenstride.pipelines.recording_names import place_names
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
from evenstride.reports.model import Report
from evenstride.reports.open_findings import finding_name, open_findings
from evenstride.reports.sources import SourceBook
from evenstride.reports.wording import (
    FILMING_WORDS,
    NO_EXERCISES,
    UNSETTLED_EXERCISES,
    decapitalised,
    disclaimer_of,
    join_words,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


def build_report(analysis: ClipAnalysis | SessionAnalysis, *, knowledge: Knowledge) -> Report:
    """Everything a report says, in the order it is read.

    Parameters
    ----------
    analysis : the assessment with the points, curves and steps behind it, of one clip or of a session; ``preview`` may
        be None.
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
    session = SessionAnalysis.of_clip(analysis) if isinstance(analysis, ClipAnalysis) else analysis
    assessment, sources = session.assessment, SourceBook(knowledge)
    clips, filmed, legs = clip_sections(session, knowledge), Filmed.of(assessment), _legs(session)
    run = RunInReport(assessment.measures, _shown(session, clips), legs, knowledge)
    judged = assessment.findings if is_answered(assessment) else ()
    offered = () if assessment.stopped_by else offered_exercises(judged)
    is_settled = bool(offered)
    left_open = () if offered or assessment.stopped_by else measured_but_open(judged, assessment.measures)
    offered = offered or offered_exercises(left_open, statuses=("unknown",))
    findings = finding_groups(judged, run, filmed, sources=sources, offered=offered)
    return Report(
        header=header_of(assessment, judged, findings, knowledge),
        clips=clips,
        legs=legs,
        findings=findings,
        open_findings=open_findings(judged, assessment.measures, filmed, knowledge),
        muscles=muscles_to_check(judged, knowledge),
        filming=() if is_answered(assessment) else FILMING_WORDS,
        red_flags=red_flag_lines(knowledge) if offered else (),
        exercises_intro=""
        if is_settled or assessment.stopped_by
        else _exercises_intro(left_open, judged, knowledge, clips),
        exercises=exercise_cards(offered, knowledge=knowledge, sources=sources),
        measures=measure_table(assessment, knowledge=knowledge, legs=legs, sources=sources, places=_places(clips)),
        refusals=refusals(assessment.measures, knowledge=knowledge, views=filmed.views),
        method=method_of(session),
        sources=sources.listed(),
        disclaimer=disclaimer_of(len(clips)),
    )


def clip_sections(session: SessionAnalysis, knowledge: Knowledge) -> tuple[ClipSection, ...]:
    """Every recording as it is drawn."""
    count = len(session.clips)
    places = place_names(session.assessment.views)
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
    near_sides = {view.near_side for view in session.assessment.views}
    return leg_roles(next(iter(near_sides)) if len(near_sides) == 1 else None)


def _shown(session: SessionAnalysis, clips: Sequence[ClipSection]) -> dict[str, ShownClip]:
    return {
        section.recording_id: ShownClip(section.number, section.place, shown_steps(analysis.steps, section.data))
        for section, analysis in zip(clips, session.clips, strict=True)
    }


def _places(clips: Sequence[ClipSection]) -> dict[str, str]:
    """Names of the recordings by id; none where there is only one."""
    return {section.recording_id: section.place for section in clips if section.place}


def _exercises_intro(
    left_open: Sequence[Finding], judged: Sequence[Finding], knowledge: Knowledge, clips: Sequence[ClipSection]
) -> str:
    """Why exercises stand here although nothing is settled, or why none do; empty where nothing was judged."""
    if not judged:
        return ""
    names = dict.fromkeys(finding_name(finding.id, knowledge) for finding in left_open if finding.exercises)
    if not names:
        return NO_EXERCISES
    return UNSETTLED_EXERCISES.format(
        clips="This clip settles" if len(clips) == 1 else "These clips settle",
        names=join_words(map(decapitalised, names)),
    )
