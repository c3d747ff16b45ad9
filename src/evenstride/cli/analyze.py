"""``evenstride analyze CLIP...``: the recordings of a session in, a report out."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from evenstride.model import SessionAnalysis

EXIT_TOO_LITTLE = 3


@click.command(short_help="Measure a run from clips or keypoints.")
@click.argument("clips", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="CLIP...")
@click.option("--report", type=click.Path(path_type=Path), metavar="OUT.html", help="Write the report page.")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="OUT.pdf", help="Write the report to print.")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the result as JSON; - for standard output.")
@click.option(
    "--table", type=click.Path(path_type=Path), metavar="OUT.csv|.parquet", help="Write the measures as a table."
)
@click.option("--height", "height_m", type=float, metavar="METRES", help="The runner's height, e.g. 1.78.")
@click.option(
    "--recorded-fps",
    type=float,
    multiple=True,
    metavar="FPS",
    help="Frame rate at which a slow-motion clip was recorded; once for all clips, or once for each.",
)
@click.option(
    "--view",
    type=click.Choice(["auto", "left", "right", "rear", "front"]),
    multiple=True,
    help="The runner's side the camera saw, or where it stood; once for all clips, or once for each. "
    "Left out, it is read from the picture.",
)
@click.option(
    "--save-pose", type=click.Path(path_type=Path), metavar="OUT.npz|.parquet", help="Keep the pose track of one clip."
)
@click.option(
    "--force",
    type=click.Path(path_type=Path),
    metavar="FORCE.mot|.sto",
    help="Force of a laboratory's trial; left out, it is looked for beside the markers.",
)
@click.option(
    "--watch",
    type=click.Path(path_type=Path),
    metavar="RUN.fit",
    help="What a watch recorded of the same run: FIT, TCX or GPX, or a folder of them.",
)
@click.option("--rtmpose", type=click.Path(path_type=Path), metavar="MODEL.onnx", help="Use RTMPose (Halpe-26).")
def analyze(
    clips: tuple[Path, ...],
    report: Path | None,
    pdf: Path | None,
    json_out: str | None,
    table: Path | None,
    height_m: float | None,
    recorded_fps: tuple[float, ...],
    view: tuple[str, ...],
    save_pose: Path | None,
    force: Path | None,
    watch: Path | None,
    rtmpose: Path | None,
) -> int:
    """Measure a run from CLIP: a video, keypoints (.npz, .parquet, .json, .csv, .trc) or a laboratory's trial.

    A trial is a C3D file, or a TRC file of markers with its force (TRIAL_grf.mot) beside it.

    Several clips of one run (from the left, the right, from behind, repeats) become one result.
    """
    from evenstride.services.analyze_session import analyze_session
    from evenstride.services.write_results import check_outputs, write_results

    sources = (*clips, *([] if watch is None else [watch]))
    check_outputs(sources=sources, report=report, pdf=pdf, json_out=json_out, table=table)
    with progress_bar("Following the runner") as on_progress:
        analysis = analyze_session(
            clips,
            height_m=height_m,
            recorded_fps=recorded_fps or None,
            view=view or "auto",
            with_preview=report is not None or pdf is not None,
            rtmpose=rtmpose,
            save_pose=save_pose,
            force=force,
            watch=watch,
            on_progress=on_progress,
        )
    write_results(analysis, report=report, pdf=pdf, json_out=json_out, table=table)
    if json_out == "-":
        click.echo(json.dumps(analysis.to_dict(), indent=2, allow_nan=False))
    else:
        _print_summary(analysis)
    json_file = None if json_out == "-" else json_out
    for name, path in (
        ("report", report),
        ("PDF", pdf),
        ("JSON", json_file),
        ("table", table),
        ("pose track", save_pose),
    ):
        if path is not None:
            click.echo(f"{name}: {path}", err=json_out == "-")
    return 0 if analysis.assessment.says_something else EXIT_TOO_LITTLE


@contextlib.contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with an estimate on standard error; nothing where that is not a terminal."""
    bar = None
    shown = 0

    def on_progress(done: int, expected: int) -> None:
        nonlocal bar, shown
        if bar is None:
            bar = click.progressbar(length=expected, label=label, file=sys.stderr, show_pos=True, show_eta=True)
            bar.__enter__()
        bar.update(done - shown)
        shown = done

    try:
        yield on_progress if sys.stderr.isatty() else _silent
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def _silent(_done: int, _expected: int) -> None:
    """Where nobody watches."""


def _print_summary(analysis: SessionAnalysis) -> None:
    from evenstride.cli.run_text import watch_lines
    from evenstride.reports.text import summary_lines
    from evenstride.services.write_results import shipped_knowledge

    knowledge = shipped_knowledge()
    for line in (*summary_lines(analysis.assessment, knowledge=knowledge), *watch_lines(analysis, knowledge=knowledge)):
        click.echo(line)
