from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evenstride.services.upload_limits import (
    DiskFullError,
    FileLimits,
    UploadMeter,
    UploadTooLargeError,
    check_upload,
)

NO_RESERVE = FileLimits(most_bytes=1000, least_free_bytes=0)


def test_a_file_that_is_declared_too_large_is_refused_before_its_first_byte(tmp_path: Path) -> None:
    check_upload(1000, tmp_path, NO_RESERVE)
    with pytest.raises(UploadTooLargeError, match="at most"):
        check_upload(1001, tmp_path, NO_RESERVE)


def test_a_file_that_turns_out_too_large_is_refused_in_the_midst(tmp_path: Path) -> None:
    meter = UploadMeter(tmp_path, NO_RESERVE)
    meter.take(600)
    meter.take(400)
    with pytest.raises(UploadTooLargeError):
        meter.take(1)


def test_room_on_the_disk_is_kept_free(tmp_path: Path) -> None:
    free_bytes = shutil.disk_usage(tmp_path).free
    tight = FileLimits(most_bytes=10 * free_bytes, least_free_bytes=free_bytes // 2)
    check_upload(free_bytes // 4, tmp_path, tight)
    with pytest.raises(DiskFullError, match="GiB free on the disk"):
        check_upload(3 * free_bytes // 4, tmp_path, tight)
    with pytest.raises(DiskFullError):
        UploadMeter(tmp_path, tight).take(3 * free_bytes // 4)
