"""Two processes that write at once lose nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from evenstride.store import open_store

_WRITES = 60
_COUNT_UP = """
import sys
from pathlib import Path
from evenstride.store import open_store
store = open_store(Path(sys.argv[1]), sys.argv[2])
for _ in range(int(sys.argv[3])):
    with store.write() as work:
        work.settings.put("count", (work.settings.get("count") or 0) + 1)
"""


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'evenstride.db'}"
    command = [sys.executable, "-c", _COUNT_UP, str(tmp_path), url, str(_WRITES)]
    writing = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in writing]
    assert [process.returncode for process in writing] == [0, 0], told
    with open_store(tmp_path, url) as store, store.read() as work:
        assert work.settings.get("count") == 2 * _WRITES
