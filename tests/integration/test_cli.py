"""The command line on real files: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pandas as pd
import pytest

import evenstride
from clip_copies import pictures_of, write_clip
from command_line import COMMAND, Outcome, run_evenstride
from evenstride.cli.main import main
from evenstride.io.pose_files import save_pose_track
from evenstride.knowledge import load_knowledge
from gait_fixtures.synthetic_runner import RUNNER, film

HEAVY = ("numpy", "cv2", "av", "pydantic", "scipy", "pandas", "pyarrow", "jinja2", "yaml", "ai_edge_litert")
#: Seconds of processor time for `evenstride --help`; 0.2 on the machine it was written on.
MOST_HELP_S = 0.6


@pytest.fixture(scope="module")
def analysed(short_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """One run of the command with everything asked for, and the folder it wrote to."""
    folder = tmp_path_factory.mktemp("analysed")
    outcome = run_evenstride(
        *("analyze", short_clip, "--height", "1.78", "--json", "-"),
        *("--report", folder / "report.html", "--table", folder / "m.parquet", "--save-pose", folder / "pose.npz"),
    )
    return outcome, folder


@pytest.fixture(scope="module")
def document(analysed: tuple[Outcome, Path]) -> dict[str, Any]:
    return json.loads(analysed[0].out)


@pytest.fixture(scope="module")
def runner_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic runner's points: a recording that is analysed in no time."""
    path = tmp_path_factory.mktemp("runner") / "runner.npz"
    save_pose_track(film(RUNNER, duration_s=4.0, fps=60.0), path)
    return path


