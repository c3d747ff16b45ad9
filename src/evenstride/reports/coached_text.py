"""A coached set in lines for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from evenstride.model.coached import CoachedSet, Fault, Repetition

_SIGNALS = {
    "knee_flexion_deg": "knee bend",
    "hip_flexion_deg": "hip bend",
    "elbow_flexion_deg": "elbow bend",
    "foot_lift_deg": "heel lift",
}
_VIEWS = {
    "front": "from in front",
    "oblique": "from in front and aside",
    "side": "from the side",
    "rear_oblique": "from behind and aside",
    "rear": "from behind",
    "unknown": "not seen",
}


def coached_lines(coached: CoachedSet, *, warnings: Sequence[str] = ()) -> Iterator[str]:
    """What was counted, how it was done, and what was not judged."""
    yield f"{coached.name}: {_count(len(coached.repetitions), 'repetition')}, seen {_VIEWS[coached.view]}"
    yield from (f"! {warning}" for warning in warnings)
    yield from (f"! {spell.what} {_span(spell.start_s, spell.end_s)}" for spell in coached.lost)
    yield from (f"! {text}" for text in coached.advice)
    if coached.repetitions:
        yield ""
        yield from _repetition_lines(coached)
    if coached.holds:
        held = ", ".join(f"{hold.held_s:.1f}" for hold in coached.holds)
        yield f"held in position, seconds: {held}"
    if coached.rest_s is not None and coached.rest_s >= 1:
        yield f"after the last repetition: {coached.rest_s:.0f} s"
    yield ""
    yield from _fault_lines(coached.faults)
    if coached.not_judged:
        yield ""
        yield "Not judged:"
        yield from (f"  {each.what} {each.why}" for each in coached.not_judged)


def _repetition_lines(coached: CoachedSet) -> Iterator[str]:
    what = _SIGNALS.get(coached.signal, coached.signal)
    yield f"  no  side   from s    to s   {what:<22} out s  there s  back s"
    for rep in coached.repetitions:
        extent = f"{rep.start_value:.0f} to {rep.peak_value:.0f} deg (±{1.96 * rep.error:.0f})"
        back = f"{rep.back_s:7.1f}" if rep.is_whole else "   cut off"
        yield (
            f"  {rep.number:>2}  {rep.side or '':<5}{rep.start_s:8.1f}{rep.end_s:8.1f}   {extent:<22}"
            f"{rep.out_s:6.1f}{rep.hold_s:9.1f}{back}"
        )
    yield f"  median of all: {_median_tempo(coached.repetitions)}"


def _median_tempo(repetitions: Sequence[Repetition]) -> str:
    whole = [rep for rep in repetitions if rep.is_whole]
    if not whole:
        return "no whole repetition"
    names = (("out", "out_s"), ("there", "hold_s"), ("back", "back_s"))
    return ", ".join(f"{word} {_median(getattr(rep, name) for rep in whole):.1f} s" for word, name in names)


def _fault_lines(faults: Sequence[Fault]) -> Iterator[str]:
    confirmed = [fault for fault in faults if fault.is_confirmed]
    if not confirmed:
        yield "No fault came back in a second repetition."
    for text in dict.fromkeys(fault.text for fault in confirmed):
        alike = [fault for fault in confirmed if fault.text == text]
        times = ", ".join(f"{fault.time_s:.1f}" for fault in alike)
        worst = max(alike, key=lambda fault: abs(fault.value - fault.limit))
        read = f"{_number(worst.value)} against {_number(worst.limit)}"
        yield f"{text} In {_count(len(alike), 'repetition')}, at {times} s ({read})."
        yield f"  Cue: {worst.cue}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _span(start_s: float, end_s: float) -> str:
    return f"From {start_s:.1f} to {end_s:.1f} s nothing was counted."


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2f}"


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return math.nan
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
