"""A server that only keeps workers, in a process of its own, to be killed: ``python -m job_server HOME``."""

from __future__ import annotations

import sys
from pathlib import Path

from evenstride.jobs import Workers
from evenstride.store import open_store
from jobs_at_work import QUICK


def main() -> None:
    with open_store(Path(sys.argv[1])) as store, Workers(store, QUICK) as workers:
        while not workers.pids:
            pass
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
