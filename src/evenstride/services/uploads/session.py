"""A file on its way: how far it came, and what it turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from evenstride.errors import EvenstrideError, InputError

UploadState = Literal["receiving", "whole", "refused"]


@dataclass(frozen=True)
class UploadSession:
    """One file on its way.

    Attributes
    ----------
    name : as the sender calls it, made safe.
    size_bytes : of the whole file, as declared.
    modified_ms : when the file was last changed, by the sender's clock, since 1970; None where not said.
    offset : bytes that are safely here.
    part_bytes, part_sha256 : of the last part that came; by it the sender knows that it goes on with the same file.
    state : ``whole`` when it was looked at and can be kept, ``refused`` when it cannot be used.
    kind, facts, warnings : what it is; see `evenstride.services.inspect_file.FileFacts`.
    sha256 : of the whole file.
    problem : why it was refused.
    """

    id: str
    name: str
    size_bytes: int
    modified_ms: int | None
    created_at: str
    offset: int = 0
    part_bytes: int = 0
    part_sha256: str = ""
    state: UploadState = "receiving"
    kind: str | None = None
    facts: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    sha256: str | None = None
    problem: str | None = None

    @property
    def is_all_here(self) -> bool:
        """Whether every byte came."""
        return self.offset == self.size_bytes


class UploadGoneError(EvenstrideError):
    """This file is not on its way here any more. Send it from the beginning."""

    code = "upload_gone"


class UploadBusyError(EvenstrideError):
    """This file is being sent from another window already."""

    code = "upload_busy"


class UploadOffsetError(EvenstrideError):
    """This part does not follow on what is here."""

    code = "upload_offset"


class UploadPartError(InputError):
    """A part arrived otherwise than it was sent."""

    code = "upload_part"
