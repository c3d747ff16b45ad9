"""Several analysed clips to one assessment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model import ClipAnalysis, Measure
from evenstride.model.assessment import RecordingView
from evenstride.pipelines.recording_names import full_names, place_names
from evenstride.pipelines.session import assess_session
from evenstride.testing import synthetic_analysis

KNOWLEDGE = load_knowledge()


def clip(name: str, view: str = "right", *, cadence_spm: float = 170.0, **changes: object) -> ClipAnalysis:
    """The synthetic run under another name, seen from another place."""
    made = synthetic_analysis(cadence_spm=cadence_spm, clip_name=f"{name}.mp4")
    near = view if view in ("left", "right") else None
    assessment = replace(
        made.assessment,
        recordings=(replace(made.recording, id=name),),
        views=(RecordingView(view=view, facing=None, near_side=near, surface="treadmill"),),  # type: ignore[arg-type]
        measures=tuple(replace(measure, source=name) for measure in made.assessment.measures),
        **changes,  # type: ignore[arg-type]
    )
    return replace(made, assessment=assessment)


def test_a_session_of_one_is_that_clip() -> None:
    only = clip("a")
    session = assess_session([only], knowledge=KNOWLEDGE)
    assert session.assessment == only.assessment
    assert session.clips == (only,)


def test_recordings_views_and_events_stand_side_by_side_in_the_order_given() -> None:
    session = assess_session([clip("a"), clip("b", "left"), clip("c", "rear")], knowledge=KNOWLEDGE)
    document = session.to_dict()
    assert [each["view"] for each in document["recordings"]] == ["right", "left", "rear"]
    assert list(dict.fromkeys(event["recording"] for event in document["events"])) == ["a", "b", "c"]
    assert len(document["events"]) == sum(len(each.events) for each in session.clips)


def test_a_measure_of_all_clips_is_combined_and_says_from_which() -> None:
    cadence = assess_session([clip("a"), clip("b", "left")], knowledge=KNOWLEDGE).assessment.measure("cadence")
    assert cadence is not None
    assert cadence.number == pytest.approx(170.0)
    assert [part.source for part in cadence.parts] == ["a", "b"]


def test_findings_are_weighed_once_on_the_combined_measures_with_frames_from_the_heaviest_clip() -> None:
    base = clip("behind", "rear")
    drop = [Measure("pelvic_drop", side, 14.0, "deg", 1.0, 9, None, "ok", "behind") for side in ("left", "right")]
    behind = replace(base, assessment=replace(base.assessment, measures=tuple(drop)))
    session = assess_session([clip("side"), behind], knowledge=KNOWLEDGE)
    found = {(finding.id, finding.side): finding for finding in session.assessment.findings}
    assert len(found) == len(session.assessment.findings)
    assert found["hip_drop", "left"].status in ("present", "possible")
    assert {frame.recording_id for frame in found["hip_drop", "left"].frames} == {"behind"}


def test_one_recording_given_twice_counts_once_and_is_said() -> None:
    session = assess_session([clip("a"), clip("b", "left"), clip("a")], knowledge=KNOWLEDGE)
    assert [each.recording.id for each in session.clips] == ["a", "b"]
    assert session.assessment.warnings[0] == "The same recording was given 2 times (a.mp4); it was counted once."
    alone = assess_session([clip("a"), clip("a")], knowledge=KNOWLEDGE)
    assert alone.assessment.warnings == ("The same recording was given 2 times (a.mp4); it was counted once.",)


def test_another_cadence_is_pointed_out_and_the_same_is_not() -> None:
    same = assess_session([clip("a", cadence_spm=170), clip("b", "left", cadence_spm=174)], knowledge=KNOWLEDGE)
    assert not [words for words in same.assessment.warnings if "cadence" in words]
    other = assess_session([clip("a", cadence_spm=160), clip("b", "left", cadence_spm=174)], knowledge=KNOWLEDGE)
    (words,) = [words for words in other.assessment.warnings if "cadence" in words]
    assert "160 steps a minute (right side, a.mp4), 174 (left side, b.mp4)" in words


def test_a_clip_that_shows_no_run_does_not_stop_the_others_and_is_named() -> None:
    walking = clip("w", "rear", is_running=False, warnings=("Expected a runner, this looks like walking.",))
    session = assess_session([clip("a"), walking], knowledge=KNOWLEDGE)
    assert session.assessment.is_running
    assert session.assessment.warnings == ("From behind, w.mp4: Expected a runner, this looks like walking.",)


def test_places_are_numbered_only_where_they_repeat() -> None:
    session = assess_session([clip("a"), clip("b"), clip("c", "rear")], knowledge=KNOWLEDGE)
    assert place_names(session.assessment.views) == ("right side 1", "right side 2", "from behind")
    assert full_names(session.assessment)[2] == "from behind, c.mp4"
