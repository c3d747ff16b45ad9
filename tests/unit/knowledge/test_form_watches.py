"""How exercises are watched: complete, at one with the exercises, and fit to be said aloud."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evenstride.coaching.key_poses import key_values
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.checks import texts_of
from evenstride.knowledge.schema import FormCheck, FormWatch
from evenstride.knowledge.wording import forbidden_words

KNOWLEDGE = load_knowledge()
WATCHES = tuple(KNOWLEDGE.form_watches.values())
BY_CAMERA = tuple(watch for watch in WATCHES if watch.by == "camera")


def test_every_movement_is_watched_in_one_way():
    assert set(KNOWLEDGE.form_watches) == set(KNOWLEDGE.movements)


def test_release_work_goes_by_timer():
    kinds = {watch.by for watch in WATCHES if _exercise(watch).kind == "release"}
    assert kinds == {"timer"}


@pytest.mark.parametrize("watch", BY_CAMERA, ids=lambda watch: watch.id)
def test_the_counting_signal_moves_between_the_key_poses(watch):
    movement = KNOWLEDGE.movements[watch.movement]
    side = movement.works if watch.repetition.whose == "lower_foot" and movement.works != "both" else None
    start, work = key_values(watch.repetition.signal, movement, side=side)
    assert abs(work - start) >= 20


@pytest.mark.parametrize("watch", BY_CAMERA, ids=lambda watch: watch.id)
def test_limits_leave_the_key_pose_without_a_fault(watch):
    movement = KNOWLEDGE.movements[watch.movement]
    for check in watch.checks:
        if check.signal in ("knee_flexion_deg", "hip_flexion_deg", "elbow_flexion_deg"):
            side = movement.works if check.of == "support" and movement.works != "both" else None
            at_work = key_values(check.signal, movement, side=side)[1]
            assert check.above is None or at_work <= check.above
            assert check.below is None or at_work >= check.below


def test_the_same_rank_is_not_given_twice_to_faults_that_can_come_together():
    for watch in BY_CAMERA:
        ranks = [check.rank for check in watch.checks if check.above is not None or check.is_timing]
        assert len(ranks) == len(set(ranks)), watch.id


def test_every_text_is_fit_to_be_said():
    for watch in (*WATCHES, *KNOWLEDGE.screen_protocols.values()):
        for text in texts_of(watch):
            assert not forbidden_words(text), text


def test_a_cue_is_short_enough_to_be_said_within_a_repetition():
    for watch in BY_CAMERA:
        for check in watch.checks:
            assert len(check.cue.split()) <= 12, check.cue


def test_a_check_needs_one_limit():
    given = {
        **{"id": "x", "source": "ours", "signal": "knee_gap", "when": "peak", "error": 0.1, "rank": 1},
        **{"fault": "f", "cue": "c"},
        "error_source": {"text": "t", "source": "ours"},
        "yaw_deg": {"low": 0.0, "high": 30.0, "source": "ours"},
    }
    FormCheck.model_validate({**given, "above": 1.0})
    with pytest.raises(ValidationError, match="either above or below"):
        FormCheck.model_validate(given)


def test_a_watch_by_timer_has_no_camera():
    with pytest.raises(ValidationError, match="by timer"):
        FormWatch.model_validate(
            {
                **{"id": "x", "movement": "x", "source": "ours", "by": "timer", "posture": "lying"},
                "unseen": ({"text": "t", "source": "ours"},),
            }
        )


def _exercise(watch):
    return KNOWLEDGE.exercises[KNOWLEDGE.movements[watch.movement].exercise]
