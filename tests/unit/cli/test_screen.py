"""``evenstride screen`` and ``evenstride screens`` as they are typed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from evenstride.cli.main import main
from evenstride.io.pose_files import save_pose_track
from evenstride.knowledge import load_knowledge
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed


@pytest.fixture(scope="module")
def raises(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four heel raises on the right, from the side, as a saved pose track."""
    how = Performance(reps=4, out_s=0.9, hold_s=0.1, back_s=0.7)
    noise = Noise(0.5, np.random.default_rng(4))
    track = performed(load_knowledge().movements["calf_raise"], how, CameraStand(yaw_deg=88.0), fps=15.0, noise=noise)
    path = tmp_path_factory.mktemp("screens") / "raises.npz"
    save_pose_track(track, path)
    return path


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["evenstride", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_the_list_names_every_screen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capsys, "screens")
    assert code == 0
    assert len(out.splitlines()) == len(load_knowledge().screens)
    code, out, _ = run(monkeypatch, capsys, "screens", "--json", "-")
    listed = {each["screen_id"]: each for each in json.loads(out)["screens"]}
    assert (listed["side_plank"]["scored_by"], listed["side_plank"]["sides"]) == ("camera", "each_side")


def test_a_number_by_hand_prints_score_meaning_norm_source_and_smallest_change(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(monkeypatch, capsys, "screen", "side-plank", "--seconds", "24", "--side", "left")
    assert (code, err) == (0, "")
    assert "Side plank, left: 24 s, by timer" in out
    assert "Supported: Less than 30 s." in out
    assert "Gluteus medius, suspected weak: supported" in out
    assert "Smallest detectable change: 15 s" in out
    assert "(McGill 1999)" in out


def test_a_clip_is_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], raises: Path) -> None:
    arguments = ("screen", "single_leg_heel_raise", raises, "--side", "right", "--age", "25", "--sex", "women")
    code, out, _ = run(monkeypatch, capsys, *arguments, "--json", "-")
    document = json.loads(out)
    assert (code, document["value"], document["scored_by"]) == (0, 4.0, "camera")
    assert (document["line"], document["outcome"]) == (22.5, "supported")


def test_pain_ends_a_screen_without_a_score(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(monkeypatch, capsys, "screen", "knee_to_wall", "--side", "left", "--pain", "4")
    assert code == 3
    assert "no score" in out
    assert "Unknown: Painful" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("screen", "side_plank", "--side", "left"), 2, "one number"),
        (("screen", "side_plank", "--side", "left", "--seconds", "3", "--reps", "3"), 2, "one number"),
        (("screen", "side_plank", "clip.mp4", "--side", "left", "--seconds", "3"), 2, "got both"),
        (("screen", "knee_to_wall", "clip.mp4", "--side", "left"), 1, "scored by hand"),
        (("screen", "side_plank", "nowhere.mp4", "--side", "left"), 1, "nowhere.mp4"),
        (("screen", "side_plank", "--seconds", "nan", "--side", "left"), 1, "0 to 3600"),
        (("screen", "side_plank", "--seconds", "3", "--side", "left", "--pain", "11"), 1, "pain from 0 to 10"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    ended, out, err = run(monkeypatch, capsys, *arguments)
    assert (ended, out) == (code, "")
    assert words in err
