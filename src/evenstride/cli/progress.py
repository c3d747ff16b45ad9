"""``evenstride progress``: what changed beyond error, what was done, what comes next."""

from __future__ import annotations

from datetime import UTC, datetime

import click


@click.command(short_help="Show what changed over weeks.")
@click.option("--runner", metavar="NAME|ID", help="Where more than one is kept.")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write it as JSON; - prints it.")
def progress(runner: str | None, json_out: str | None) -> None:
    """Show what changed beyond the error of both recordings, what was done of the plan, and what comes next."""
    from evenstride.cli.json_output import check_json_file, print_or_write
    from evenstride.cli.progress_text import progress_lines
    from evenstride.services.keeping.following import follow_runner
    from evenstride.services.keeping.overview import find_runner
    from evenstride.store import open_store

    check_json_file(json_out)
    with open_store() as store:
        found = find_runner(store, runner)
        followed = follow_runner(store, found.id, today=datetime.now(UTC).astimezone().date())
    print_or_write(followed.to_dict(), progress_lines(followed, name=found.name), json_out)
