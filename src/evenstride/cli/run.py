"""``evenstride run FILE...``: what a watch recorded in, what it shows out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evenstride.cli.sensor_options import declared_sensor, sensor_options

EXIT_TOO_LITTLE = 3


@click.command(short_help="Measure a run from a watch's or a sensor's file: drift, onset, load.")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the result as JSON; - for standard output.")
@sensor_options
def run(files: tuple[Path, ...], json_out: str | None, **sensor: str | float | None) -> int:
    """Measure a run from FILE: FIT, TCX or GPX, also gzipped or in a ZIP, or a folder of them; or from the CSV file of
    a motion sensor, with --imu-place.

    Of several runs the latest is measured; the earlier ones give the weekly distance and, where enough of them are
    alike, the runner's own baseline.
    """
    from evenstride.cli.imu_text import imu_lines
    from evenstride.cli.run_text import run_lines
    from evenstride.services.analyze_run import analyze_run
    from evenstride.services.write_results import STANDARD_OUTPUT, check_outputs, shipped_knowledge

    check_outputs(sources=files, report=None, json_out=json_out, table=None)
    knowledge = shipped_knowledge()
    analysis = analyze_run(files, knowledge=knowledge, sensor=declared_sensor(sensor))
    if json_out == STANDARD_OUTPUT:
        click.echo(json.dumps(analysis.to_dict(), indent=2, allow_nan=False))
    else:
        lines = imu_lines if analysis.run.kind == "imu_csv" else run_lines
        for line in lines(analysis, knowledge=knowledge):
            click.echo(line)
    if json_out not in (None, STANDARD_OUTPUT):
        from evenstride.reports.files import write_document

        write_document(analysis.to_dict(), Path(str(json_out)))
        click.echo(f"JSON: {json_out}")
    return 0 if analysis.says_something else EXIT_TOO_LITTLE
