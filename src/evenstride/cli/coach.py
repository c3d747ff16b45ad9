"""``evenstride coach EXERCISE_ID CLIP``: an exercise on film in, repetitions, holds and faults out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from evenstride.cli.json_output import STANDARD_OUTPUT, check_json_file, print_or_write

if TYPE_CHECKING:
    from evenstride.model.gait import Side

EXIT_TOO_LITTLE = 3


@click.command(short_help="Count and check an exercise in a recorded clip.")
@click.argument("exercise_id", metavar="EXERCISE_ID")
@click.argument("clip", type=click.Path(path_type=Path), metavar="CLIP")
@click.option("--json", "json_out", metavar="OUT.json|-", help="Write the result as JSON; - for standard output.")
@click.option(
    "--side", type=click.Choice(["left", "right"]), help="The leg that works; read from the picture if left out."
)
@click.option("--save-pose", type=click.Path(path_type=Path), metavar="OUT.npz|.parquet", help="Keep the pose track.")
def coach(exercise_id: str, clip: Path, json_out: str | None, side: str | None, save_pose: Path | None) -> int:
    """Count the repetitions of EXERCISE_ID in CLIP, and check their form.

    EXERCISE_ID is an exercise of `evenstride exercises`, such as inner_quad_squat, or one of its forms, such as
    kegel_ball_squeeze/bridge. CLIP is a video, or a pose track saved with --save-pose.
    """
    from evenstride.cli.analyze import progress_bar
    from evenstride.services.coach_clip import coach_clip

    check_json_file(json_out, source=clip)
    with progress_bar("Following the body") as on_progress:
        seen = coach_clip(
            exercise_id, clip, side=cast("Side | None", side), save_pose=save_pose, on_progress=on_progress
        )
    from evenstride.services.coach_clip import coached_text

    print_or_write(seen.to_dict(), coached_text(seen), json_out)
    if save_pose is not None:
        click.echo(f"pose track: {save_pose}", err=json_out == STANDARD_OUTPUT)
    return 0 if seen.says_something else EXIT_TOO_LITTLE
