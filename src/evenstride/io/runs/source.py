"""The file a run is read from, and what all readers do with what they found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from evenstride.model.run import RunRecording

_MOST_SENTENCES = 20


@dataclass(frozen=True)
class RunSource:
    """The unpacked bytes of one run file; ``sha256`` is that of the file as it lies on disk."""

    path: Path
    sha256: str
    data: bytes
    lost: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name

    def finished(self, runs: list[RunRecording], lost: list[str]) -> tuple[RunRecording, ...]:
        """The runs with what was lost; every run of a file carries all of it, since damage has no address in a run."""
        sentences = tuple(dict.fromkeys(lost))
        if len(sentences) > _MOST_SENTENCES:
            rest = len(sentences) - _MOST_SENTENCES
            sentences = (*sentences[:_MOST_SENTENCES], f"And {rest} more of this kind.")
        return tuple(replace(run, lost=sentences) for run in runs)
