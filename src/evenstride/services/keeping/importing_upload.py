"""Take in an export that was sent in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.services.keeping.importing import Imported, import_data
from evenstride.services.uploads.session import UploadPartError

if TYPE_CHECKING:
    from evenstride.services.uploads import UploadFolder
    from evenstride.store import Store


def import_upload(store: Store, uploads: UploadFolder, upload_id: str) -> Imported:
    """Import what was sent; its bytes go afterwards, also where it is refused.

    Raises
    ------
    UploadGoneError, UploadBusyError
    UploadPartError : it is not all here.
    InputError, ConflictError : as `import_data`.
    """
    session = uploads.get(upload_id)
    if not session.is_all_here:
        raise UploadPartError(f"Expected {session.size_bytes} bytes, got {session.offset} so far. Send the rest.")
    try:
        with uploads.alone(upload_id):
            return import_data(store, uploads.content_path(session))
    finally:
        uploads.remove(upload_id)
