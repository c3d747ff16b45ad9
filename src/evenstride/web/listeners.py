"""Sockets that the server listens on: loopback always, one address of the local network when asked."""

from __future__ import annotations

import errno
import socket

from evenstride.errors import EvenstrideError
from evenstride.web.settings import LOOPBACK


class PortInUseError(EvenstrideError):
    """Another program listens on this port."""

    code = "port_in_use"


def listen(port: int, *, address: str = LOOPBACK) -> socket.socket:
    """A socket that listens on one address; port 0 takes any that is free.

    Raises
    ------
    PortInUseError : somebody listens there already, or the system does not let this user listen there.
    """
    # The protocol is named because asyncio turns Nagle's wait (40 ms an answer) off only where it is.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            why = "another program listens there" if error.errno == errno.EADDRINUSE else "the system does not allow it"
            raise PortInUseError(
                f"Expected port {port} to be free; {why}. Choose another: evenstride serve --port {_another(port)}"
            ) from error
        raise
    listener.set_inheritable(False)
    return listener


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8765
