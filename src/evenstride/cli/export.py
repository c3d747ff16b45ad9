"""``evenstride export RECORDING``: what was measured, for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

EXIT_TOO_LITTLE = 3
_Command = Callable[..., Any]
_OUTPUTS = (
    ("trc", "OUT.trc", "Markers, or the keypoints in metres, for OpenSim."),
    ("mot", "OUT.mot|.sto", "Joint-angle curves, degrees, for OpenSim."),
    ("c3d", "OUT.c3d", "Markers or keypoints, with contacts and toe-offs as events."),
    ("points", "OUT.csv|.parquet", "Keypoints, one row per picture and point."),
    ("curves", "OUT.csv|.parquet", "Joint-angle curves, one row per picture and curve."),
    ("events", "OUT.csv|.parquet", "Contacts and toe-offs."),
    ("steps", "OUT.csv|.parquet", "Steps with their times."),
    ("measures", "OUT.csv|.parquet", "Measures, as analyze --table writes them."),
)


def _output_options(command: _Command) -> _Command:
    """One option for everything that can be written."""
    for name, metavar, words in reversed(_OUTPUTS):
        command = click.option(f"--{name}", type=click.Path(path_type=Path), metavar=metavar, help=words)(command)
    return command


@click.command(short_help="Write a recording for OpenSim, C3D or pandas.")
@click.argument("recording", type=click.Path(path_type=Path), metavar="RECORDING")
@_output_options
@click.option("--height", "height_m", type=float, metavar="METRES", help="The runner's height, e.g. 1.78.")
@click.option("--view", type=click.Choice(["auto", "left", "right", "rear", "front"]), default="auto")
@click.option("--force", type=click.Path(path_type=Path), metavar="FORCE.mot|.sto", help="Force of the trial.")
def export(recording: Path, height_m: float | None, view: str, force: Path | None, **outputs: Path | None) -> int:
    """Analyse RECORDING (a video, keypoints or a laboratory's trial) and write it in other programs' forms."""
    from evenstride.services.export import export_recording

    wanted = {name: path for name, path in outputs.items() if path is not None}
    analysis = export_recording(recording, wanted, height_m=height_m, view=view, force=force)
    for name, path in wanted.items():
        click.echo(f"{name}: {path}")
    return 0 if analysis.assessment.says_something else EXIT_TOO_LITTLE
