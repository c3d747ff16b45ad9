"""Clips that show no run: never reported as running, and each told why in a sentence that helps."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import evenstride
from clip_copies import pictures_of, remuxed, write_clip
from evenstride.model import Assessment

#: Clip, and what one of its sentences must say.
STANDING = ("video/negatives/elder_walk_side.mp4", "hardly move")
WALKING = ("video/negatives/walk_with_mocap_60fps.mp4", "walking|no running rhythm|view from the side")
SQUATTING = ("video/exercise/squat_side_8reps_25fps.mp4", "no running rhythm|legs|view from the side")


def assert_not_running(assessment: Assessment, *, words: str) -> None:
    assert not assessment.is_running
    assert not assessment.says_something
    assert not assessment.events[0].events
    assert all(measure.status == "refused" and measure.reasons for measure in assessment.measures)
    assert all(finding.status == "unknown" for finding in assessment.findings)
    said = [*assessment.recordings[0].warnings, *assessment.warnings]
    assert any(re.search(words, sentence) for sentence in said), said
    for sentence in assessment.warnings:
        assert sentence.startswith("Expected "), "what was expected comes first"
        assert re.search(r"\b(Film|Move|need a camera)\b", sentence), "and what to do comes last"
        assert sentence.endswith(".")


@pytest.mark.parametrize(("name", "words"), [STANDING, SQUATTING])
def test_the_beginning_of_a_clip_that_shows_no_run_is_refused(
    shared_data: Path, tmp_path: Path, name: str, words: str
) -> None:
    clip = remuxed(shared_data / name, tmp_path / "beginning.mp4", count=45)
    assert_not_running(evenstride.analyze(clip).assessment, words=words)


@pytest.mark.parametrize(
    ("name", "words"),
    [WALKING, *(pytest.param(*case, marks=pytest.mark.slow) for case in (STANDING, SQUATTING))],
)
def test_a_clip_that_shows_no_run_is_refused(shared_data: Path, name: str, words: str) -> None:
    assert_not_running(evenstride.analyze(shared_data / name).assessment, words=words)


def test_two_people_are_counted(shared_data: Path, tmp_path: Path) -> None:
    clip = remuxed(shared_data / "video/negatives/two_people.mp4", tmp_path / "two.mp4", count=90)
    assessment = evenstride.analyze(clip).assessment
    assert_not_running(assessment, words="2 people are in the picture")


def test_a_still_picture_as_a_film_is_refused(sample_clip: Path, tmp_path: Path) -> None:
    picture = next(pictures_of(sample_clip, 1))
    clip = write_clip(tmp_path / "still.mp4", (picture for _ in range(40)), np.arange(40) / 30)
    assert_not_running(evenstride.analyze(clip).assessment, words="hardly move")