def run_here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> Outcome:
    """Run the command in this process, which saves its start."""
    monkeypatch.setattr(sys, "argv", ["evenstride", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return Outcome(int(ended.value.code or 0), printed.out, printed.err)


def numbers_in(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, float):
        yield value


# Start


@pytest.mark.parametrize("code", ["import evenstride", "from evenstride.cli.main import main; main()"])
def test_starting_loads_nothing_heavy(code: str) -> None:
    watched = (
        "import sys, time\nsys.argv = ['evenstride', '--help']\n"
        f"try:\n    exec({code!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], time.process_time(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=True)
    loaded, used_s = done.stderr.rsplit(" ", 1)
    assert loaded == "[]"
    assert float(used_s) < MOST_HELP_S


def test_help_names_the_commands() -> None:
    outcome = run_evenstride("--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert "analyze" in outcome.out
    assert "knowledge" in outcome.out


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = run_here(capsys, monkeypatch, "--version")
    assert outcome == Outcome(0, f"evenstride, version {evenstride.__version__}\n", "")


# A run that can be measured


def test_a_run_is_done_with_code_0_and_only_json_on_standard_output(
    analysed: tuple[Outcome, Path], document: dict[str, Any]
) -> None:
    outcome, folder = analysed
    assert outcome.code == 0
    assert document["schema"] == "evenstride.assessment/1"
    said = outcome.err.splitlines()
    assert said == [f"{what}: {folder / name}" for what, name in WRITTEN]


WRITTEN = (("report", "report.html"), ("table", "m.parquet"), ("pose track", "pose.npz"))


def test_every_measure_is_in_the_document_with_a_status(document: dict[str, Any]) -> None:
    assert {measure["id"] for measure in document["measures"]} == set(load_knowledge().measures)
    for measure in document["measures"]:
        assert measure["status"] in ("ok", "low_confidence", "refused")
        assert (measure["value"] is None) == (measure["status"] == "refused")
        assert measure["reasons"] or measure["status"] == "ok"


def test_no_number_in_the_document_is_nan_or_infinite(document: dict[str, Any]) -> None:
    numbers = list(numbers_in(document))
    assert len(numbers) > 100
    assert all(math.isfinite(number) for number in numbers)


def test_the_clips_facts_are_those_of_the_file(short_clip: Path, document: dict[str, Any]) -> None:
    recording = document["recordings"][0]
    assert (recording["kind"], recording["view"], recording["surface"]) == ("video", "right", "treadmill")
    assert (recording["frame_count"], recording["timestamps"]) == (len(list(pictures_of(short_clip))), "constant")
    assert recording["fps_nominal"] == pytest.approx(60.0)
    assert recording["path"] == "short.mp4", "the name alone, no folder of the user"
    assert document["is_running"]
    assert document["events"]


def test_python_gives_the_same_values_as_the_command(short_clip: Path, document: dict[str, Any]) -> None:
    there = json.loads(json.dumps(evenstride.analyze(short_clip, height_m=1.78).to_dict()))
    timed = {"created_at": ""}
    assert_same({**there, **timed}, {**document, **timed})


def test_the_table_holds_every_measure(analysed: tuple[Outcome, Path], document: dict[str, Any]) -> None:
    table = pd.read_parquet(analysed[1] / "m.parquet")
    assert list(table["id"]) == [measure["id"] for measure in document["measures"]]
    cadence = next(measure for measure in document["measures"] if measure["id"] == "cadence")
    assert table.set_index("id").loc["cadence", "value"] == pytest.approx(cadence["value"])


def test_the_report_is_one_page_with_the_clip_in_it(analysed: tuple[Outcome, Path]) -> None:
    page = (analysed[1] / "report.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert len(page) > 200_000, "the small copy of the clip is inside"


def test_the_saved_pose_gives_the_same_measures_without_the_video(
    analysed: tuple[Outcome, Path], document: dict[str, Any], tmp_path: Path
) -> None:
    parquet = tmp_path / "pose.parquet"
    from_npz = evenstride.analyze(analysed[1] / "pose.npz", height_m=1.78, save_pose=parquet)
    from_parquet = evenstride.analyze(parquet, height_m=1.78)
    for again in (from_npz, from_parquet):
        assert json.loads(json.dumps(again.to_dict()))["measures"] == document["measures"]


def test_without_json_the_result_is_told_in_words_and_the_files_named(
    runner_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = run_here(
        *(capsys, monkeypatch, "analyze", runner_file),
        *("--json", tmp_path / "a.json", "--table", tmp_path / "m.csv", "--report", tmp_path / "r.html"),
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert "Cadence" in outcome.out
    assert outcome.out.endswith(f"report: {tmp_path}/r.html\nJSON: {tmp_path}/a.json\ntable: {tmp_path}/m.csv\n")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["schema"] == "evenstride.assessment/1"
    assert "cadence" in list(pd.read_csv(tmp_path / "m.csv")["id"])


def test_two_clips_become_one_result_with_one_report(
    runner_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.npz"
    save_pose_track(film(RUNNER, duration_s=3.0, fps=120.0), other)
    outcome = run_here(
        *(capsys, monkeypatch, "analyze", runner_file, other, "--view", "right", "--height", "1.78"),
        *("--json", tmp_path / "a.json", "--table", tmp_path / "m.csv", "--report", tmp_path / "r.html"),
    )
    assert (outcome.code, outcome.err) == (0, "")
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert len({recording["id"] for recording in document["recordings"]}) == 2
    assert {event["recording"] for event in document["events"]} == {each["id"] for each in document["recordings"]}
    cadence = next(measure for measure in document["measures"] if measure["id"] == "cadence")
    assert [part["source"] for part in cadence["parts"]] == [each["id"] for each in document["recordings"]]
    assert sum(part["weight"] for part in cadence["parts"]) == pytest.approx(1.0)
    assert cadence["value"] == pytest.approx(RUNNER.cadence_spm, rel=0.01)
    assert 'id="clip-2"' in (tmp_path / "r.html").read_text("utf-8")
    plan = run_here(capsys, monkeypatch, "plan", tmp_path / "a.json", "--start", "2026-03-02", "--json", "-")
    assert plan.code == 0, "a plan reads a session as it reads a clip"


def test_the_knowledge_is_checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_here(capsys, monkeypatch, "knowledge", "check") == Outcome(0, "The knowledge is consistent.\n", "")


# Files that cannot be used: code 1 and one line


def test_a_missing_clip_ends_in_one_line(tmp_path: Path) -> None:
    outcome = run_evenstride("analyze", tmp_path / "gone.mp4")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.error_line == (
        f"evenstride: Expected a video file; there is none at {tmp_path}/gone.mp4. Check the name and the folder."
    )


@pytest.mark.parametrize("byte_count", [100, 3_000, 4_500, 20_000])
def test_a_copy_that_ends_before_its_pictures_ends_in_one_line(
    sample_clip: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    byte_count: int,
) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(sample_clip.read_bytes()[:byte_count])
    outcome = run_here(capsys, monkeypatch, "analyze", cut)
    assert (outcome.code, outcome.out) == (1, "")
    assert "Copy it again from the phone" in outcome.error_line


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.mp4", b"Easy run, 8 km.\n" * 500, "notes.mp4 is none of these"),
        ("empty.mp4", b"", "empty.mp4 is empty"),
        ("photo.mp4", "png", "photo.mp4 is none of these"),
        ("photo.jpg", "jpg", "photo.jpg is none of these"),
        ("song.mp4", "sound", "holds only sound"),
        ("unknown.json", b'{"schema": "somebody.else/7"}', "got somebody.else/7"),
        ("broken.npz", b"PK\x03\x04" + bytes(200), "damaged or of another kind"),
    ],
)
def test_a_file_of_another_kind_ends_in_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes | str,
    words: str,
) -> None:
    path = tmp_path / name
    if content == "sound":
        write_silence(path)
    elif isinstance(content, str):
        path.write_bytes(cv2.imencode(f".{content}", np.full((400, 600, 3), 90, np.uint8))[1].tobytes())
    else:
        path.write_bytes(content)
    outcome = run_here(capsys, monkeypatch, "analyze", path)
    assert (outcome.code, outcome.out) == (1, "")
    assert words in outcome.error_line


def test_a_folder_ends_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = run_here(capsys, monkeypatch, "analyze", tmp_path)
    assert outcome.code == 1
    assert "is a folder. Name one clip inside it" in outcome.error_line


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--height", "178"), "Expected a height between 0.8 and 2.5 metres"),
        (("--height", "nan"), "Expected a height between 0.8 and 2.5 metres"),
        (("--recorded-fps", "0"), "Expected a recorded frame rate between 10 and 10000"),
        (("--recorded-fps", "24"), "at least the 60 pictures a second"),
        (("--json", "missing/a.json"), "make the folder first"),
        (("--report", "missing/r.html"), "make the folder first"),
        (("--report", "report.pdf"), "ending in .html"),
        (("--table", "measures.xlsx"), "ending in .csv or .parquet"),
        (("--save-pose", "pose.txt"), "ending in .npz or .parquet"),
        (("--save-pose", "runner.npz"), "another name for the pose track"),
        (("--json", "/proc/a.json"), "Choose another place"),
        (("--json", "/dev/null"), "got the device /dev/null"),
    ],
)
def test_an_option_that_makes_no_sense_ends_in_one_line(
    runner_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, str],
    words: str,
) -> None:
    if options[1].startswith("/") and not Path(options[1]).parent.is_dir():
        pytest.skip(f"{options[1]} is no place here")
    monkeypatch.chdir(runner_file.parent)
    outcome = run_here(capsys, monkeypatch, "analyze", "runner.npz", *options)
    assert (outcome.code, outcome.out) == (1, "")
    assert words in outcome.error_line
    assert [path.name for path in runner_file.parent.iterdir()] == ["runner.npz"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyze",),
        ("analyze", "a.mp4", "--view", "up"),
        ("analyze", "--height", "tall"),
    ],
)
def test_wrong_usage_has_code_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    outcome = run_here(capsys, monkeypatch, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert "Usage:" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_pose_model_that_is_missing_ends_in_one_line(short_clip: Path) -> None:
    outcome = run_evenstride("analyze", short_clip, "--rtmpose", "none.onnx")
    assert (outcome.code, outcome.out) == (1, "")
    assert "found no file. Give the path of one" in outcome.error_line


def test_a_name_that_is_too_long_ends_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = run_here(capsys, monkeypatch, "analyze", "a" * 300 + ".mp4")
    assert outcome.code == 1
    assert outcome.error_line.startswith("evenstride: File name too long")


# Too little to say anything: code 3, and everything that was asked for is written


@pytest.mark.parametrize("kind", ["noise", pytest.param("gradient", marks=pytest.mark.slow)])
def test_a_clip_without_a_person_has_code_3_and_says_so(tmp_path: Path, kind: str) -> None:
    clip, table, pose = tmp_path / "empty_room.mp4", tmp_path / "m.csv", tmp_path / "pose.npz"
    write_clip(clip, empty_room(kind), np.arange(60) / 30)
    outcome = run_evenstride("analyze", clip, "--json", "-", "--table", table, "--save-pose", pose)
    assert outcome.code == 3
    document = json.loads(outcome.out)
    assert not document["is_running"]
    assert document["warnings"][0].startswith("Expected a runner, found nobody in the pictures.")
    assert {measure["status"] for measure in document["measures"]} == {"refused"}
    assert len(pd.read_csv(table)) == len(document["measures"])
    assert evenstride.analyze(pose).assessment.warnings == tuple(document["warnings"])


def test_half_a_second_of_running_has_code_3_and_says_what_is_missing(sample_clip: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(sample_clip.read_bytes()[:60_000])
    outcome = run_evenstride("analyze", cut)
    assert (outcome.code, outcome.err) == (3, "")
    assert "The file ends early: 0.4 s of 5.0 s could be read. Copy it again" in outcome.out
    assert "Film 10 seconds" in outcome.out
    assert "Cadence" not in outcome.out


# Stopped half-way


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux for the children of a process")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_runs_on_after_the_command_is_stopped(sample_clip: Path, how: signal.Signals) -> None:
    process = subprocess.Popen(
        [*COMMAND, "analyze", str(sample_clip)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    children = wait_until(lambda: children_of(process.pid))
    time.sleep(0.8)
    process.send_signal(how)
    out, err = process.communicate(timeout=120)
    assert out == ""
    assert "Traceback" not in err
    if how == signal.SIGINT:
        assert (process.returncode, err.split("\n")) == (1, ["", "evenstride: stopped.", ""])
    assert wait_until(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in children))


def wait_until(condition: Any, *, most_s: float = 90.0) -> Any:
    """The first true answer; fails where there is none in time."""
    end_s = time.monotonic() + most_s
    while not (answer := condition()):
        assert time.monotonic() < end_s, "nothing happened in time"
        time.sleep(0.05)
    return answer


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def empty_room(kind: str) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(0)
    slope = np.tile(np.linspace(0, 255, 320).astype(np.uint8)[None, :, None], (240, 1, 3))
    for i in range(60):
        yield rng.integers(0, 255, (240, 320, 3), dtype=np.uint8) if kind == "noise" else np.roll(slope, 2 * i, axis=1)


def assert_same(one: object, other: object) -> None:
    """Equal in everything, numbers to nine digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list):
        assert len(one) == len(other)
        for item, counterpart in zip(one, other, strict=True):
            assert_same(item, counterpart)
    elif isinstance(one, float):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-12)
    else:
        assert one == other


def write_silence(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=44100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        silence.sample_rate, silence.pts, silence.time_base = 44100, 0, Fraction(1, 44100)
        output.mux(stream.encode(silence))
        output.mux(stream.encode(None))
