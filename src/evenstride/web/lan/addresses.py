"""Under which address this machine is reached in its local network."""

from __future__ import annotations

import ipaddress
import socket

from evenstride.errors import EvenstrideError

#: An address that is kept free for examples (RFC 5737); choosing a way to it sends nothing.
_SOMEWHERE = ("192.0.2.1", 9)


class NoNetworkError(EvenstrideError):
    """Expected a local network for --lan, got none. Join the phone's Wi-Fi, then start the app again."""

    code = "no_network"


def lan_address() -> str:
    """The IPv4 address that this machine has in its network, found without sending anything.

    Raises
    ------
    NoNetworkError : there is none, or it is one that the whole internet reaches.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
            address = ipaddress.ip_address(probe.getsockname()[0])
        except OSError as error:
            raise NoNetworkError() from error
    if address.is_loopback or address.is_unspecified:
        raise NoNetworkError()
    if not address.is_private:
        raise NoNetworkError(
            "Expected an address of a local network for --lan, got one that the internet reaches. "
            "Join a local network first."
        )
    return str(address)
