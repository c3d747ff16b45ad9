"""How large a file may be that somebody hands over, and whether the disk has room for it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from evenstride.errors import InputError, OutputError

GIBIBYTE = 1 << 30


class UploadTooLargeError(InputError):
    """The file is larger than what is taken."""

    code = "upload_too_large"


class DiskFullError(OutputError):
    """The disk has too little room for the file."""

    code = "disk_full"


@dataclass(frozen=True)
class FileLimits:
    """What is taken.

    Attributes
    ----------
    most_bytes : of one file; ten minutes of 4K at 60 a second are about 4 GiB.
    least_free_bytes : what must be left on the disk afterwards, for the analysis and for the rest of the machine.
    """

    most_bytes: int = 4 * GIBIBYTE
    least_free_bytes: int = GIBIBYTE


def check_upload(declared_bytes: int, folder: Path, limits: FileLimits | None = None) -> None:
    """Refuse a file before its first byte is taken.

    Parameters
    ----------
    declared_bytes : what the sender says it will be.
    folder : where it will be kept.

    Raises
    ------
    UploadTooLargeError, DiskFullError
    """
    limits = limits or FileLimits()
    if declared_bytes > limits.most_bytes:
        raise _too_large(limits)
    free_bytes = shutil.disk_usage(folder).free
    if declared_bytes + limits.least_free_bytes > free_bytes:
        needed = (declared_bytes + limits.least_free_bytes) / GIBIBYTE
        raise DiskFullError(
            f"Expected {needed:.1f} GiB free on the disk for this file, got {free_bytes / GIBIBYTE:.1f}. "
            "Remove something and send it again."
        )


class UploadMeter:
    """Counts a file that is being received, in a loop of either kind (``for``, ``async for``).

    Parameters
    ----------
    folder : where it is written.
    """

    def __init__(self, folder: Path, limits: FileLimits | None = None) -> None:
        self._folder = folder
        self._limits = limits or FileLimits()
        self._taken_bytes = 0

    def take(self, count_bytes: int) -> None:
        """Say that so many bytes more are about to be written.

        Raises
        ------
        UploadTooLargeError, DiskFullError : what was written until then is the caller's to remove.
        """
        self._taken_bytes += count_bytes
        if self._taken_bytes > self._limits.most_bytes:
            raise _too_large(self._limits)
        check_upload(count_bytes, self._folder, self._limits)


def _too_large(limits: FileLimits) -> UploadTooLargeError:
    return UploadTooLargeError(
        f"Expected a file of at most {limits.most_bytes / GIBIBYTE:g} GiB, this one is larger. "
        "Cut the clip to 10 to 30 seconds."
    )
