"""``evenstride data``: where the data are, export, import, delete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.errors import InputError

if TYPE_CHECKING:
    from evenstride.services.keeping.overview import Overview

_RUNNER = click.option("--runner", metavar="NAME|ID", help="Of this runner alone.")


@click.group(short_help="Show, export, import and delete what is kept.")
def data() -> None:
    """Show, export, import and delete what is kept. EVENSTRIDE_HOME names the data folder."""


@data.command()
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write it as JSON; - prints it.")
def where(json_out: str | None) -> None:
    """Say where the data are and what is in them."""
    from evenstride.cli.json_output import check_json_file, print_or_write
    from evenstride.services.keeping.overview import survey_data
    from evenstride.store import open_store

    check_json_file(json_out)
    with open_store() as store:
        overview = survey_data(store)
    print_or_write(overview.to_dict(), _overview_lines(overview), json_out)


@data.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.zip")
@_RUNNER
def export(out: Path, runner: str | None) -> None:
    """Write everything that is kept into OUT.zip: CSV, JSON and originals."""
    from evenstride.services.keeping.exporting import export_data
    from evenstride.services.keeping.overview import find_runner
    from evenstride.services.output_files import check_output
    from evenstride.store import open_store

    check_output(out, "export", suffixes=(".zip",), source=out.parent)
    with open_store() as store:
        runner_id = None if runner is None else find_runner(store, runner).id
        manifest = export_data(store, out, runner_id=runner_id)
    size = sum(each.size_bytes for each in manifest.files)
    click.echo(f"{out}: {len(manifest.files)} files, {size / 1e6:.1f} MB.")


@data.command("import")
@click.argument("source", type=click.Path(path_type=Path), metavar="IN.zip")
def import_(source: Path) -> None:
    """Take an export in. What is here already stays; doing it twice adds nothing."""
    from evenstride.services.keeping.importing import import_data
    from evenstride.store import open_store

    with open_store() as store:
        imported = import_data(store, source)
    for counts, what in (
        (imported.added, "added"),
        (imported.was_there, "here already"),
        (imported.kept_ours, "changed here since, left as they are"),
    ):
        if counts:
            click.echo(f"{what}: {', '.join(f'{count} {kind}' for kind, count in counts.items())}")


@data.command()
@click.argument("runner", metavar="NAME|ID")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
def delete(runner: str, is_sure: bool) -> None:
    """Delete a runner with all notes and media. It cannot be undone."""
    from evenstride.services.keeping.deleting import delete_runner
    from evenstride.services.keeping.overview import find_runner
    from evenstride.store import open_store

    with open_store() as store:
        found = find_runner(store, runner)
        if not is_sure and click.prompt(f"Type {found.name} to delete everything of them", err=True) != found.name:
            raise InputError("Nothing was deleted.")
        deleted = delete_runner(store, found.id)
    click.echo(f"Deleted {found.name} with {deleted.n_files} files, {deleted.size_bytes / 1e6:.1f} MB.")


@data.command("tidy")
def tidy_() -> None:
    """Take away files that nothing names any more."""
    from evenstride.services.keeping.deleting import tidy
    from evenstride.store import open_store

    with open_store() as store:
        removed = tidy(store)
    click.echo(f"{removed.n_files} files, {removed.size_bytes / 1e6:.1f} MB.")


def _overview_lines(overview: Overview) -> Iterator[str]:
    yield f"folder: {overview.home}"
    yield f"database: {overview.database}"
    yield f"files: {overview.n_files}, {overview.size_bytes / 1e6:.1f} MB"
    for each in overview.runners:
        sample = ", the sample" if each.is_sample else ""
        yield (
            f"{each.name} ({each.id}{sample}): {each.n_recordings} recordings, {each.n_assessments} assessments, "
            f"{each.n_sessions} sessions, {each.n_runs} runs"
        )
