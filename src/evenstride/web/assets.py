"""Style sheets, modules and drawings of the app, read once, each under an address that changes with the content.

The address carries the digest of everything together, so that a module finds the one it imports beside it and a browser
may keep all of it for good. The report's own sheets and modules are served from where the single-file report takes
them. A style sheet that follows the system's colour scheme is also there as ``NAME.light.css`` and ``NAME.dark.css``,
made of the same text, for a reader who chose one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from evenstride.reports.bundle import STATIC as REPORT_STATIC
from evenstride.reports.figures import FIGURE_STYLE

Scheme = Literal["system", "light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")

ROOTS = {"app": Path(__file__).parent / "static", "report": REPORT_STATIC}
#: The colours of the drawings of exercises, which are written in code.
FIGURES = "report/figures.css"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_WHEN_DARK = "@media screen and (prefers-color-scheme: dark)"
_BOTH = "color-scheme: light dark"
_CHOSEN = {"light": ("@media not all", "color-scheme: light"), "dark": ("@media screen", "color-scheme: dark")}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    media_type: str
    etag: str


@dataclass(frozen=True)
class Assets:
    """All files by name, such as ``app/shell.css``, and the digest of all of them."""

    version: str
    by_name: dict[str, Asset]

    def address(self, name: str, scheme: Scheme = "system") -> str:
        """Where a page finds the file; a name that is not there is an error, so that no page links to nothing."""
        if scheme != "system" and name.endswith(".css"):
            name = f"{name.removesuffix('.css')}.{scheme}.css"
        if name not in self.by_name:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"


@lru_cache(maxsize=1)
def load_assets() -> Assets:
    """Read everything that the app serves of itself, about a hundred kilobytes."""
    contents: dict[str, bytes] = {}
    for room, folder in ROOTS.items():
        for path in sorted(folder.iterdir()):
            if path.suffix in MEDIA_TYPES:
                contents[f"{room}/{path.name}"] = path.read_bytes()
    contents[FIGURES] = FIGURE_STYLE.encode()
    for name in [name for name in contents if name.endswith(".css")]:
        for scheme in ("light", "dark"):
            contents[f"{name.removesuffix('.css')}.{scheme}.css"] = _in_scheme(contents[name], scheme)
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(name.encode())
        whole.update(content)
    return Assets(version=whole.hexdigest()[:16], by_name={name: _asset(name, c) for name, c in contents.items()})


def _in_scheme(sheet: bytes, scheme: str) -> bytes:
    """The sheet of somebody who chose a colour scheme: what held when the system is dark holds always, or never."""
    when, declared = _CHOSEN[scheme]
    return sheet.decode().replace(_WHEN_DARK, when).replace(_BOTH, declared).encode()


def _asset(name: str, content: bytes) -> Asset:
    return Asset(
        content=content,
        media_type=MEDIA_TYPES[Path(name).suffix],
        etag=f'"{hashlib.sha256(content).hexdigest()[:24]}"',
    )
