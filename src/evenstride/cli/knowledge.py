"""``evenstride knowledge``: what the rules and exercises rest on."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def knowledge() -> None:
    """The knowledge that findings and exercises come from."""


@knowledge.command()
def check() -> int:
    """Check the knowledge files: schema, links both ways, wording. Exit code 1 when something is wrong."""
    from evenstride.knowledge import check as problems_of

    problems = problems_of()
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} problems" if problems else "The knowledge is consistent.", err=bool(problems))
    return 1 if problems else 0


@knowledge.command()
@click.argument("folder", type=click.Path(path_type=Path))
def render(folder: Path) -> int:
    """Write the knowledge as linked Markdown pages with drawings into FOLDER."""
    from evenstride.services.knowledge_folder import render_knowledge

    count, stale = render_knowledge(folder)
    for path in stale:
        click.echo(f"taken away: {path}")
    click.echo(f"{count} files: {folder}")
    return 0
