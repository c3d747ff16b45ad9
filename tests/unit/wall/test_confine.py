from __future__ import annotations

import os
import sys

import pytest

from evenstride.wall.confine import missing_walls
from evenstride.wall.landlock import landlock_version


@pytest.mark.skipif(sys.platform != "linux", reason="says what Linux offers")
def test_what_this_system_lacks_is_said() -> None:
    lacks_files = "files outside the analysis can be read" in missing_walls()
    lacks_sockets = "connections are not refused by the system" in missing_walls()
    assert lacks_files == (landlock_version() < 1)
    assert lacks_sockets == (os.uname().machine not in ("x86_64", "aarch64"))
