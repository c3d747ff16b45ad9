"""The top of the report: a title, the plain answer in one paragraph, the few large numbers, one line per finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from evenstride.model import Assessment, Finding, Measure, Recording
from evenstride.model.assessment import RecordingView
from evenstride.model.finding import FindingStatus
from evenstride.reports.landing_words import landing_of, landing_sentences, landing_title
from evenstride.reports.measure_rows import quantity_of, short_name_of
from evenstride.reports.method import clip_name
from evenstride.reports.model import FilmedClip, FindingGroup, Header, KeyNumber, SidedQuantity, seen_in
from evenstride.reports.notices import advice_of, notes_of
from evenstride.reports.numbers import fixed
from evenstride.reports.open_findings import finding_name
from evenstride.reports.verdicts import cannot_tell, sides_of_status, sides_text, verdict_lines
from evenstride.reports.wording import (
    NOT_RUNNING_TITLE,
    NOTHING_TITLE,
    decapitalised,
    join_words,
    sentence,
    view_words,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

KEY_MEASURES = ("cadence", "contact_time", "knee_flexion_ic", "trunk_lean", "vertical_oscillation")
KEY_NUMBER_COUNT = 4
REFUSAL_REASONS_SAID = 3

#: What the paragraph says of findings, in this order.
STATUS_SENTENCES: dict[FindingStatus, str] = {
    "present": "Seen in {clips}: {names}.",
    "possible": "Possible, but not settled: {names}.",
    "absent": "Looked for and not seen: {names}.",
}
MINUS = "\u2212"


def header_of(
    assessment: Assessment, findings: Sequence[Finding], groups: Sequence[FindingGroup], knowledge: Knowledge
) -> Header:
    """Everything above the clip; ``findings`` are those judged, ``groups`` what the page shows of them."""
    return Header(
        title=_title(assessment, knowledge),
        answer=_answer(assessment, findings, knowledge),
        clips=tuple(
            _filmed(recording, view)
            for recording, view in zip(assessment.recordings, assessment.views, strict=True)
            if recording.kind != "run"
        ),
        created_on=date_words(assessment.created_at),
        key_numbers=_key_numbers(assessment, knowledge) if is_answered(assessment) else (),
        verdicts=verdict_lines(findings, knowledge),
        cannot_tell=cannot_tell(findings, groups, knowledge),
        notices=_notices(assessment, knowledge),
    )


def _filmed(recording: Recording, view: RecordingView) -> FilmedClip:
    words = (
        f"{fixed(recording.duration_s, 1)} s of {view_words(view)}, {fixed(recording.fps_nominal, 0)} pictures a second"
    )
    return FilmedClip(clip_name(recording), words)


def is_answered(assessment: Assessment) -> bool:
    """Whether the clip shows a run and at least one measure carries a value."""
    return assessment.is_running and assessment.says_something


def _title(assessment: Assessment, knowledge: Knowledge) -> str:
    if not assessment.is_running:
        return NOT_RUNNING_TITLE
    if not assessment.says_something:
        return NOTHING_TITLE
    cadence = _spoken(assessment, "cadence", knowledge)
    parts = [] if cadence is None else [f"{cadence} steps a minute"]
    parts += [landing_title(landing_of(assessment, knowledge))]
    said = ", ".join(part for part in parts if part)
    return sentence(said).rstrip(".") if said else "Your run, measured"


def _answer(assessment: Assessment, findings: Sequence[Finding], knowledge: Knowledge) -> str:
    """What came out in a few plain sentences; what to do where nothing did."""
    if not is_answered(assessment):
        return _refused_answer(assessment)
    cadence = _spoken(assessment, "cadence", knowledge)
    sentences = [] if cadence is None else [f"You ran {cadence} steps a minute."]
    sentences += landing_sentences(landing_of(assessment, knowledge))
    filmed = sum(recording.kind != "run" for recording in assessment.recordings)
    clips = seen_in(filmed, has_run=filmed < len(assessment.recordings))
    sentences += [*_trunk_sentence(assessment, knowledge), *finding_sentences(findings, knowledge, clips)]
    return " ".join(sentences)


def _refused_answer(assessment: Assessment) -> str:
    reasons: Sequence[str] = (*advice_of(assessment), *notes_of(assessment))
    if not reasons:
        reasons = tuple(dict.fromkeys(reason for measure in assessment.measures for reason in measure.reasons))
    said = " ".join(sentence(reason) for reason in reasons[:REFUSAL_REASONS_SAID])
    if len(assessment.recordings) > 1:
        return f"The recordings could be read, but no number can be given from them. {said}".strip()
    if assessment.recordings[0].kind == "video":
        return f"The clip could be opened, but no number can be given from it. {said}".strip()
    return f"The points were read, but no number can be given from them. {said}".strip()


def _trunk_sentence(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    lean = _spoken(assessment, "trunk_lean", knowledge)
    if lean is None:
        return []
    direction = "backward" if lean.startswith(MINUS) else "forward"
    return [f"Your trunk leans {lean.lstrip(MINUS)}° {direction}."]


def finding_sentences(findings: Sequence[Finding], knowledge: Knowledge, clips: str) -> list[str]:
    """By name what was seen and what is possible, else what was looked for and not seen; how many are open."""
    named = {status: _named(findings, status, knowledge) for status in STATUS_SENTENCES}
    if named["present"] or named["possible"]:
        named["absent"] = ""
    said = [STATUS_SENTENCES[status].format(names=names, clips=clips) for status, names in named.items() if names]
    settled = {finding.id for finding in findings if finding.status != "unknown"}
    count = len({finding.id for finding in findings} - settled)
    if count:
        counted = "1 pattern" if count == 1 else f"{count} patterns"
        said.append(f"Another recording is needed for {f'{count} more' if said else counted}.")
    return said


def _named(findings: Sequence[Finding], status: FindingStatus, knowledge: Knowledge) -> str:
    """``hip drop (left and right) and over-pronation (left)``."""
    return join_words(
        decapitalised(finding_name(finding_id, knowledge)) + (f" ({said})" if (said := sides_text(sides)) else "")
        for finding_id, sides in sides_of_status(findings, status).items()
    )


def _key_numbers(assessment: Assessment, knowledge: Knowledge) -> tuple[KeyNumber, ...]:
    numbers = (_key_number(measure_id, assessment.measures, knowledge) for measure_id in KEY_MEASURES)
    return tuple(number for number in numbers if number is not None)[:KEY_NUMBER_COUNT]


def _key_number(measure_id: str, measures: Sequence[Measure], knowledge: Knowledge) -> KeyNumber | None:
    said = [m for m in measures if m.id == measure_id and m.number is not None]
    pairs = [(m, quantity_of(m, knowledge)) for m in said]
    values = tuple(SidedQuantity("" if m.side is None else m.side.capitalize(), q) for m, q in pairs if q is not None)
    if not values:
        return None
    is_less_certain = any(m.status == "low_confidence" for m in said)
    label = sentence(short_name_of(measure_id, knowledge)).rstrip(".")
    return KeyNumber(label, values, "less certain" if is_less_certain else "")


def _notices(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Red flags first, then what the runner can do about the clip; a refused clip has said so already."""
    advice = advice_of(assessment) if is_answered(assessment) else ()
    return (*red_flag_notices(assessment, knowledge), *map(sentence, advice))


def red_flag_notices(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """The answers that stop every exercise."""
    return tuple(sentence(_red_flag_words(flag_id, knowledge)) for flag_id in assessment.stopped_by)


def _red_flag_words(flag_id: str, knowledge: Knowledge) -> str:
    flag = knowledge.red_flags.get(flag_id)
    if flag is None:
        return f"Stopped by: {flag_id.replace('_', ' ')}"
    return f"No exercise for now. {flag.question} If so, turn to {flag.whom_to_see}"


def _spoken(assessment: Assessment, measure_id: str, knowledge: Knowledge) -> str | None:
    """A whole-run number as every place of the page prints it, without its error."""
    measure = assessment.measure(measure_id)
    quantity = None if measure is None else quantity_of(measure, knowledge)
    return None if quantity is None else quantity.number


def date_words(created_at: str) -> str:
    """``2 January 2026``; the text itself where it is no date."""
    try:
        created = datetime.fromisoformat(created_at)
    except ValueError:
        return created_at
    return f"{created.day} {created:%B %Y}"
