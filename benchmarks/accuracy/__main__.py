"""``python -m benchmarks.accuracy``: measure everything; write ``docs/accuracy.md``, CSV files and the limits page."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy.camera_tilt import score_tilt
from benchmarks.accuracy.clip_source import ClipSource
from benchmarks.accuracy.drift import FEW_SEEDS, FULL_SEEDS, score_drift
from benchmarks.accuracy.foot_strike import foot_strike_samples, foot_strike_table
from benchmarks.accuracy.inertial import score_inertial
from benchmarks.accuracy.lab import score_lab
from benchmarks.accuracy.lab_files import lab_file_tables, score_lab_files
from benchmarks.accuracy.lab_markers import load_lab_trials
from benchmarks.accuracy.lab_measures import score_lab_measures
from benchmarks.accuracy.lab_rear import score_lab_rear
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.limits_page import write_limits
from benchmarks.accuracy.noise_measurement import measure_noise, write_measured_noise
from benchmarks.accuracy.page import FROM_SIDE, all_tables, write_page
from benchmarks.accuracy.painted_tape import TAPE_COLOURS
from benchmarks.accuracy.pose_noise import MEASURED_FILE, REAR_FILE
from benchmarks.accuracy.real import score_real
from benchmarks.accuracy.rendered import score_rendered
from benchmarks.accuracy.rendered_truth import list_rendered_clips, load_rendered_truth
from benchmarks.accuracy.results import Results
from benchmarks.accuracy.side_identity import SideIdentityRow, score_clip_identity
from benchmarks.accuracy.table import Table
from benchmarks.accuracy.tape_scores import score_tape
from benchmarks.accuracy.tape_tables import tape_tables
from evenstride.knowledge import load_knowledge
from evenstride.model import ClipAnalysis

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
PARTS = ("lab", "measures", "rear", "rendered", "sides", "shoe", "camera", "tape", "drift", "files", "real", "inertial")
#: Ticks of each part, for the bar only.
TICKS = {
    "lab": 50,
    "measures": 100,
    "rear": 50,
    "rendered": 19,
    "sides": 19,
    "shoe": 10,
    "camera": 19,
    "tape": 9,
    "drift": 40,
    "files": 52,
    "real": 5,
    "inertial": 1,
}
QUICK_SHARE = 4
#: One colour of tape is enough here; `benchmarks.accuracy.tape_scores` has them all, at half a minute a clip.
TAPE_SHOWN = tuple(TAPE_COLOURS)[:1]
#: Two halves of a run need nothing but one frame rate.
HALVES_FPS = (120.0,)

Tick = Callable[[str], None]


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 0 when everything was measured, 1 when the shared recordings are absent."""
    options = _parse(arguments)
    if not options.shared.is_dir():
        print(
            f"Expected the recordings in {options.shared}, found no such folder; name it with --shared.",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        saved = options.tracks is not None
        return _run(options, ClipSource(options.tracks if saved else Path(scratch), saved=saved))


def _run(options: argparse.Namespace, clips: ClipSource) -> int:
    if options.measure_noise:
        return _measure_noise(options.shared, clips)
    started_s = time.monotonic()
    tick = progress_bar(sum(TICKS[part] for part in options.parts) // (QUICK_SHARE if options.quick else 1))
    results = _measure(options, clips, tick)
    tables = all_tables(results)
    write_page(tables, options.out)
    if options.limits is not None and set(options.parts) == set(PARTS) and not options.quick:
        write_limits(options.limits, results)
    print(f"\n{len(tables)} tables in {time.monotonic() - started_s:.0f} s: {options.out}", file=sys.stderr)
    return 0


def progress_bar(total: int) -> Tick:
    """A function to call with the name of what begins; draws a bar with an estimate on standard error."""
    started_s, done = time.monotonic(), 0

    def tick(name: str) -> None:
        nonlocal done
        share = min(done / max(total, 1), 0.99)
        left = f"about {(time.monotonic() - started_s) * (1 - share) / share:.0f} s left" if share > 0 else "starting"
        bar = "#" * round(30 * share)
        print(f"\r[{bar:<30}] {100 * share:3.0f} % {left:<18} {name:<34}", end="", file=sys.stderr)
        done += 1

    return tick


def _measure(options: argparse.Namespace, clips: ClipSource, tick: Tick) -> Results:
    """The parts that were asked for."""
    parts, quick, workers = set(options.parts), options.quick, options.workers
    needs_lab = parts & {"lab", "measures", "rear"}
    trials: Sequence[LabTrial] = load_lab_trials(options.shared) if needs_lab else ()
    few = trials[::QUICK_SHARE] if quick else trials
    return Results(
        lab=score_lab(trials, quick=quick, workers=workers, tick=tick) if "lab" in parts else None,
        side=score_lab_measures(few, workers=workers, tick=tick) if "measures" in parts else (),
        halves=score_lab_measures(few, frame_rates=HALVES_FPS, halves=True, workers=workers, tick=tick)
        if "measures" in parts
        else (),
        rear=score_lab_rear(few, workers=workers, tick=tick) if "rear" in parts else (),
        rendered=score_rendered(options.shared, analyze=clips.analyze, quick=quick, tick=tick)
        if "rendered" in parts
        else None,
        identity=_score_sides(options, clips, tick) if "sides" in parts else (),
        tilt=score_tilt(options.shared, tick=tick) if "camera" in parts else (),
        further=(
            *(_score_shoe(options, clips, tick) if "shoe" in parts and not quick else ()),
            *(_score_tape(options, clips, tick) if "tape" in parts else ()),
            *(_score_drift(options, tick) if "drift" in parts else ()),
            *(_score_files(options, tick) if "files" in parts else ()),
            *(score_inertial(options.shared, tick=tick) if "inertial" in parts else ()),
        ),
        promises=score_real(options.shared, analyze=_analyze, quick=quick, tick=tick) if "real" in parts else (),
    )


def _score_sides(options: argparse.Namespace, source: ClipSource, tick: Tick) -> list[SideIdentityRow]:
    """Exchanges on purpose, over the pose model's own points of every rendered clip."""
    folder = options.shared / "rendered"
    clips = [clip for view in ("side", "rear") for clip in list_rendered_clips(folder, view)]
    rows: list[SideIdentityRow] = []
    for clip in clips[::QUICK_SHARE] if options.quick else clips:
        tick(f"sides {clip}")
        truth = load_rendered_truth(folder, clip)
        rows += score_clip_identity(source.track(truth.video), truth, quick=options.quick)
    return rows


def _score_shoe(options: argparse.Namespace, source: ClipSource, tick: Tick) -> list[Table]:
    """The foot's inclination at landing, by the picture of the shoe and by keypoints."""
    samples = foot_strike_samples(options.shared, knowledge=load_knowledge(), track_of=source.track, tick=tick)
    return [replace(foot_strike_table(samples), group=FROM_SIDE)]


def _score_tape(options: argparse.Namespace, source: ClipSource, tick: Tick) -> list[Table]:
    """Marks painted on the clips from behind."""
    clips = list_rendered_clips(options.shared / "rendered", "rear")
    few = clips[::QUICK_SHARE] if options.quick else clips
    scores = score_tape(options.shared, find_track=source.track, clips=few, colours=TAPE_SHOWN, tick=tick)
    return tape_tables(scores, ())


def _score_files(options: argparse.Namespace, tick: Tick) -> list[Table]:
    """Laboratory trials through the product's own readers."""
    every = QUICK_SHARE if options.quick else 1
    return lab_file_tables(score_lab_files(options.shared, every=every, workers=options.workers, tick=tick))


def _score_drift(options: argparse.Namespace, tick: Tick) -> list[Table]:
    """Drift put into simulated runs and into the scatter of recorded ones."""
    return score_drift(options.shared, n_seeds=options.drift_seeds, quick=options.quick, tick=tick)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few clips and runs, under two minutes")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "docs" / "accuracy.md")
    parser.add_argument(
        "--limits",
        type=Path,
        default=REPOSITORY / "docs" / "explanation" / "limits.md",
        help="page whose measured section is written when all parts are run",
    )
    parser.add_argument("--shared", type=Path, default=SHARED_DATA, help="folder of the recordings with truth")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument(
        "--drift-seeds",
        type=int,
        default=FEW_SEEDS,
        help=f"runs of each kind for the drift tables (two minutes; those published have {FULL_SEEDS})",
    )
    parser.add_argument("--workers", type=int, default=2, help="processes for the laboratory runs")
    parser.add_argument(
        "--tracks",
        type=Path,
        help="folder of pose tracks saved before (<clip>.npz), analysed instead of the rendered videos",
    )
    parser.add_argument(
        "--measure-noise", action="store_true", help="measure the pose step's error anew and write pose_noise*.json"
    )
    return parser.parse_args(arguments)


def _measure_noise(shared: Path, source: ClipSource) -> int:
    """Analyse the rendered clips and keep their keypoint errors for the laboratory runs."""
    folder = shared / "rendered"
    for view, path in (("side", MEASURED_FILE), ("rear", REAR_FILE)):
        clips = list_rendered_clips(folder, view)
        tick = progress_bar(len(clips))
        measured = []
        for clip in clips:
            tick(clip)
            truth = load_rendered_truth(folder, clip)
            measured.append(measure_noise(source.analyze(truth.video, truth.stature_m).pose_track, truth))
        write_measured_noise(measured, path)
        print(f"\n{len(clips)} clips measured: {path.name}", file=sys.stderr)
    return 0


def _analyze(video: Path, height_m: float | None) -> ClipAnalysis:
    import evenstride

    return evenstride.analyze(video, height_m=height_m)


if __name__ == "__main__":
    raise SystemExit(main())
