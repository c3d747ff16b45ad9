"""A seccomp filter: no socket but a local one, and no way around it, on Linux for x86-64 and ARM64.

The programme is classic BPF over ``struct seccomp_data`` (number, architecture, instruction pointer, arguments), see
the kernel documentation, "Seccomp BPF".
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct

_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
#: Audit number of the architecture and its ``socket`` call.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
#: ``io_uring_setup``: a queue through which sockets could be opened without the call.
_IO_URING_SETUP = 425
#: Numbers of x86-64's second calling convention begin here; nothing of ours uses it.
_SECOND_CONVENTION = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def refuse_sockets() -> bool:
    """Let this process, and all it will start, open no socket but a local one. False where there is no such filter.

    Raises
    ------
    OSError : the kernel has it and refused.

    Notes
    -----
    ``no_new_privs`` must be set before.
    """
    machine = _MACHINES.get(platform.machine()) if platform.system() == "Linux" else None
    if machine is None:
        return False
    content = b"".join(_instructions(*machine))
    kept = ctypes.create_string_buffer(content, len(content))
    program = _Program(len(content) // 8, ctypes.cast(kept, ctypes.c_void_p))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
        code = ctypes.get_errno()
        if code in (errno.EINVAL, errno.ENOSYS):
            return False
        raise OSError(code, "the system call filter was refused")
    return True


def _instructions(architecture: int, socket_number: int) -> tuple[bytes, ...]:
    """Each: operation, how far to jump if true and if false, value."""
    return (
        _one(_LOAD, 0, 0, _ARCHITECTURE_AT),
        _one(_JUMP_EQUAL, 0, 7, architecture),
        _one(_LOAD, 0, 0, _NUMBER_AT),
        _one(_JUMP_ABOVE, 5, 0, _SECOND_CONVENTION),
        _one(_JUMP_EQUAL, 4, 0, _IO_URING_SETUP),
        _one(_JUMP_EQUAL, 0, 2, socket_number),
        _one(_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        _one(_JUMP_EQUAL, 0, 1, int(socket.AF_UNIX)),
        _one(_RETURN, 0, 0, _ALLOW),
        _one(_RETURN, 0, 0, _REFUSE),
    )


def _one(operation: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)
