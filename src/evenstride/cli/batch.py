"""``evenstride batch FOLDER``: many recordings in, one table out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.json_output import STANDARD_OUTPUT, check_json_file, print_or_write

if TYPE_CHECKING:
    from evenstride.services.batch import BatchSummary

EXIT_TOO_LITTLE = 3
#: Longer lists go to the tables only.
MOST_LINES = 20
_SHOWN_MEASURES = 3


@click.command(short_help="Measure many recordings into one table.")
@click.argument("sources", nargs=-1, required=True, metavar="FOLDER|GLOB|LIST|FILE...")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="OUT.parquet|.csv", help="The table of measures."
)
@click.option("--height", "height_m", type=float, metavar="METRES", help="Height of runners of whom a list says none.")
@click.option("--recorded-fps", type=float, metavar="FPS", help="Frame rate at which slow-motion clips were recorded.")
@click.option(
    "--view",
    type=click.Choice(["auto", "left", "right", "rear", "front"]),
    default="auto",
    show_default=True,
    help="The runner's side the camera saw.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Compute on a Dask cluster, e.g. tcp://127.0.0.1:8786.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes on this machine; else its cores.")
@click.option("--json-dir", type=click.Path(path_type=Path), metavar="FOLDER", help="Write each result as JSON there.")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the summary as JSON; - prints it.")
@click.option("--rtmpose", type=click.Path(path_type=Path), metavar="MODEL.onnx", help="Use RTMPose (Halpe-26).")
def batch(
    sources: tuple[str, ...],
    out: Path,
    height_m: float | None,
    recorded_fps: float | None,
    view: str,
    scheduler: str | None,
    workers: int | None,
    json_dir: Path | None,
    json_out: str | None,
    rtmpose: Path | None,
) -> int:
    """Measure many recordings: folders, quoted patterns, lists (.txt, .csv with a column file) or single files.

    Run the same command again after an interruption: what is done is kept.
    """
    from evenstride.services.batch import analyze_batch

    if scheduler is not None and workers is not None:
        raise click.UsageError("--workers is for this machine; with --scheduler the cluster has its own workers.")
    check_json_file(json_out)
    with _progress_bars() as on_progress:
        summary = analyze_batch(
            sources,
            out=out,
            height_m=height_m,
            recorded_fps=recorded_fps,
            view=view,
            rtmpose=rtmpose,
            scheduler=scheduler,
            workers=workers,
            json_dir=json_dir,
            on_progress=on_progress,
        )
    print_or_write(summary.to_dict(), _lines(summary), json_out)
    if json_out not in (None, STANDARD_OUTPUT):
        click.echo("\n".join(_lines(summary)))
    return 0 if summary.ok else EXIT_TOO_LITTLE


@contextlib.contextmanager
def _progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar with an estimate for each stage on standard error; without a terminal a line each tenth of the way."""
    bars = _Bars() if sys.stderr.isatty() else None
    try:
        yield bars.show if bars is not None else _Lines().show
    finally:
        if bars is not None:
            bars.close()


class _Bars:
    """One bar after the other, as the stages come."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: click._termui_impl.ProgressBar[int] | None = None
        self._shown = 0

    def show(self, stage: str, done: int, expected: int) -> None:
        if stage != self._stage:
            self.close()
            self._stage, self._shown = stage, 0
            self._bar = click.progressbar(length=expected, label=stage, file=sys.stderr, show_pos=True, show_eta=True)
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._shown)
        self._shown = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


class _Lines:
    """For a log file: how far it is, and about how long it still takes."""

    def __init__(self) -> None:
        self._started_s = 0.0
        self._told_tenths = 0

    def show(self, stage: str, done: int, expected: int) -> None:
        import time

        from evenstride.services.batch import ANALYSING

        if stage != ANALYSING:
            return
        if done == 0:
            self._started_s = time.monotonic()
            click.echo(f"{stage} {expected} recordings", err=True)
            return
        tenths = 10 * done // expected
        if tenths > self._told_tenths and done < expected:
            left_s = (time.monotonic() - self._started_s) * (expected - done) / done
            click.echo(f"{stage}: {done} of {expected}, about {_duration(left_s)} left", err=True)
        self._told_tenths = tenths


def _duration(seconds: float) -> str:
    """
    >>> _duration(42.0), _duration(600.0), _duration(9000.0)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _lines(summary: BatchSummary) -> list[str]:
    skipped = f" ({summary.already_done} were done before)" if summary.already_done else ""
    lines = [
        f"{summary.recordings} recordings: {summary.ok} measured, {len(summary.nothing_measured)} without a measure, "
        f"{len(summary.failed)} failed{skipped}"
    ]
    lines += _listed("Failed", [f"{each.file}: {each.reason}" for each in summary.failed])
    lines += _listed("Nothing measured", [f"{each.file}: {each.reason}" for each in summary.nothing_measured])
    lines += _listed(
        "The same recording twice", [f"{each.file} is the same as {each.same_as}" for each in summary.duplicates]
    )
    refusals = [f"{r.reason} (in {r.recordings}: {_named(r.measures)})" for r in summary.refusals]
    lines += _listed("Refused measures", refusals)
    return [*lines, f"table: {summary.out}", f"findings: {summary.findings}"]


def _listed(title: str, items: list[str]) -> list[str]:
    if not items:
        return []
    more = [f"  and {len(items) - MOST_LINES} more, see the table"] if len(items) > MOST_LINES else []
    return [f"{title}:", *(f"  {item}" for item in items[:MOST_LINES]), *more]


def _named(measures: tuple[str, ...]) -> str:
    more = len(measures) - _SHOWN_MEASURES
    return ", ".join(measures[:_SHOWN_MEASURES]) + (f" and {more} more" if more > 0 else "")
