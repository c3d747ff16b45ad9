"""Files on their way into the data folder: received in parts, looked at behind the wall, then kept once."""

from evenstride.services.uploads.folder import UploadFolder
from evenstride.services.uploads.session import (
    UploadBusyError,
    UploadGoneError,
    UploadOffsetError,
    UploadPartError,
    UploadSession,
)

__all__ = [
    "UploadBusyError",
    "UploadFolder",
    "UploadGoneError",
    "UploadOffsetError",
    "UploadPartError",
    "UploadSession",
]
