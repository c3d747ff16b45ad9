"""What the coach's page shows of each exercise."""

from __future__ import annotations

import pytest

from evenstride.errors import InputError
from evenstride.services.live_coach.coached_exercise import Dose, coached_exercise, list_coached

CHOICES = list_coached()


@pytest.mark.parametrize("path", [choice.path for choice in CHOICES])
def test_every_form_of_every_exercise_has_sets_and_a_timer(path: str) -> None:
    exercise = coached_exercise(*path.split("/"))
    assert exercise.path == path
    assert exercise.turns
    assert all((turn.reps is None) != (turn.work_s is None) for turn in exercise.turns)
    done = {(step.set_number, step.side) for step in exercise.timer if step.counts}
    assert done == {(turn.set_number, turn.side) for turn in exercise.turns}
    assert (exercise.place_words != "") == (exercise.by == "camera")


def test_sides_come_in_turn_within_a_set() -> None:
    turns = coached_exercise("calf_raise").turns
    assert [(turn.set_number, turn.side) for turn in turns] == [(1, "left"), (1, "right"), (2, "left"), (2, "right")]


def test_a_dose_of_somebody_elses_plan_is_taken_over() -> None:
    exercise = coached_exercise("kegel_ball_squeeze", "bridge", dose=Dose(sets=3, reps=4, hold_s=7))
    assert [(turn.set_number, turn.reps, turn.hold_s) for turn in exercise.turns] == [(n, 4, 7) for n in (1, 2, 3)]
    assert sum(step.counts for step in exercise.timer) == 12


@pytest.mark.parametrize("dose", [Dose(sets=0), Dose(reps=500), Dose(hold_s=1e6)])
def test_a_dose_that_makes_no_sense_is_refused(dose: Dose) -> None:
    with pytest.raises(InputError, match="Expected 1 to"):
        coached_exercise("kegel_ball_squeeze", "bridge", dose=dose)


def test_an_exercise_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="exercise of the list"):
        coached_exercise("handstand")
