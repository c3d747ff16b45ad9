"""Profiles are checked, consents dated, and the questions before a plan asked again when they grow old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.errors import InputError
from evenstride.model.stored import StoredRunner
from evenstride.services.heights import height_words, parse_height_m
from evenstride.services.runner_screening import GOOD_FOR, answers_of_form, keep_answers, read_screening
from evenstride.services.runners import (
    ConsentMissingError,
    ProfileEntry,
    answer_storage_consent,
    change_runner,
    check_storage_consent,
    choose_runner,
    create_runner,
    list_runners,
    storage_consent,
)
from evenstride.store import NotStoredError, Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def ada(store: Store) -> StoredRunner:
    return create_runner(store, ProfileEntry(" Ada  L. ", height_m=1.68, equipment=("mat",)), agrees_to_storage=True)


def test_a_runner_is_kept_with_a_tidy_name_and_what_they_agreed_to(store: Store, ada: StoredRunner) -> None:
    assert list_runners(store) == (ada,)
    assert (ada.name, ada.height_m, ada.equipment) == ("Ada L.", 1.68, ("mat",))
    consent = storage_consent(store, ada.id)
    assert consent is not None
    assert consent.is_given
    check_storage_consent(store, ada.id)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ProfileEntry("  "), "name"),
        (ProfileEntry("x" * 81), "name"),
        (ProfileEntry("ada l."), "name"),
        (ProfileEntry("B", height_m=178.0), "height_m"),
        (ProfileEntry("B", height_m=float("nan")), "height_m"),
        (ProfileEntry("B", minutes_a_day=0), "minutes_a_day"),
        (ProfileEntry("B", days_a_week=8), "days_a_week"),
        (ProfileEntry("B", equipment=("anvil",)), "equipment"),
    ],
)
def test_a_senseless_profile_is_refused_with_the_field(
    store: Store, ada: StoredRunner, entry: ProfileEntry, field: str
) -> None:
    with pytest.raises(InputError) as refusal:
        create_runner(store, entry)
    assert refusal.value.facts["field"].startswith(field.removesuffix("_m"))
    assert list_runners(store) == (ada,)


def test_a_changed_profile_may_keep_its_name(store: Store, ada: StoredRunner) -> None:
    changed = change_runner(store, ada.id, ProfileEntry("Ada L.", units="imperial"))
    assert (changed.id, changed.units, changed.height_m) == (ada.id, "imperial", None)
    with pytest.raises(NotStoredError):
        change_runner(store, "nobody", ProfileEntry("Bea"))


def test_consent_is_asked_before_anything_is_taken_in_and_can_be_taken_back(store: Store) -> None:
    bea = create_runner(store, ProfileEntry("Bea"))
    with pytest.raises(ConsentMissingError):
        check_storage_consent(store, bea.id)
    answer_storage_consent(store, bea.id, is_given=True)
    check_storage_consent(store, bea.id)
    answer_storage_consent(store, bea.id, is_given=False)
    with pytest.raises(ConsentMissingError):
        check_storage_consent(store, bea.id)
    with store.read() as kept:
        assert [each.is_given for each in kept.consents.of_runner(bea.id)] == [True, False]


def test_the_chosen_runner_is_shown_else_the_first_and_a_foreign_id_changes_nothing(
    store: Store, ada: StoredRunner
) -> None:
    bea = create_runner(store, ProfileEntry("Bea"))
    assert choose_runner(list_runners(store), bea.id) == bea
    assert choose_runner(list_runners(store), "gone") == ada
    assert choose_runner((), None) is None


def test_answers_are_dated_and_the_newest_counts(store: Store, ada: StoredRunner) -> None:
    keep_answers(store, ada.id, {"bone_pain": True})
    asked = {each.id: each for each in read_screening(store, ada.id).questions}
    assert asked["bone_pain"].value is True
    assert asked["bone_pain"].answered_at is not None
    assert [stop.red_flag_id for stop in read_screening(store, ada.id).readiness.stopped_by] == ["bone_pain"]
    assert keep_answers(store, ada.id, {"bone_pain": False}).readiness.may_start


def test_answers_about_now_grow_old_and_still_stop(store: Store, ada: StoredRunner) -> None:
    keep_answers(store, ada.id, {"bone_pain": True, "under_18": False})
    later = read_screening(store, ada.id, now=datetime.now(UTC) + GOOD_FOR + timedelta(days=1))
    asked = {each.id: each for each in later.questions}
    assert (asked["bone_pain"].is_old, asked["under_18"].is_old) == (True, False)
    assert not later.readiness.may_start
    assert later.open_count == len(later.questions) - 1


def test_a_form_is_read_strictly() -> None:
    fields = {"bone_pain": "no", "strong_pain": "6", "under_18": ""}
    assert answers_of_form(fields) == {"bone_pain": False, "strong_pain": 6.0}
    for wrong in ({"bone_pain": "maybe"}, {"strong_pain": "much"}, {"made_up": "yes"}):
        with pytest.raises(InputError):
            answers_of_form(wrong)


@pytest.mark.parametrize("pain", [11.0, -1.0, float("nan"), True])
def test_pain_off_the_scale_is_not_kept(store: Store, ada: StoredRunner, pain: float) -> None:
    with pytest.raises(InputError):
        keep_answers(store, ada.id, {"strong_pain": pain})
    assert read_screening(store, ada.id).answered_at is None


@pytest.mark.parametrize(
    ("text", "height_m"),
    [
        ("178", 1.78),
        ("178 cm", 1.78),
        ("1.78", 1.78),
        ("1,78m", 1.78),
        ("5'10", 1.778),
        ("5 ft 10 in", 1.778),
        ("6 feet", 1.8288),
        ("5′ 10.5″", 1.7907),
        ("70 in", 1.778),
        ("", None),
    ],
)
def test_heights_are_read_as_people_write_them(text: str, height_m: float | None) -> None:
    assert parse_height_m(text) == pytest.approx(height_m)


@pytest.mark.parametrize("text", ["tall", "5'10'3", "178 kg", "-3"])
def test_what_is_no_height_is_refused_by_its_field(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_height_m(text)
    assert refusal.value.facts["field"] == "height"


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_a_shown_height_is_read_again_to_the_nearest_step(units: str) -> None:
    shown = height_words(1.68, units)  # type: ignore[arg-type]
    assert parse_height_m(shown) == pytest.approx(1.68, abs=0.0128)
