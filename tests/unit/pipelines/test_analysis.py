from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride import __version__
from evenstride.errors import InputError
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.knowledge import Knowledge
from evenstride.model import ClipAnalysis, PoseTrack, Recording
from evenstride.pipelines.analysis import analyse_track
from evenstride.pipelines.options import AnalysisOptions
from gait_fixtures.synthetic_runner import RUNNER, film, played_slowly


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def recording_of(track: PoseTrack, **facts: object) -> Recording:
    width_px, height_px = track.image_size_px
    plain = Recording("clip-1", "run.mp4", "0" * 64, "video", width_px, height_px, track.time_s)
    return replace(plain, **facts)


def analyse(
    track: PoseTrack, knowledge: Knowledge, *, facts: dict[str, object] | None = None, **options: object
) -> ClipAnalysis:
    return analyse_track(
        track, recording_of(track, **(facts or {})), knowledge=knowledge, options=AnalysisOptions(**options)
    )


def cadence_spm(analysis: ClipAnalysis) -> float | None:
    measure = analysis.assessment.measure("cadence")
    assert measure is not None
    return measure.number


def test_the_synthetic_runners_cadence_comes_out(runner_track: PoseTrack, knowledge: Knowledge) -> None:
    analysis = analyse(runner_track, knowledge)
    assert analysis.assessment.is_running
    assert cadence_spm(analysis) == pytest.approx(RUNNER.cadence_spm, rel=0.005)


def test_every_measure_of_the_knowledge_is_present(runner_track: PoseTrack, knowledge: Knowledge) -> None:
    nobody = runner_track.with_points(np.full_like(runner_track.xy_px, np.nan))
    for track in (runner_track, nobody):
        assert {measure.id for measure in analyse(track, knowledge).assessment.measures} == set(knowledge.measures)


def test_a_finding_names_the_moments_of_this_recording_that_it_rests_on(
    runner_track: PoseTrack, knowledge: Knowledge
) -> None:
    analysis = analyse(runner_track, knowledge)
    resting = [finding for finding in analysis.assessment.findings if finding.frames]
    assert resting
    contacts_s = {step.initial_contact_s for step in analysis.steps}
    for finding in resting:
        for frame in finding.frames:
            assert frame.recording_id == analysis.assessment.recordings[0].id
            assert set(frame.measure_ids) <= set(finding.because)
            assert min(abs(frame.time_s - contact_s) for contact_s in contacts_s) < 0.4
    document = analysis.to_dict()["findings"]
    assert [len(each["frames"]) for each in document] == [len(each.frames) for each in analysis.assessment.findings]
    assert set(next(each["frames"][0] for each in document if each["frames"])) == {
        *("recording_id", "side", "time_s", "measure_ids"),
    }


def test_nobody_is_refused_with_one_reason(runner_track: PoseTrack, knowledge: Knowledge) -> None:
    nobody = runner_track.with_points(np.full_like(runner_track.xy_px, np.nan))
    assessment = analyse(nobody, knowledge).assessment
    assert not assessment.is_running
    assert not assessment.says_something
    assert len(assessment.warnings) == 1
    assert {measure.reasons for measure in assessment.measures} == {assessment.warnings}
    assert assessment.views[0].view == "unknown"


@pytest.mark.parametrize("factor", [2.0, 4.0, 8.0])
def test_slow_motion_is_flagged_and_has_no_cadence(knowledge: Knowledge, factor: float) -> None:
    slow = played_slowly(film(RUNNER, duration_s=4.0, fps=30.0 * factor), factor)
    analysis = analyse(slow, knowledge)
    assert analysis.assessment.is_running
    assert any("slow motion" in warning for warning in analysis.assessment.warnings)
    measure = analysis.assessment.measure("cadence")
    assert measure is not None
    assert measure.status == "refused"
    assert "slow motion" in measure.reasons[0]


@pytest.mark.parametrize("factor", [2.0, 4.0, 8.0])
def test_the_recorded_rate_brings_back_the_cadence_of_life(knowledge: Knowledge, factor: float) -> None:
    slow = played_slowly(film(RUNNER, duration_s=4.0, fps=30.0 * factor), factor)
    told = analyse(slow, knowledge, recorded_fps=30.0 * factor)
    assert cadence_spm(told) == pytest.approx(RUNNER.cadence_spm, rel=0.01)
    assert told.recording.slow_motion_factor == pytest.approx(factor, rel=0.01)
    from_file = analyse(slow, knowledge, facts={"slow_motion_factor": factor})
    assert cadence_spm(from_file) == pytest.approx(cadence_spm(told))


def test_what_the_runner_says_goes_before_what_the_file_says(knowledge: Knowledge, runner_track: PoseTrack) -> None:
    analysis = analyse(runner_track, knowledge, facts={"slow_motion_factor": 8.0}, recorded_fps=60.0)
    assert cadence_spm(analysis) == pytest.approx(RUNNER.cadence_spm, rel=0.005)


def test_a_recorded_rate_below_the_played_one_is_a_mistake(knowledge: Knowledge, runner_track: PoseTrack) -> None:
    with pytest.raises(InputError, match="at least the 60 pictures a second that the clip plays, got 24"):
        analyse(runner_track, knowledge, recorded_fps=24.0)


@pytest.mark.parametrize("count", [1, 2, 11])
def test_a_track_of_a_few_pictures_is_refused_whatever_the_options(
    knowledge: Knowledge, runner_track: PoseTrack, count: int
) -> None:
    few = replace(
        runner_track,
        time_s=runner_track.time_s[:count],
        xy_px=runner_track.xy_px[:count],
        visibility=runner_track.visibility[:count],
    )
    for options in ({}, {"recorded_fps": 240.0}):
        assert not analyse(few, knowledge, **options).assessment.says_something


def test_points_outside_the_picture_do_not_count(knowledge: Knowledge, runner_track: PoseTrack) -> None:
    wild = runner_track.xy_px.copy()
    head = [i for i, name in enumerate(runner_track.keypoints) if name.endswith(("nose", "ear"))]
    wild[:, head] -= [0.0, 3000.0]
    moved = runner_track.with_points(wild)
    hidden = runner_track.with_points(np.where(np.isin(np.arange(wild.shape[1]), head)[:, None], np.nan, wild))
    by_rule, by_hand = (analyse(track, knowledge).assessment.measures for track in (moved, hidden))
    assert [(m.id, m.side, m.value) for m in by_rule] == [(m.id, m.side, m.value) for m in by_hand]


def test_provenance_tells_options_apart_and_repeats_itself(knowledge: Knowledge, runner_track: PoseTrack) -> None:
    plain, again, taller = (
        analyse(runner_track, knowledge, **options).assessment.provenance for options in ({}, {}, {"height_m": 1.95})
    )
    assert plain == again
    assert plain.configuration_hash != taller.configuration_hash
    assert plain.package_version == __version__
    assert plain.algorithms["pose"] == runner_track.source
