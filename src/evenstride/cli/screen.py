"""``evenstride screen SCREEN_ID [CLIP]`` and ``evenstride screens``: home screens scored and listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from evenstride.cli.json_output import check_json_file, print_or_write

if TYPE_CHECKING:
    from evenstride.model.gait import Side

EXIT_TOO_LITTLE = 3
#: Option -> unit of the knowledge.
_UNIT_OF = {"seconds": "s", "reps": "reps", "degrees": "deg", "centimetres": "cm", "percent": "%"}


@click.command(short_help="Score a home screen from a clip, or from a number.")
@click.argument("screen_id", metavar="SCREEN_ID")
@click.argument("clip", type=click.Path(path_type=Path), metavar="[CLIP]", required=False)
@click.option("--side", type=click.Choice(["left", "right"]), help="The side that was tested.")
@click.option("--seconds", type=float, help="Seconds held, by a timer.")
@click.option("--reps", type=float, help="Repetitions counted.")
@click.option("--degrees", type=float, help="Angle measured.")
@click.option("--centimetres", "--cm", type=float, help="Distance measured.")
@click.option("--percent", type=float, help="Share measured.")
@click.option("--pain", type=float, metavar="0-10", help="The worst pain during it; from 4 on there is no score.")
@click.option("--age", type=click.IntRange(1, 120), help="For norms by age.")
@click.option("--sex", type=click.Choice(["men", "women"]), help="For norms by sex, as the source has them.")
@click.option(
    "--beside",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="RESULT.json",
    help="An earlier result: of the other side, or of this side to compare with.",
)
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the result as JSON; - for standard output.")
def screen(
    screen_id: str,
    clip: Path | None,
    side: str | None,
    pain: float | None,
    age: int | None,
    sex: str | None,
    beside: tuple[Path, ...],
    json_out: str | None,
    **numbers: float | None,
) -> int:
    """Score the home screen SCREEN_ID (see `evenstride screens`) of one side.

    CLIP is a film of it, or a pose track saved by `evenstride coach --save-pose`. Without a clip give the number that
    was counted, stopped or measured: --seconds, --reps, --degrees, --centimetres or --percent.
    """
    from evenstride.cli.analyze import progress_bar
    from evenstride.coaching.screen_outcomes import Person
    from evenstride.services.screens.screen_clip import screen_by_hand, screen_clip, screen_document, screen_text

    given = {name: value for name, value in numbers.items() if value is not None}
    check_json_file(json_out, source=clip)
    person, tested = Person(age, sex or ""), cast("Side | None", side)
    if clip is not None:
        if given:
            raise click.UsageError("Expected a clip or a number, got both.")
        with progress_bar("Following the body") as on_progress:
            screened = screen_clip(
                screen_id, clip, side=tested, pain=pain, person=person, beside=beside, on_progress=on_progress
            )
    else:
        name, value = _the_number(given, pain, screen_id)
        screened = screen_by_hand(screen_id, value, unit=name, side=tested, pain=pain, person=person, beside=beside)
    print_or_write(screen_document(screened), screen_text(screened), json_out)
    return 0 if screened.score.value is not None else EXIT_TOO_LITTLE


@click.command(short_help="List the home screens.")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the list as JSON; - for standard output.")
def screens(json_out: str | None) -> int:
    """List the home screens: what each is about, and how it is scored. `evenstride explain ID` shows one in full."""
    from evenstride.services.screens.screen_list import screen_list_document, screen_list_text

    check_json_file(json_out)
    print_or_write(screen_list_document(), screen_list_text(), json_out)
    return 0


def _the_number(given: dict[str, float], pain: float | None, screen_id: str) -> tuple[str, float | None]:
    """(unit, value); a screen that was stopped for pain has no number."""
    from evenstride.services.screens.screen_list import unit_of_screen

    if len(given) == 1:
        (name, value), *_ = given.items()
        return _UNIT_OF[name], value
    if not given and pain is not None:
        return unit_of_screen(screen_id), None
    raise click.UsageError("Expected a clip, or one number such as --seconds 24.")
