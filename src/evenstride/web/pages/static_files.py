"""The app's own files, kept by the browser for good: their address changes when they do."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from evenstride.web.context import Context
from evenstride.web.refusals import NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.security.headers import WASM_WORKER_POLICY

router = page_router()
FOR_GOOD = "public, max-age=31536000, immutable"
#: Scripts that are the whole of a worker; it is bound by the policy that comes with them.
_WASM_WORKERS = frozenset({"app/coach_pose_worker.js"})


@router.get("/static/{version}/{name:path}")
def static_file(version: str, name: str, request: Request, context: Context) -> Response:
    """One file by name; only names that were read at the start are known, so no path leads elsewhere."""
    asset = context.assets.by_name.get(name)
    if asset is None or version != context.assets.version:
        raise NotFoundError()
    headers = {"ETag": asset.etag, "Cache-Control": FOR_GOOD}
    if name in _WASM_WORKERS:
        headers["Content-Security-Policy"] = WASM_WORKER_POLICY
    if request.headers.get("if-none-match") == asset.etag:
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
