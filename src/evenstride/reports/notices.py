"""What was noticed about the clip: advice the runner can act on, and notes on how it was read."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.model import Assessment
from evenstride.pipelines.recording_names import full_names

#: How a warning begins that only says how the clip was read. Everything else is for the runner to act on.
NOTE_BEGINNINGS = ("Left and right leg were exchanged back",)


def advice_of(assessment: Assessment) -> tuple[str, ...]:
    """Warnings that belong at the top: what the runner should film, hand over or check differently."""
    return tuple(warning for warning in _warnings(assessment) if not is_note(warning))


def notes_of(assessment: Assessment) -> tuple[str, ...]:
    """Warnings that belong with the method."""
    return tuple(warning for warning in _warnings(assessment) if is_note(warning))


def is_note(warning: str) -> bool:
    """Whether a warning asks nothing of the runner."""
    return warning.rpartition(": ")[2].startswith(NOTE_BEGINNINGS)


def _warnings(assessment: Assessment) -> Iterator[str]:
    """Everything noticed, without repeats: about the run, the file, the view."""
    said = [*assessment.warnings]
    names = full_names(assessment) if len(assessment.recordings) > 1 else ("",)
    for name, recording, view in zip(names, assessment.recordings, assessment.views, strict=True):
        about = f"{name[0].upper()}{name[1:]}: " if name else ""
        said += [f"{about}{warning}" for warning in (*recording.warnings, *view.warnings)]
    yield from dict.fromkeys(said)
