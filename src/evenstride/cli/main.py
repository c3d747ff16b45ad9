"""``evenstride``: the entry point, its exit codes and its errors in one line."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

import click

from evenstride.cli.analyze import analyze
from evenstride.cli.batch import batch
from evenstride.cli.coach import coach
from evenstride.cli.compare import compare
from evenstride.cli.data import data
from evenstride.cli.exercises import exercises
from evenstride.cli.explain import explain
from evenstride.cli.export import export
from evenstride.cli.knowledge import knowledge
from evenstride.cli.plan import plan
from evenstride.cli.progress import progress
from evenstride.cli.run import run
from evenstride.cli.screen import screen, screens
from evenstride.cli.screen_me import screen_me
from evenstride.cli.serve import serve
from evenstride.errors import EvenstrideError
from evenstride.version import __version__

EXIT_ERROR = 1
EXIT_USAGE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="evenstride")
def commands() -> None:
    """Measured running form from one phone clip, explained, with the exercises that answer it. Offline."""


_COMMANDS = (
    *(analyze, run, batch, compare, export),
    *(plan, progress, screen_me, exercises, coach, screens, screen, explain),
    *(data, serve, knowledge),
)
for command in _COMMANDS:
    commands.add_command(command)


def main() -> None:
    """Run a command. Exit codes: 0 done, 1 error, 2 wrong usage, 3 done but too little to say anything."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    # The matrices are small: more threads of the linear algebra mostly wait for each other, with all cores busy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        sys.exit(commands(standalone_mode=False))
    except click.exceptions.Abort:
        _fail("stopped.")
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except EvenstrideError as error:
        _fail(str(error))
    except MemoryError:
        _fail("the memory is full. Close other programs, or cut the clip to 10 to 30 seconds.")
    except OSError as error:
        # What no door has put into words of its own: a name that is too long, a drive that was pulled out.
        _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.")


def _fail(message: str) -> NoReturn:
    click.echo(f"evenstride: {' '.join(message.split())}", err=True)
    sys.exit(EXIT_ERROR)


if __name__ == "__main__":
    main()
