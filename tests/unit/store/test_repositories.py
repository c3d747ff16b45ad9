"""What is kept comes back equal, in order, and goes with what it belongs to; on both databases."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from evenstride.model.diary import DiaryEntry, RunDone
from evenstride.model.ids import new_id
from evenstride.model.job import ApiToken
from evenstride.model.stored import Answer, ScreenAnswer
from evenstride.store import ArtefactError, ConflictError, NotStoredError, PutFile, Store
from stored_examples import BEGAN, a_measure, a_runner, keep_everything


def test_everything_comes_back_as_it_was_kept(store: Store) -> None:
    kept = keep_everything(store)
    with store.read() as work:
        assert work.runners.get(kept.runner.id) == kept.runner
        assert work.consents.newest(kept.runner.id, "storage") == kept.consent
        assert work.answers.newest(kept.runner.id) == {"chest_pain": False}
        assert work.screen_answers.newest(kept.runner.id) == (kept.screen,)
        assert work.shoes.of_runner(kept.runner.id) == (kept.shoe,)
        assert work.recordings.get(kept.recording.id) == kept.recording
        assert work.assessments.get(kept.assessment.id) == kept.assessment
        assert work.plans.active(kept.runner.id) == kept.plan
        assert work.sessions.of_plan(kept.plan.id) == (kept.session,)
        assert work.diary.of_kind(kept.runner.id, "pain") == (kept.pain,)
        assert work.runs.get(kept.run.id) == kept.run
        assert work.retests.open(kept.runner.id) == (kept.retest,)
        assert work.jobs.get(kept.job.id) == kept.job


def test_moments_come_back_in_utc_and_one_without_a_zone_is_refused(store: Store) -> None:
    in_india = BEGAN.astimezone(timezone(timedelta(hours=5, minutes=30)))
    runner = replace(a_runner(), created_at=in_india)
    with store.write() as work:
        work.runners.add(runner)
    with store.read() as work:
        read = work.runners.get(runner.id).created_at
    assert read == in_india
    assert read.tzinfo == UTC
    with pytest.raises(Exception, match="time zone"), store.write() as work:
        work.runners.add(replace(a_runner(), created_at=datetime(2026, 3, 2)))


def test_an_unknown_id_is_told(store: Store) -> None:
    with store.write() as work:
        assert work.runners.find("none") is None
        with pytest.raises(NotStoredError, match="runner"):
            work.runners.get("none")
        with pytest.raises(NotStoredError):
            work.runners.replace(a_runner())
        assert not work.runners.remove("none")


def test_a_changed_value_takes_the_place_of_the_old_one_with_all_its_parts(store: Store) -> None:
    kept = keep_everything(store)
    profile = replace(kept.runner, name="Ada L.", equipment=None, height_m=None)
    session = replace(kept.session, sets=kept.session.sets[1:], note="short of time")
    with store.write() as work:
        work.runners.replace(profile)
        work.sessions.replace(session)
    with store.read() as work:
        assert work.runners.all() == (profile,)
        assert work.sessions.of_runner(kept.runner.id) == (session,)


def test_an_assessment_is_never_changed(store: Store) -> None:
    kept = keep_everything(store)
    with pytest.raises(TypeError, match="never changed"), store.write() as work:
        work.assessments.replace(replace(kept.assessment, measures=(a_measure(180.0),)))


def test_an_assessment_that_was_not_kept_in_the_end_is_not_remembered(store: Store) -> None:
    kept = keep_everything(store)
    other = replace(kept.assessment, id=new_id(), measures=(a_measure(180.0),))
    with suppress(RuntimeError), store.write() as work:
        work.assessments.add(other)
        assert work.assessments.get(other.id) == other
        raise RuntimeError
    kept_after_all = replace(other, measures=(a_measure(170.0),))
    with store.write() as work:
        work.assessments.add(kept_after_all)
    for _ in range(2):
        with store.read() as work:
            assert work.assessments.get(other.id) == kept_after_all
    with store.write() as work:
        work.assessments.remove(other.id)
    with store.read() as work:
        assert work.assessments.find(other.id) is None


def test_a_runner_goes_with_everything_and_nobody_else_does(store: Store) -> None:
    ada, ben = keep_everything(store), keep_everything(store, name="Ben", film=b"a film of Ben")
    with store.write() as work:
        assert work.runners.remove(ada.runner.id)
    with store.read() as work:
        assert work.runners.all() == (ben.runner,)
        for each in (work.recordings, work.assessments, work.plans, work.sessions, work.diary, work.runs, work.shoes):
            assert each.of_runner(ada.runner.id) == ()
            assert len(each.of_runner(ben.runner.id)) == 1
        assert work.jobs.find(ada.job.id) is None
        assert work.sessions.get(ben.session.id) == ben.session


def test_what_belongs_to_nobody_is_refused(store: Store) -> None:
    kept = keep_everything(store)
    with pytest.raises(ConflictError), store.write() as work:
        work.shoes.add(replace(kept.shoe, id=new_id(), runner_id=new_id()))


def test_a_runner_has_the_same_recording_once_another_may_have_it_too(store: Store) -> None:
    ada, ben = keep_everything(store), keep_everything(store, name="Ben")
    assert ada.recording.sha256 == ben.recording.sha256
    with pytest.raises(ConflictError), store.write() as work:
        work.recordings.add(replace(ada.recording, id=new_id()))
    with store.read() as work:
        assert work.recordings.with_content(ada.runner.id, ada.recording.sha256) == ada.recording
        assert work.recordings.with_content(ada.runner.id, "0" * 64) is None


def test_one_plan_is_followed_at_a_time(store: Store) -> None:
    kept = keep_everything(store)
    newer = replace(kept.plan, id=new_id(), created_at=BEGAN + timedelta(days=42))
    with pytest.raises(ConflictError), store.write() as work:
        work.plans.add(newer)
    with store.write() as work:
        work.plans.archive_active(kept.runner.id, newer.created_at)
        work.plans.add(newer)
    with store.read() as work:
        old, new = work.plans.of_runner(kept.runner.id)
        assert (old.status, old.archived_at) == ("archived", newer.created_at)
        assert work.plans.active(kept.runner.id) == new == newer


def test_pain_beyond_ten_is_refused_by_the_value_and_by_the_database(store: Store) -> None:
    kept = keep_everything(store)
    with pytest.raises(ValueError, match="from 0 to 10"):
        replace(kept.pain, level=11.0)
    beyond = DiaryEntry(new_id(), kept.runner.id, "pain", 5.0, BEGAN)
    object.__setattr__(beyond, "level", 11.0)
    with pytest.raises(ConflictError), store.write() as work:
        work.diary.add(beyond)


def test_the_newest_answer_counts_and_the_earlier_one_stays(store: Store) -> None:
    kept = keep_everything(store)
    later = BEGAN + timedelta(days=1)
    with store.write() as work:
        work.answers.add(Answer(new_id(), kept.runner.id, "chest_pain", True, later))
        work.answers.add(Answer(new_id(), kept.runner.id, "pain_now", 3.5, later))
        work.screen_answers.add(
            ScreenAnswer(new_id(), kept.runner.id, "single_leg_squat", "left", "not_supported", later)
        )
        work.consents.add(replace(kept.consent, id=new_id(), is_given=False, answered_at=later))
    with store.read() as work:
        assert work.answers.newest(kept.runner.id) == {"chest_pain": True, "pain_now": 3.5}
        assert len(work.answers.of_runner(kept.runner.id)) == 3
        assert [each.outcome for each in work.screen_answers.newest(kept.runner.id)] == ["not_supported"]
        newest = work.consents.newest(kept.runner.id, "storage")
        assert newest is not None
        assert not newest.is_given


def test_a_measure_is_followed_over_time_by_when_the_run_was(store: Store) -> None:
    kept = keep_everything(store)
    earlier = replace(
        kept.assessment,
        id=new_id(),
        measured_at=kept.assessment.measured_at - timedelta(days=30),
        measures=(a_measure(165.0), a_measure(1.0, side="left")),
        files=(),
    )
    with store.write() as work:
        work.assessments.add(earlier)
    with store.read() as work:
        series = work.assessments.series(kept.runner.id, "cadence", None)
    assert [measure.value for _, measure in series] == [165.0, 171.25]
    assert [assessment.id for assessment, _ in series] == [earlier.id, kept.assessment.id]


def test_a_pair_of_shoes_adds_its_runs_to_what_it_had_run(store: Store) -> None:
    kept = keep_everything(store)
    with store.write() as work:
        work.runs.add(RunDone(new_id(), kept.runner.id, BEGAN, 5000.0, 1500.0, shoe_id=kept.shoe.id))
        work.runs.add(RunDone(new_id(), kept.runner.id, BEGAN, 7000.0, 1500.0))
        assert work.shoes.distance_m(kept.shoe) == 120_000.0 + 10_250.0 + 5000.0


def test_references_are_counted_over_everything_that_keeps_files(store: Store) -> None:
    ada, ben = keep_everything(store), keep_everything(store, name="Ben")
    with store.write() as work:
        shared = ada.recording.sha256
        assert work.artefacts.count_references(shared) == 2
        assert work.artefacts.unreferenced() == ()
        work.runners.remove(ada.runner.id)
        assert work.artefacts.count_references(shared) == 1
        assert work.artefacts.unreferenced() == ()
        work.runners.remove(ben.runner.id)
        assert shared in work.artefacts.unreferenced()
        assert set(work.artefacts.unreferenced()) == set(work.artefacts.known())


def test_a_file_is_noted_only_while_it_is_there(store: Store) -> None:
    with pytest.raises(ArtefactError), store.write() as work:
        work.artefacts.add(PutFile("0" * 64, 3, False), "video/mp4")


def test_tokens_count_until_they_are_revoked(store: Store) -> None:
    token = ApiToken(new_id(), "watch folder", "ab" * 32, BEGAN)
    with store.write() as work:
        work.api_tokens.add(token)
    with store.write() as work:
        assert work.api_tokens.with_hash(token.token_hash) == token
        work.api_tokens.replace(replace(token, revoked_at=BEGAN))
        assert work.api_tokens.with_hash(token.token_hash) is None
        assert len(work.api_tokens.all()) == 1


def test_settings_are_set_changed_and_unset(store: Store) -> None:
    with store.write() as work:
        work.settings.put("watch_folder", {"path": "runs", "is_on": True})
        work.settings.put("watch_folder", {"path": "runs", "is_on": False})
    with store.write() as work:
        assert work.settings.get("watch_folder") == {"path": "runs", "is_on": False}
        work.settings.remove("watch_folder")
        assert work.settings.get("watch_folder") is None
        with pytest.raises(NotStoredError):
            work.settings.remove("watch_folder")


def test_a_file_goes_only_when_nothing_notes_it_any_more(store: Store) -> None:
    kept = keep_everything(store)
    film = kept.recording.sha256
    with store.write() as work:
        assert work.artefacts.remove_unnoted([film], unused_since_s=0) == ()
    with store.write() as work:
        work.runners.remove(kept.runner.id)
        work.artefacts.forget([film])
        assert work.artefacts.remove_unnoted([film], unused_since_s=60) == ()
        assert work.artefacts.remove_unnoted([film], unused_since_s=0) == (film,)
    assert not store.artefacts.has(film)
