"""``evenstride compare A B``: two recordings side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

EXIT_TOO_LITTLE = 3


class _Offset(click.ParamType):
    """Seconds, or ``auto``."""

    name = "offset"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> float | Literal["auto"]:
        if value == "auto":
            return "auto"
        try:
            return float(value)
        except ValueError:
            self.fail(f"expected seconds or auto, got {value}", param, ctx)


@click.command(short_help="Set two recordings side by side.")
@click.argument("a", type=click.Path(path_type=Path), metavar="A")
@click.argument("b", type=click.Path(path_type=Path), metavar="B")
@click.option("--height", "height_m", type=float, metavar="METRES", help="The runner's height, e.g. 1.78.")
@click.option("--force", type=click.Path(path_type=Path), metavar="FORCE.mot|.sto", help="Force of the trial.")
@click.option(
    "--offset",
    "offset_s",
    type=_Offset(),
    metavar="SECONDS|auto",
    help="Compare instants too: what comes on B's times to be on A's clock, or auto to estimate it.",
)
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the result as JSON; - for standard output.")
def compare(
    a: Path,
    b: Path,
    height_m: float | None,
    force: Path | None,
    offset_s: float | Literal["auto"] | None,
    json_out: str | None,
) -> int:
    """Compare A and B: each a video, keypoints, a laboratory's trial, a watch's file or a saved assessment.

    Every measure that both carry is set side by side with the difference, its combined error, and whether it is beyond
    the errors of both.
    """
    from evenstride.cli.json_output import check_json_file, print_or_write
    from evenstride.reports.comparison_text import comparison_lines
    from evenstride.services.compare import compare_recordings
    from evenstride.services.write_results import shipped_knowledge

    for source in (a, b):
        check_json_file(json_out, source=source)
    comparison = compare_recordings(a, b, height_m=height_m, force=force, offset_s=offset_s)
    print_or_write(comparison.to_dict(), comparison_lines(comparison, knowledge=shipped_knowledge()), json_out)
    return 0 if comparison.measures else EXIT_TOO_LITTLE
