"""What one start of the server is: under which addresses it answers and how much it takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenstride.services.upload_limits import FileLimits

LOOPBACK = "127.0.0.1"
MIB = 1024 * 1024
#: Beginnings of paths that take more than a mebibyte, and how many bytes.
BODY_LIMITS: tuple[tuple[str, int], ...] = (("/api/uploads/content/", FileLimits().most_bytes),)


@dataclass(frozen=True)
class BodyLimits:
    """How large the body of a request may be, by the beginning of its path; the longest beginning that fits counts.

    Anything that no line names may be ``others`` bytes: forms and JSON are small.
    """

    others: int = MIB
    by_path: tuple[tuple[str, int], ...] = BODY_LIMITS

    def limit_bytes(self, path: str) -> int:
        """The largest body for this path."""
        fitting = [(len(start), limit) for start, limit in self.by_path if path.startswith(start)]
        return max(fitting)[1] if fitting else self.others


@dataclass(frozen=True)
class ServeSettings:
    """One start of the server.

    Parameters
    ----------
    port : where it listens on loopback, and with ``lan_address`` there too.
    lan_address : this machine's address in the local network, IPv4; None listens on loopback only.
    body_limits : how large bodies may be.
    """

    port: int
    lan_address: str | None = None
    body_limits: BodyLimits = field(default_factory=BodyLimits)

    @property
    def local_origin(self) -> str:
        """The address of the app on this machine."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def lan_origin(self) -> str | None:
        """The address of the app in the local network, always with TLS."""
        return None if self.lan_address is None else f"https://{self.lan_address}:{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        """Every address under which a page of the app may be open; nothing else is answered."""
        local = {self.local_origin, f"http://localhost:{self.port}"}
        return frozenset(local if self.lan_origin is None else local | {self.lan_origin})

    @property
    def session_cookie(self) -> str:
        """The cookie's name; cookies do not know ports, so two servers on one machine need two names."""
        return f"evenstride_session_{self.port}"
