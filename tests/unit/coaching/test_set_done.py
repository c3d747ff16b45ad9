"""What the diary keeps of a coached set."""

from __future__ import annotations

from evenstride.coaching.set_done import sets_done
from evenstride.model.coached import CoachedSet, Fault, Hold, Repetition


def rep(number, side, *, peak=90.0):
    start_s = 4.0 * number
    return Repetition(number, side, start_s, start_s + 1, start_s + 3, 10.0, peak, 4.0, 1.0, 1.0, 1.0)


def coached(repetitions, faults=(), holds=()):
    return CoachedSet(
        *("glute_step_back", "straight", "Glute step-back", "knee_flexion_deg", "front", 5.0),
        *(tuple(repetitions), tuple(holds), tuple(faults), (), (), ()),
    )


def fault(number, side, *, is_confirmed):
    return Fault("knee_in", "text", "cue", 1.0, number, side, 25.0, 10.0, 8.0, is_confirmed)


def test_each_side_is_an_entry_of_its_own_with_its_own_faults():
    seen = coached(
        [rep(1, "right"), rep(2, "right", peak=80.0), rep(3, "left", peak=60.0)],
        [fault(1, "right", is_confirmed=True), fault(3, "left", is_confirmed=False)],
    )
    left, right = sets_done(seen, set_number=2)
    assert (left.side, left.reps, left.range_deg, left.faults) == ("left", 1, 50.0, ())
    assert (right.side, right.reps, right.range_deg, right.faults) == ("right", 2, 75.0, ("knee_in",))
    assert right.set_number == 2
    assert right.repetition_s == 3.0


def test_holds_add_up():
    (entry,) = sets_done(coached([rep(1, None), rep(2, None)], holds=[Hold(4, 9, 5.0), Hold(10, 14, 4.25)]))
    assert entry.hold_s == 9.2
    assert entry.side is None


def test_nothing_counted_keeps_nothing():
    assert sets_done(coached([])) == ()
