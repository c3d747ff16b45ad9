"""Copies of the sample that differ from it in one known way: what must change in the answer does, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import evenstride
from clip_copies import Picture, looped, pictures_of, remuxed, transformed, write_clip
from evenstride.knowledge import load_knowledge
from evenstride.model import Assessment, ClipAnalysis, Measure
from evenstride.model.gait import other
from evenstride.reports.build import build_report
from evenstride.reports.html import render_html

#: Truth of the rendering, over the whole sample; its parts differ from it by less than half a percent.
CADENCE_SPM = 167.85
FPS = 60.0
#: Every second picture of 2 s, where the rate of the camera is not the point: quicker.
HALF_RATE = {"count": 60, "every": 2}


def measure(assessment: Assessment, name: str) -> Measure:
    found = assessment.measure(name)
    assert found is not None
    return found


def assert_cadence(assessment: Assessment) -> None:
    assert measure(assessment, "cadence").number == pytest.approx(CADENCE_SPM, rel=0.01)


def assert_refused(assessment: Assessment, *words: str) -> None:
    """Nothing measured, and one sentence that holds these words."""
    assert not assessment.is_running
    assert {m.status for m in assessment.measures} == {"refused"}
    (reason,) = assessment.warnings
    for word in words:
        assert word in reason


def at_half_rate(source: Path, target: Path, change: Callable[[Picture], Picture], **options: int) -> Path:
    pictures = (change(picture) for picture in pictures_of(source, **HALF_RATE))
    return write_clip(target, pictures, np.arange(HALF_RATE["count"]) * 2 / FPS, **options)


# Turned, doubled, cut


def test_a_turned_phone_changes_nothing(sample_clip: Path, tmp_path: Path) -> None:
    clip = at_half_rate(sample_clip, tmp_path / "turned.mp4", lambda picture: np.rot90(picture), rotation_deg=90)
    assessment = evenstride.analyze(clip).assessment
    recording = assessment.recordings[0]
    assert (recording.rotation_deg, recording.width_px, recording.height_px) == (90, 1280, 720)
    assert assessment.views[0].view == "right"
    assert_cadence(assessment)


@pytest.mark.slow
def test_repeated_pictures_are_not_counted(sample_clip: Path, tmp_path: Path) -> None:
    twice = (picture for picture in pictures_of(sample_clip, 32, every=2) for _ in range(2))
    clip = write_clip(tmp_path / "doubled.mp4", twice, np.arange(64) / FPS)
    analysis = evenstride.analyze(clip, with_preview=True)
    recording = analysis.assessment.recordings[0]
    assert (recording.frame_count, recording.repeated_frame_count) == (32, 32)
    assert recording.fps_nominal == pytest.approx(30.0)
    for name in ("foot_inclination_ic", "knee_flexion_ic"):
        reasons = {m.reasons for m in analysis.assessment.measures if m.id == name}
        assert all("got 30" in reason for (reason,) in reasons), "30 pictures a second are too few for these"
    assert_page_can_be_made(analysis, pictures=64)


def test_a_hard_cut_is_said_and_the_piece_with_the_runner_is_used(sample_clip: Path, tmp_path: Path) -> None:
    def scenes() -> object:
        wall = np.kron(np.random.default_rng(3).integers(0, 255, (18, 32, 3)), np.ones((40, 40, 1))).astype(np.uint8)
        yield from (np.roll(wall, 4 * i, axis=1) for i in range(40))
        yield from pictures_of(sample_clip, 60, every=2)

    clip = write_clip(tmp_path / "cut.mp4", scenes(), np.arange(100) / 30)
    analysis = evenstride.analyze(clip, with_preview=True)
    recording = analysis.assessment.recordings[0]
    assert recording.cut_times_s == pytest.approx([40 / 30])
    assert any("is cut at 1.3 s; only the longest piece that shows the runner" in said for said in recording.warnings)
    assert_cadence(analysis.assessment)
    assert all(event.time_s >= 40 / 30 for event in analysis.events)
    assert_page_can_be_made(analysis, pictures=100)


def assert_page_can_be_made(analysis: ClipAnalysis, *, pictures: int) -> None:
    """One time and one row of points for every picture of the small copy."""
    assert analysis.preview is not None
    assert len(analysis.preview.time_s) == len(analysis.pose_track) == len(analysis.curves.time_s) == pictures
    assert analysis.preview.time_s == pytest.approx(analysis.pose_track.time_s, abs=1e-6)
    knowledge = load_knowledge()
    assert "<video" in render_html(build_report(analysis, knowledge=knowledge))


# Part of a body


def test_a_picture_without_the_feet_is_refused_and_says_so(sample_clip: Path, tmp_path: Path) -> None:
    clip = transformed(sample_clip, tmp_path / "no_feet.mp4", lambda picture: picture[:520], count=50)
    assert_refused(evenstride.analyze(clip).assessment, "it leaves out the runner's feet", "Move the camera back")


@pytest.mark.slow
def test_a_picture_of_the_legs_alone_is_refused_and_says_so(sample_clip: Path, tmp_path: Path) -> None:
    clip = transformed(sample_clip, tmp_path / "legs.mp4", lambda picture: picture[340:], count=50)
    assert_refused(evenstride.analyze(clip).assessment, "it leaves out the runner's head and shoulders")


# The clock


@pytest.mark.slow
@pytest.mark.parametrize("slower", [2.0, 4.0])
def test_a_slowed_clip_is_flagged_and_its_recorded_rate_brings_life_back(
    sample_clip: Path, tmp_path: Path, slower: float
) -> None:
    clip = remuxed(sample_clip, tmp_path / "slow.mp4", count=150, slower=slower)
    kept = tmp_path / "pose.npz"
    flagged = evenstride.analyze(clip, save_pose=kept).assessment
    assert any("This looks like slow motion" in warning for warning in flagged.warnings)
    assert measure(flagged, "cadence").status == "refused"
    assert all(m.status == "refused" for m in flagged.measures if m.unit == "ms")
    assert_cadence(evenstride.analyze(kept, recorded_fps=FPS).assessment)


@pytest.mark.slow
def test_a_variable_rate_keeps_the_cadence(sample_clip: Path, tmp_path: Path) -> None:
    kept = np.sort(np.random.default_rng(1).choice(150, 115, replace=False))
    wanted = set(kept.tolist())
    pictures = (picture for i, picture in enumerate(pictures_of(sample_clip, 150)) if i in wanted)
    assessment = evenstride.analyze(write_clip(tmp_path / "variable.mp4", pictures, kept / FPS)).assessment
    assert assessment.recordings[0].timestamps == "variable"
    assert assessment.recordings[0].frame_count == 115
    assert_cadence(assessment)


# The mirror


@pytest.mark.slow
def test_a_mirrored_clip_has_mirrored_sides_and_equal_magnitudes(sample_clip: Path, tmp_path: Path) -> None:
    plain = evenstride.analyze(sample_clip).assessment
    clip = transformed(sample_clip, tmp_path / "mirror.mp4", lambda picture: picture[:, ::-1], count=300)
    mirror = evenstride.analyze(clip).assessment
    assert (plain.views[0].view, mirror.views[0].view) == ("right", "left")
    compared = 0
    for one in plain.measures:
        opposite = mirror.measure(one.id, None if one.side is None else other(one.side))
        assert opposite is not None
        if one.number is not None and opposite.number is not None:
            error = np.hypot(one.standard_error or 0.0, opposite.standard_error or 0.0)
            assert abs(one.number - opposite.number) <= 1.96 * error, one.id
            compared += 1
    assert compared >= 20


# Length


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="asks Unix for the peak of memory")
def test_memory_does_not_grow_with_the_clip(sample_clip: Path, tmp_path: Path) -> None:
    parent_mb, child_mb = zip(
        *(peak_memory_mb(looped(sample_clip, tmp_path / f"{n}.mp4", times=n)) for n in (2, 8)), strict=True
    )
    most_mb = 40  # 1 MB of points, 2 MB of preview on both sides of a pipe, and what the gait makes of four times more
    assert parent_mb[1] - parent_mb[0] < most_mb
    assert child_mb[1] - child_mb[0] < most_mb


def peak_memory_mb(clip: Path) -> tuple[float, float]:
    """Greatest resident memory of the command's own process and of its second one."""
    code = (
        "import sys, resource, evenstride; evenstride.analyze(sys.argv[1], with_preview=True); "
        "print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(clip)], capture_output=True, text=True, check=True)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    own, child = (int(number) / unit for number in done.stdout.split())
    return own, child
