"""``evenstride exercises [ID]``: all exercises, or one of them in full."""

from __future__ import annotations

import click

from evenstride.cli.json_output import check_json_file, print_or_write


@click.command(short_help="List the exercises, or show one in full.")
@click.argument("exercise_id", metavar="[ID]", required=False)
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write it as JSON; - for standard output.")
def exercises(exercise_id: str | None, json_out: str | None) -> int:
    """List the exercises, or show the one called ID with its steps, doses, variations, cautions and evidence."""
    from evenstride.services.explain import exercise_list, explain

    check_json_file(json_out)
    found = exercise_list() if exercise_id is None else explain(exercise_id, kinds=("exercise",))
    print_or_write(found.document, found.lines, json_out)
    return 0
