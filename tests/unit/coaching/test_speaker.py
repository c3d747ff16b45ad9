"""What is said, and when."""

from __future__ import annotations

from evenstride.coaching.speaker import Speaker
from evenstride.model.coached import Fault


def fault(check_id, *, is_confirmed=True):
    return Fault(check_id, "text", f"cue {check_id}", 1.0, 1, None, 2.0, 1.0, 0.1, is_confirmed)


def speaker():
    return Speaker({"knees": 1, "speed": 5})


def test_the_worst_comes_first_and_alone():
    cue = speaker().cue(10.0, [fault("speed"), fault("knees")])
    assert cue is not None
    assert cue.check_id == "knees"


def test_a_fault_seen_once_is_not_said():
    assert speaker().cue(10.0, [fault("knees", is_confirmed=False)]) is None


def test_nothing_follows_within_five_seconds():
    one = speaker()
    assert one.cue(10.0, [fault("knees")]) is not None
    assert one.cue(13.0, [fault("speed")]) is None
    assert one.cue(15.5, [fault("speed")]) is not None


def test_the_same_waits_for_twelve_seconds_while_another_may_be_said():
    one = speaker()
    one.cue(10.0, [fault("knees")])
    later = one.cue(16.0, [fault("knees"), fault("speed")])
    assert later is not None
    assert later.check_id == "speed"
    again = one.cue(22.5, [fault("knees")])
    assert again is not None
    assert again.check_id == "knees"
