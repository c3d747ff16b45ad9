"""How much a process behind the wall may take."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

GIBIBYTE = 1 << 30
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class WallLimits:
    """Limits of one process behind the wall; each process that it starts has the same again.

    Attributes
    ----------
    memory_bytes : of address space, which is more than what is in use at any time.
    cpu_s : of computing, all threads together.
    wall_s : from start to end; the parent keeps this one.
    file_bytes : of each file that is written.
    open_files : at a time.
    """

    memory_bytes: int
    cpu_s: int
    wall_s: float
    file_bytes: int = 256 * MEBIBYTE
    open_files: int = 128

    def __post_init__(self) -> None:
        if min(self.memory_bytes, self.cpu_s, self.wall_s, self.file_bytes, self.open_files) <= 0:
            raise ValueError("Expected limits above 0.")

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
