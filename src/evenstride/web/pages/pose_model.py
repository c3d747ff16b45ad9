"""The pose models for browsers that look at pictures themselves, kept by them for good."""

from __future__ import annotations

from fastapi.responses import FileResponse

from evenstride.web.live_coach.browser_model import BELOW, load_browser_model
from evenstride.web.pages.static_files import FOR_GOOD
from evenstride.web.refusals import NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.security.headers import WASM_WORKER_POLICY

router = page_router()


@router.get(f"{BELOW}/{{version}}/{{name}}")
def pose_model_file(version: str, name: str) -> FileResponse:
    """One file by name; only names of the build step are known, so no path leads elsewhere."""
    model = load_browser_model()
    file = None if model is None or version != model.version else model.files.get(name)
    if file is None:
        raise NotFoundError()
    headers = {"Cache-Control": FOR_GOOD}
    if file.is_packed:
        headers["Content-Encoding"] = "gzip"
    if name.endswith(".js"):
        # The runtime starts its threads as workers from its own script.
        headers["Content-Security-Policy"] = WASM_WORKER_POLICY
    return FileResponse(file.path, media_type=file.media_type, headers=headers)
