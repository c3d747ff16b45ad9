"""Kept files as answers: ranges for films, the right type, and nothing that a browser would run."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import FileResponse, Response

from evenstride.services.kept_files import KeptFile

#: Shown in a page; everything else is handed over to be saved.
SHOWN_TYPES = frozenset({"video/mp4", "video/webm", "video/quicktime", "image/png", "image/jpeg", "image/webp"})
SAVED_TYPE = "application/octet-stream"


def file_answer(file: KeptFile, *, name: str | None = None, shown_as: str | None = None) -> Response:
    """The file, whole or the range that was asked for.

    Parameters
    ----------
    file : what a service found.
    name : hand it over to be saved under this name; None shows what can be shown.
    shown_as : show it as this type all the same; the caller then says what it may do.
    """
    is_shown = shown_as is not None or (name is None and file.media_type in SHOWN_TYPES)
    headers = {"ETag": f'"{file.sha256}"', "Accept-Ranges": "bytes"}
    if not is_shown:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or file.sha256[:12], safe='')}"
    media_type = file.media_type if is_shown or name is not None else SAVED_TYPE
    return FileResponse(file.path, media_type=shown_as or media_type, headers=headers)


def content_answer(content: bytes, *, media_type: str, name: str) -> Response:
    """Something that was just made, handed over to be saved under this name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=media_type, headers=headers)
