"""A Dask cluster on this machine's loopback, in a process of its own: prints its address, ends with its input."""

from __future__ import annotations

import sys

from distributed import LocalCluster


def main() -> None:
    count = int(sys.argv[1])
    with LocalCluster(n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
