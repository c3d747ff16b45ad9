"""A coached set as the diary keeps it: one entry for each side that worked."""

from __future__ import annotations

from statistics import median

from evenstride.model.coached import CoachedSet, Repetition
from evenstride.model.diary import SetDone
from evenstride.model.gait import Side


def sets_done(coached: CoachedSet, *, set_number: int = 1) -> tuple[SetDone, ...]:
    """What the diary keeps of a set: repetitions, seconds held, range, tempo and the faults that came back.

    Parameters
    ----------
    set_number : of this set within the session.

    Returns
    -------
    One entry for each side, left first; one without a side where both work at once. Empty where nothing was counted.
    Range is in degrees and left out where the counting signal is not an angle.
    """
    sides: tuple[Side | None, ...] = ("left", "right", None)
    by_side = {side: [rep for rep in coached.repetitions if rep.side == side] for side in sides}
    return tuple(_entry(coached, side, reps, set_number) for side, reps in by_side.items() if reps)


def _entry(coached: CoachedSet, side: Side | None, repetitions: list[Repetition], set_number: int) -> SetDone:
    numbers = {rep.number for rep in repetitions}
    held_s = sum(hold.held_s for hold in coached.holds if hold.side == side)
    faults = (fault.check_id for fault in coached.confirmed_faults if fault.repetition in numbers)
    return SetDone(
        exercise_id=coached.exercise_id,
        part_id=coached.part_id,
        side=side,
        set_number=set_number,
        reps=len(repetitions),
        hold_s=round(held_s, 1) if held_s > 0 else None,
        range_deg=median(rep.range for rep in repetitions) if coached.signal.endswith("_deg") else None,
        repetition_s=median(rep.end_s - rep.start_s for rep in repetitions),
        faults=tuple(dict.fromkeys(faults)),
    )
