"""What a browser keeps so that a session goes on without the app: the page of one session and the files it needs."""

from __future__ import annotations

import json

from starlette.responses import Response

from evenstride.web.assets import Assets

#: Style sheets of the session's page, in their order; each is kept in both colour schemes.
SHEETS = (
    "report/theme.css",
    "app/shell.css",
    "app/controls.css",
    "app/surfaces.css",
    "report/figures.css",
    "app/session.css",
    "app/session_stage.css",
)
MODULES = (
    "app/app.js",
    "app/dialogs.js",
    "app/progress.js",
    "app/requests.js",
    "app/time_zone.js",
    "app/toasts.js",
    "app/session_page.js",
    "app/session_guide.js",
    "app/session_log.js",
    "app/session_machine.js",
    "app/session_outbox.js",
    "app/session_pain.js",
    "app/session_screen.js",
    "app/session_sound.js",
    "app/session_stage.js",
    "app/session_steps.js",
)
DRAWINGS = ("app/icon.svg",)
WORKER = "app/session_worker.js"


def worker_script(assets: Assets) -> bytes:
    """The service worker with the addresses of what it keeps; a browser takes a new one when any of them changes."""
    schemes = ("system", "light", "dark")
    files = [assets.address(sheet, scheme) for sheet in SHEETS for scheme in schemes]  # type: ignore[arg-type]
    files += [assets.address(name) for name in (*MODULES, *DRAWINGS)]
    kept = json.dumps({"version": assets.version, "files": files})
    return f"const KEPT = {kept};\n".encode() + assets.by_name[WORKER].content


def forget_offline(response: Response) -> Response:
    """Let the browser that gets this answer throw away everything that it keeps of the app."""
    response.headers["Clear-Site-Data"] = '"storage"'
    return response
