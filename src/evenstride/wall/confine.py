"""The child's side of the wall: what it gives up before it touches a file.

==========================  =======================================================================================
what                        where
==========================  =======================================================================================
memory, computing, files    ``setrlimit``: Linux; macOS keeps no limit of memory; Windows has none of them
no core file                wherever there is ``setrlimit``
no new privileges           Linux
no files but those named    Linux 5.13 and later (Landlock)
no network                  Linux on x86-64 and ARM64 (seccomp)
ends with its parent        everywhere: the parent's end of a pipe closes (`child`)
==========================  =======================================================================================
"""

from __future__ import annotations

import ctypes
import os
import site
import sys
from collections.abc import Sequence
from pathlib import Path

from evenstride.wall.landlock import landlock_version, restrict_self
from evenstride.wall.limits import WallLimits
from evenstride.wall.syscall_filter import refuse_sockets

_SET_NO_NEW_PRIVILEGES, _SET_DUMPABLE = 38, 4
_GRACE_CPU_S = 5
_SYSTEM_PLACES = (
    *("/usr", "/lib", "/lib64", "/opt", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu"),
    *("/dev/null", "/dev/zero", "/dev/urandom"),
)


def confine(limits: WallLimits, *, readable: Sequence[Path], folder: Path) -> None:
    """Give up everything this process does not need; the processes it starts inherit that.

    Parameters
    ----------
    readable : files and folders that are the matter of the call, read only.
    folder : the one place to write to.

    Raises
    ------
    OSError : a limit that this system has could not be set; nothing may be opened then.
    """
    _limit_resources(limits)
    if sys.platform != "linux":
        return
    _control(_SET_NO_NEW_PRIVILEGES, 1)
    _control(_SET_DUMPABLE, 0)
    own = [Path(place) for place in _SYSTEM_PLACES]
    restrict_self(readable=[*own, *_places_of_python(), *readable], writable=[folder, Path("/dev/null")])
    refuse_sockets()


def missing_walls() -> tuple[str, ...]:
    """What this system does not offer, in words; empty on a current Linux."""
    missing = []
    if os.name != "posix":
        missing.append("no limits of memory, computing time and file size")
    elif sys.platform == "darwin":
        missing.append("no limit of memory")
    if sys.platform != "linux" or landlock_version() < 1:
        missing.append("files outside the analysis can be read")
    if sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"):
        missing.append("connections are not refused by the system")
    return tuple(missing)


def _limit_resources(limits: WallLimits) -> None:
    if os.name != "posix":
        return
    import resource

    for which, most in (
        ("RLIMIT_AS", limits.memory_bytes),
        ("RLIMIT_CPU", limits.cpu_s),
        ("RLIMIT_FSIZE", limits.file_bytes),
        ("RLIMIT_NOFILE", limits.open_files),
        ("RLIMIT_CORE", 0),
    ):
        # macOS names a limit of address space and refuses to set it.
        if which == "RLIMIT_AS" and sys.platform == "darwin":
            continue
        number = getattr(resource, which)
        # Between the two the process is told which limit it was (SIGXCPU); at the second it is just gone.
        last = most + _GRACE_CPU_S if which == "RLIMIT_CPU" else most
        _, hard = resource.getrlimit(number)
        if hard != resource.RLIM_INFINITY:
            most, last = min(most, hard), min(last, hard)
        resource.setrlimit(number, (most, last))


def _control(option: int, value: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(option, value, 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _places_of_python() -> list[Path]:
    """Where the interpreter, its library and this package with what it needs lie."""
    places = [sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(), *filter(None, sys.path)]
    return [Path(place) for place in dict.fromkeys([*places, str(Path(sys.executable).resolve().parent)])]
