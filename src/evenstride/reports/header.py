"""The top of the report: a title, the plain answer in one paragraph, the few large numbers, one line per finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from evenstride.model import Assessment, ClipAnalysis, Measure
from evenstride.model.gait import SIDES
from evenstride.reports.finding_cards import verdict_text
from evenstride.reports.measure_rows import name_of, quantity_of
from evenstride.reports.method import clip_name
from evenstride.reports.model import FindingCard, Header, KeyNumber, SidedQuantity, VerdictLine
from evenstride.reports.numbers import fixed
from evenstride.reports.wording import NOT_RUNNING_TITLE, NOTHING_TITLE, STRIKE_WORDS, join_words, sentence, view_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

KEY_MEASURES = ("cadence", "contact_time", "knee_flexion_ic", "trunk_lean", "vertical_oscillation")
KEY_NUMBER_COUNT = 4
MINUS = "\u2212"


def header_of(analysis: ClipAnalysis, cards: Sequence[FindingCard], knowledge: Knowledge) -> Header:
    """Everything above the clip."""
    assessment = analysis.assessment
    recording = assessment.recordings[0]
    return Header(
        title=_title(assessment),
        answer=_answer(assessment, cards, knowledge),
        clip_name=clip_name(recording),
        created_on=_date_words(assessment.created_at),
        clip_words=f"{fixed(recording.duration_s, 1)} s of {view_words(assessment.views[0])}, "
        f"{fixed(recording.fps_nominal, 0)} pictures a second",
        key_numbers=_key_numbers(assessment, knowledge) if is_answered(assessment) else (),
        verdicts=tuple(VerdictLine(c.id, c.status, c.status_words, verdict_text(c)) for c in cards),
        notices=_notices(assessment, knowledge),
    )


def is_answered(assessment: Assessment) -> bool:
    """Whether the clip shows a run and at least one measure carries a value."""
    return assessment.is_running and assessment.says_something


def _title(assessment: Assessment) -> str:
    if not assessment.is_running:
        return NOT_RUNNING_TITLE
    if not assessment.says_something:
        return NOTHING_TITLE
    cadence = _spoken(assessment, "cadence")
    landing = _landing_words(assessment)
    parts = [] if cadence is None else [f"{cadence} steps a minute"]
    parts += [f"landing {landing}"] if landing and len(set(_strikes(assessment).values())) == 1 else []
    return sentence(", ".join(parts)).rstrip(".") if parts else "Your run, measured"


def _answer(assessment: Assessment, cards: Sequence[FindingCard], knowledge: Knowledge) -> str:
    """What came out in plain sentences; what to do where nothing did."""
    if not is_answered(assessment):
        return _refused_answer(assessment)
    sentences = []
    cadence = _spoken(assessment, "cadence")
    landing = _landing_words(assessment)
    if cadence is not None:
        sentences.append(f"You ran {cadence} steps a minute" + (f", landing {landing}." if landing else "."))
    elif landing:
        sentences.append(f"You land {landing}.")
    sentences += [*_contact_sentence(assessment, knowledge), *_trunk_sentence(assessment)]
    sentences += _finding_sentences(cards)
    refused = {m.id for m in assessment.measures if m.status == "refused"}
    if refused:
        count = "One measure is" if len(refused) == 1 else f"{len(refused)} measures are"
        sentences.append(f"{count} left out because this clip does not carry enough for it; how to film it is below.")
    return " ".join(sentences)


def _refused_answer(assessment: Assessment) -> str:
    reasons = [*assessment.warnings, *assessment.recordings[0].warnings]
    if not reasons:
        reasons = [reason for measure in assessment.measures for reason in measure.reasons]
    said = " ".join(sentence(reason) for reason in dict.fromkeys(reasons[:3]))
    if assessment.recordings[0].kind == "video":
        return f"The clip could be opened, but no number can be given from it. {said}".strip()
    return f"The points were read, but no number can be given from them. {said}".strip()


def _landing_words(assessment: Assessment) -> str:
    """``heel first on both feet`` or what each foot does."""
    strikes = _strikes(assessment)
    if len(strikes) == 2 and len(set(strikes.values())) == 1:
        return f"{next(iter(strikes.values()))} on both feet"
    return join_words(f"{words} on the {side} foot" for side, words in strikes.items())


def _strikes(assessment: Assessment) -> dict[str, str]:
    found = ((side, assessment.measure("foot_strike_pattern", side)) for side in SIDES)
    return {
        side: STRIKE_WORDS[measure.value]
        for side, measure in found
        if measure is not None and isinstance(measure.value, str) and measure.value in STRIKE_WORDS
    }


def _contact_sentence(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    quantities = [(side, assessment.measure("contact_time", side)) for side in SIDES]
    shown = [(side, quantity_of(m, knowledge)) for side, m in quantities if m is not None]
    said = [f"{q.number}\u00a0{q.unit} ({side})" for side, q in shown if q is not None]
    return [f"Each foot stays on the ground for {join_words(said)}."] if said else []


def _trunk_sentence(assessment: Assessment) -> list[str]:
    lean = _spoken(assessment, "trunk_lean")
    if lean is None:
        return []
    direction = "backward" if lean.startswith(MINUS) else "forward"
    return [f"Your trunk leans {lean.lstrip(MINUS)}° {direction}."]


def _finding_sentences(cards: Sequence[FindingCard]) -> list[str]:
    """What was seen or is possible, once each; else what was looked for and not seen."""
    shown = [card.says for card in cards if card.status in {"present", "possible"}]
    if not shown:
        shown = [card.says for card in cards if card.status == "absent"]
    return [sentence(says) for says in dict.fromkeys(shown)]


def _key_numbers(assessment: Assessment, knowledge: Knowledge) -> tuple[KeyNumber, ...]:
    numbers = (_key_number(measure_id, assessment.measures, knowledge) for measure_id in KEY_MEASURES)
    return tuple(number for number in numbers if number is not None)[:KEY_NUMBER_COUNT]


def _key_number(measure_id: str, measures: Sequence[Measure], knowledge: Knowledge) -> KeyNumber | None:
    said = [m for m in measures if m.id == measure_id and m.number is not None]
    pairs = [(m, quantity_of(m, knowledge)) for m in said]
    values = tuple(SidedQuantity("" if m.side is None else m.side.capitalize(), q) for m, q in pairs if q is not None)
    if not values:
        return None
    definition = knowledge.measures.get(measure_id)
    label = name_of(measure_id, knowledge) if definition is None else definition.short_name
    is_less_certain = any(m.status == "low_confidence" for m in said)
    return KeyNumber(sentence(label).rstrip("."), values, "less certain" if is_less_certain else "")


def _notices(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Red flags first, then what the runner should know about the clip."""
    flags = [_red_flag_words(flag_id, knowledge) for flag_id in assessment.stopped_by]
    warnings = assessment.warnings if is_answered(assessment) else ()
    return (*map(sentence, flags), *map(sentence, warnings))


def _red_flag_words(flag_id: str, knowledge: Knowledge) -> str:
    flag = knowledge.red_flags.get(flag_id)
    if flag is None:
        return f"Stopped by: {flag_id.replace('_', ' ')}"
    return f"No exercise for now. {flag.question} If so, turn to {flag.whom_to_see}"


def _spoken(assessment: Assessment, measure_id: str) -> str | None:
    """A whole-run number as it is said in a sentence: no decimals; the error stands beside it further down."""
    measure = assessment.measure(measure_id)
    return None if measure is None or measure.number is None else fixed(measure.number, 0)


def _date_words(created_at: str) -> str:
    """``2 January 2026``; the text itself where it is no date."""
    try:
        created = datetime.fromisoformat(created_at)
    except ValueError:
        return created_at
    return f"{created.day} {created:%B %Y}"
