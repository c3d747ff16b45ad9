"""``--json FILE|-`` of the commands that print lines otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

STANDARD_OUTPUT = "-"


def check_json_file(json_out: str | None, *, source: Path | None = None) -> None:
    """Refuse a name that cannot be written, before anything is done; ``source`` is a file that is read."""
    if json_out not in (None, STANDARD_OUTPUT):
        from evenstride.services.output_files import check_output

        path = Path(str(json_out))
        check_output(path, "JSON file", source=source or path.parent)


def print_or_write(document: dict[str, Any], lines: Iterable[str], json_out: str | None) -> None:
    """The document on standard output or in a file where it was asked for, else the lines."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    if json_out == STANDARD_OUTPUT:
        click.echo(text)
        return
    if json_out is None:
        click.echo("\n".join(lines))
        return
    from evenstride.reports.files import write_whole

    write_whole(Path(json_out), lambda part: part.write_text(f"{text}\n", encoding="utf-8"))
    click.echo(f"JSON: {json_out}")
