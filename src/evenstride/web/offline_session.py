"""What a browser keeps so that a session goes on without the app: the page of one session and the files it needs."""

from __future__ import annotations

import json
import re

from starlette.responses import Response

from evenstride.web.assets import SCHEMES, Assets

#: Style sheets of the session's page; each is kept in every colour scheme. A test holds this to the page's own links.
SHEETS = (
    "report/theme.css",
    "app/shell.css",
    "app/controls.css",
    "app/surfaces.css",
    "report/figures.css",
    "app/session.css",
    "app/session_stage.css",
)
#: The modules that the page names; what these import is found.
ENTRIES = ("app/app.js", "app/time_zone.js", "app/session_page.js")
DRAWINGS = ("app/icon.svg",)
WORKER = "app/session_worker.js"
_IMPORT = re.compile(r"""(?:from|import|import\()\s*["']\./(?P<module>[\w./-]+\.js)["']""")


def worker_script(assets: Assets) -> bytes:
    """The service worker with the addresses of what it keeps; a browser takes a new one when any of them changes."""
    files = [assets.address(sheet, scheme) for sheet in SHEETS for scheme in SCHEMES]
    files += [assets.address(name) for name in (*modules_of(assets), *DRAWINGS)]
    kept = json.dumps({"version": assets.version, "files": files})
    return f"const KEPT = {kept};\n".encode() + assets.by_name[WORKER].content


def modules_of(assets: Assets) -> tuple[str, ...]:
    """The modules of the session's page by name: the entries, and whatever they import."""
    wanted, found = list(ENTRIES), dict[str, None]()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        found[name] = None
        folder = name.rpartition("/")[0]
        wanted += [f"{folder}/{each}" for each in _IMPORT.findall(assets.by_name[name].content.decode())]
    return tuple(sorted(found))


def forget_offline(response: Response) -> Response:
    """Let the browser that gets this answer throw away everything that it keeps of the app."""
    response.headers["Clear-Site-Data"] = '"storage"'
    return response
