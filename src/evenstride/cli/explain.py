"""``evenstride explain ID``: one entry of the knowledge with the chain it stands in."""

from __future__ import annotations

import click

from evenstride.cli.json_output import check_json_file, print_or_write


@click.command(short_help="Explain a finding, measure, exercise or screen.")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write it as JSON; - for standard output.")
def explain(name: str | None, json_out: str | None) -> int:
    """Explain a finding, measure, exercise, screen, running cue or muscle; without ID list what can be explained.

    What it rests on and leads to, what speaks for and against it, what it does not say, and every source with its
    status.
    """
    from evenstride.services.explain import explain as explanation_of
    from evenstride.services.explain import explained_list

    check_json_file(json_out)
    found = explained_list() if name is None else explanation_of(name)
    print_or_write(found.document, found.lines, json_out)
    return 0
