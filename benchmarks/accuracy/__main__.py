"""``python -m benchmarks.accuracy``: measure everything and write ``docs/accuracy.md`` with a CSV file per table."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.accuracy.glance import glance_table
from benchmarks.accuracy.lab import score_lab
from benchmarks.accuracy.noise_measurement import measure_noise, write_measured_noise
from benchmarks.accuracy.pose_noise import MEASURED_FILE
from benchmarks.accuracy.real import score_real
from benchmarks.accuracy.rendered import score_rendered
from benchmarks.accuracy.rendered_truth import list_rendered_clips, load_rendered_truth
from benchmarks.accuracy.tables import Table, lab_tables, real_table, rendered_tables
from evenstride.model import ClipAnalysis

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
#: Ticks of a full and of a quick run, for the bar only.
FULL_TICKS, QUICK_TICKS = 64, 16
HEAD = """# Accuracy

Written by `make accuracy`; do not edit. Errors are found minus true: + is late, or too large. *Near* is the leg towards
the camera. *RMSE* contains the bias; the 95 % limits of agreement are bias -+ 1.96 SD (Bland & Altman 1986).

What these numbers do not show: the rendered figures move as recorded runners do, but shoes, clothes, light and blur are
tidier than a phone's; a hip or knee offset of a few degrees against these bodies means nothing. The laboratory runs are
projected markers, not video: their points carry the error measured on the rendered clips, and the tip of the shoe is
made up from the forefoot markers.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 0 when everything was measured, 1 when the shared recordings are absent."""
    options = _parse(arguments)
    if not options.shared.is_dir():
        print(
            f"Expected the recordings in {options.shared}, found no such folder; name it with --shared.",
            file=sys.stderr,
        )
        return 1
    if options.measure_noise:
        return _measure_noise(options.shared)
    started_s = time.monotonic()
    tick = progress_bar(QUICK_TICKS if options.quick else FULL_TICKS)
    tables: list[Table] = []
    if "lab" in options.parts:
        tables += lab_tables(score_lab(options.shared, quick=options.quick, tick=tick))
    if "rendered" in options.parts:
        tables += rendered_tables(score_rendered(options.shared, analyze=_analyze, quick=options.quick, tick=tick))
    if "real" in options.parts:
        tables.append(real_table(score_real(options.shared, analyze=_analyze, quick=options.quick, tick=tick)))
    glance = glance_table(tables)
    write_tables([glance, *tables] if glance else tables, options.out)
    print(f"\n{len(tables)} tables in {time.monotonic() - started_s:.0f} s: {options.out}", file=sys.stderr)
    return 0


def write_tables(tables: list[Table], out: Path) -> None:
    """The page, and beside it one CSV file per table."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join([HEAD, *(table.to_markdown() for table in tables)]), encoding="utf-8")
    folder = out.with_suffix("")
    folder.mkdir(exist_ok=True)
    for table in tables:
        name = table.title.lower().replace("'", "").replace(" ", "_")
        (folder / f"{name}.csv").write_text(table.to_csv(), encoding="utf-8")


def progress_bar(total: int) -> Callable[[str], None]:
    """A function to call with the name of what begins; draws a bar with an estimate on standard error."""
    started_s, done = time.monotonic(), 0

    def tick(name: str) -> None:
        nonlocal done
        share = min(done / total, 0.99)
        left = f"about {(time.monotonic() - started_s) * (1 - share) / share:.0f} s left" if share > 0 else "starting"
        bar = "#" * round(30 * share)
        print(f"\r[{bar:<30}] {100 * share:3.0f} % {left:<18} {name:<34}", end="", file=sys.stderr)
        done += 1

    return tick


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few clips and runs, under two minutes")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "docs" / "accuracy.md")
    parser.add_argument("--shared", type=Path, default=SHARED_DATA, help="folder of the recordings with truth")
    parser.add_argument("--parts", nargs="+", choices=("lab", "rendered", "real"), default=("lab", "rendered", "real"))
    parser.add_argument(
        "--measure-noise", action="store_true", help="measure the pose step's error anew and write pose_noise.json"
    )
    return parser.parse_args(arguments)


def _measure_noise(shared: Path) -> int:
    """Analyse the rendered side clips and keep their keypoint errors for the laboratory runs."""
    folder = shared / "rendered"
    clips = list_rendered_clips(folder)
    tick = progress_bar(len(clips))
    measured = []
    for clip in clips:
        tick(clip)
        truth = load_rendered_truth(folder, clip)
        measured.append(measure_noise(_analyze(truth.video, truth.stature_m).pose_track, truth))
    write_measured_noise(measured, MEASURED_FILE)
    print(f"\n{len(clips)} clips measured: {MEASURED_FILE.name}", file=sys.stderr)
    return 0


def _analyze(video: Path, height_m: float | None) -> ClipAnalysis:
    import evenstride

    return evenstride.analyze(video, height_m=height_m)


if __name__ == "__main__":
    raise SystemExit(main())
