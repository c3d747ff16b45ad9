"""Results of home screens are judged, kept with their evidence, and judged again beside the other side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenstride.errors import InputError
from evenstride.services.runners import ConsentMissingError, ProfileEntry, create_runner
from evenstride.services.screens.results import ONE_GO, ScreenEntry, keep_screens, read_screen_history
from evenstride.store import NotStoredError, Store
from stored_examples import BEGAN


@pytest.fixture
def runner_id(store: Store) -> str:
    return create_runner(store, ProfileEntry("Ada"), agrees_to_storage=True).id


def plank(side: str, value: float | None, **more: object) -> ScreenEntry:
    return ScreenEntry("side_plank", side, value=value, scored_by="timer", **more)  # type: ignore[arg-type]


def test_a_score_is_judged_and_kept_with_its_reason(store: Store, runner_id: str) -> None:
    (kept,) = keep_screens(store, runner_id, [plank("left", 24.0, pain=1.0)], now=BEGAN)
    assert (kept.outcome, kept.value, kept.unit, kept.error, kept.pain) == ("supported", 24.0, "s", 0.0, 1.0)
    assert (kept.why, kept.evidence, kept.answered_at) == ("Less than 30 s.", {"line": 30.0}, BEGAN)


def test_the_side_that_falls_behind_is_judged_again(store: Store, runner_id: str) -> None:
    keep_screens(store, runner_id, [plank("left", 40.0)], now=BEGAN)
    kept = keep_screens(store, runner_id, [plank("right", 60.0)], now=BEGAN + timedelta(minutes=6))
    assert {each.side: each.outcome for each in kept} == {"left": "supported", "right": "not_supported"}
    assert "behind the other" in next(each.why for each in kept if each.side == "left")
    assert len(read_screen_history(store, runner_id)) == 2


def test_another_day_is_not_the_same_go(store: Store, runner_id: str) -> None:
    keep_screens(store, runner_id, [plank("left", 40.0)], now=BEGAN)
    kept = keep_screens(store, runner_id, [plank("right", 60.0)], now=BEGAN + ONE_GO + timedelta(minutes=1))
    assert {each.outcome for each in kept} == {"not_supported"}


@pytest.mark.parametrize(("pain", "why"), [(4.0, "Painful"), (5.0, "Painful"), (5.5, "Stopped"), (9.0, "Stopped")])
def test_pain_leaves_no_score(store: Store, runner_id: str, pain: float, why: str) -> None:
    (kept,) = keep_screens(store, runner_id, [plank("left", 24.0, pain=pain)], now=BEGAN)
    assert (kept.outcome, kept.value, kept.error) == ("unknown", None, None)
    assert kept.why.startswith(why)


def test_age_and_sex_are_remembered_for_the_norm(store: Store, runner_id: str) -> None:
    first = ScreenEntry("single_leg_heel_raise", "left", value=20.0, age=25, sex="men")
    (kept,) = keep_screens(store, runner_id, [first], now=BEGAN)
    assert (kept.outcome, kept.evidence["line"]) == ("supported", 27.75)
    later = ScreenEntry("single_leg_heel_raise", "left", value=36.0)
    (kept,) = keep_screens(store, runner_id, [later], now=BEGAN + timedelta(weeks=6))
    assert (kept.outcome, kept.evidence["age"], kept.evidence["sex"]) == ("not_supported", 25, "men")


def test_an_outcome_alone_can_be_told(store: Store, runner_id: str) -> None:
    (kept,) = keep_screens(store, runner_id, [ScreenEntry("pelvic_floor_questions", None, "supported")])
    assert (kept.outcome, kept.value, kept.scored_by) == ("supported", None, "told")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ScreenEntry("handstand", None, value=3.0), "id of a home screen"),
        (ScreenEntry("side_plank", None, value=24.0), "which side"),
        (ScreenEntry("front_plank", "left", value=24.0), "leave the side out"),
        (ScreenEntry("side_plank", "left", value=-1.0), "0 to 3600"),
        (ScreenEntry("side_plank", "left", value=24.0, pain=11.0), "pain from 0 to 10"),
        (ScreenEntry("side_plank", "left"), "Expected a score"),
        (ScreenEntry("side_plank", "left", "supported", value=3.0), "got both"),
        (ScreenEntry("standing_foot_photo", None, value=3.0), "has no score"),
        (ScreenEntry("single_leg_heel_raise", "left", value=3.0, age=0), "age"),
        (ScreenEntry("side_plank", "left", value=3.0, error=float("nan")), "error of 0"),
    ],
)
def test_what_no_screen_gives_is_refused(store: Store, runner_id: str, entry: ScreenEntry, words: str) -> None:
    with pytest.raises(InputError, match=words):
        keep_screens(store, runner_id, [entry])
    assert read_screen_history(store, runner_id) == ()


def test_nothing_is_kept_without_consent_or_without_a_runner(store: Store) -> None:
    shy = create_runner(store, ProfileEntry("Ben"), agrees_to_storage=False)
    with pytest.raises(ConsentMissingError):
        keep_screens(store, shy.id, [plank("left", 24.0)])
    with pytest.raises(NotStoredError):
        read_screen_history(store, "nobody")
