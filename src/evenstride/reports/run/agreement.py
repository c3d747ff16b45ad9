"""The watch against the clip in words: each value, how far apart they are, and whether that is more than the errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.model.agreement import AgreementVerdict, SharedMeasure, WatchAgreement
from evenstride.reports.numbers import fixed, to_quantity
from evenstride.reports.run.run_model import AgreementLine, AgreementPart
from evenstride.reports.run.run_words import DECIMALS, name_of, signed

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

VERDICT_WORDS: dict[AgreementVerdict, str] = {
    "agree": "agree within their errors",
    "differ": "differ by more than their errors",
    "unclear": "cannot be judged, an error is not known",
}


def agreement_part(agreement: WatchAgreement, *, knowledge: Knowledge) -> AgreementPart:
    """Every shared quantity as a line; notes once for all."""
    notes = dict.fromkeys((*agreement.notes, *(note for each in agreement.shared for note in each.notes)))
    return AgreementPart(agreement.says, tuple(_line(each, knowledge) for each in agreement.shared), tuple(notes))


def _line(shared: SharedMeasure, knowledge: Knowledge) -> AgreementLine:
    decimals = DECIMALS.get(shared.id, 1)
    values = ((shared.watch, shared.watch_error), (shared.clip, shared.clip_error))
    watch, clip = (
        to_quantity(value, standard_error=error, unit=shared.unit, decimals=decimals).text for value, error in values
    )
    unit = to_quantity(0.0, standard_error=None, unit=shared.unit, decimals=0).unit
    return AgreementLine(
        name=name_of(shared.id, knowledge),
        watch=watch,
        clip=clip,
        difference=f"{signed(fixed(shared.difference, decimals))}\u00a0{unit}",
        verdict=shared.verdict,
        verdict_words=VERDICT_WORDS[shared.verdict],
    )
