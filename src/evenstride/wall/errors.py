"""What can come of a call behind the wall besides its result."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.errors import EvenstrideError, InputError


class OverLimitError(InputError):
    """The file needs more memory or time than it may have."""

    code = "over_limit"


class WallStoppedError(EvenstrideError):
    """The work was stopped because somebody asked for it."""

    code = "stopped"


class WalledProcessEndedError(EvenstrideError):
    """The process behind the wall was ended by the system; ``facts['how']`` says how."""

    code = "process_ended"


def error_of(code: str, message: str) -> EvenstrideError:
    """The error of our tree with this code, as it was raised behind the wall; the root where none has it."""
    kind = next((each for each in _tree(EvenstrideError) if each.__dict__.get("code") == code), EvenstrideError)
    return kind(message)


def _tree(root: type[EvenstrideError]) -> Iterator[type[EvenstrideError]]:
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)
