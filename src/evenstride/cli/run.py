"""``evenstride run FILE...``: what a watch recorded in, what it shows out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evenstride.cli.sensor_options import declared_sensor, sensor_options

EXIT_TOO_LITTLE = 3


@click.command(short_help="Measure a run from a watch's or a sensor's file: drift, onset, load.")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
@click.option("--report", type=click.Path(path_type=Path), metavar="OUT.html", help="Write the report page.")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="OUT.pdf", help="Write the report to print.")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the result as JSON; - for standard output.")
@click.option(
    "--table", type=click.Path(path_type=Path), metavar="OUT.csv|.parquet", help="Write the measures as a table."
)
@sensor_options
def run(
    files: tuple[Path, ...],
    report: Path | None,
    pdf: Path | None,
    json_out: str | None,
    table: Path | None,
    **sensor: str | float | None,
) -> int:
    """Measure a run from FILE: FIT, TCX or GPX, also gzipped or in a ZIP, or a folder of them; or from the CSV file of
    a motion sensor, with --imu-place.

    Of several runs the latest is measured; the earlier ones give the weekly distance and, where enough of them are
    alike, the runner's own baseline.
    """
    from evenstride.cli.imu_text import imu_lines
    from evenstride.cli.run_text import run_lines
    from evenstride.services.analyze_run import analyze_run
    from evenstride.services.write_results import STANDARD_OUTPUT, check_outputs, shipped_knowledge, write_results

    check_outputs(sources=files, report=report, pdf=pdf, json_out=json_out, table=table)
    knowledge = shipped_knowledge()
    analysis = analyze_run(files, knowledge=knowledge, sensor=declared_sensor(sensor))
    write_results(analysis, report=report, pdf=pdf, json_out=json_out, table=table)
    is_printed = json_out == STANDARD_OUTPUT
    if is_printed:
        click.echo(json.dumps(analysis.to_dict(), indent=2, allow_nan=False))
    else:
        lines = imu_lines if analysis.run.kind == "imu_csv" else run_lines
        for line in lines(analysis, knowledge=knowledge):
            click.echo(line)
    json_file = None if is_printed else json_out
    for name, path in (("report", report), ("PDF", pdf), ("JSON", json_file), ("table", table)):
        if path is not None:
            click.echo(f"{name}: {path}", err=is_printed)
    return 0 if analysis.says_something else EXIT_TOO_LITTLE
