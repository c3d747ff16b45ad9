"""``python -m benchmarks.fuzz [--minutes 10]``: damage run files at random and read them, tolerant and strict.

A reading may give runs or a `RunFileError`; anything else is a failure and printed with the seed that makes it again:
another exception, more than 20 s, or more memory than the limit of the process.
"""

from __future__ import annotations

import argparse
import resource
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import numpy as np

from evenstride.errors import RunFileError
from evenstride.io.runs import read_runs

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "watch"
MOST_SECONDS = 20
MOST_BYTES = 2 * 1024**3
#: Larger files are slow to read, so that fewer kinds of damage would be tried.
LARGEST_FILE_BYTES = 200_000
SUFFIXES = (".fit", ".tcx", ".gpx")


class HangError(Exception):
    """A reading took too long."""


def main(arguments: list[str] | None = None) -> int:
    """Fuzz for the given minutes; 1 where a reading failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0, help="of the first file")
    parser.add_argument("--shared", type=Path, default=SHARED_DATA)
    options = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    signal.signal(signal.SIGALRM, _too_long)
    files = [path for path in sorted(options.shared.rglob("*")) if path.suffix.lower() in SUFFIXES]
    small = [path for path in files if path.stat().st_size <= LARGEST_FILE_BYTES]
    outcomes, slowest_s = fuzz(small, seed=options.seed, until_s=time.monotonic() + 60 * options.minutes)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(small)} files, {sum(outcomes.values())} readings in {options.minutes:g} minutes: {dict(outcomes)}")
    print(f"slowest {slowest_s:.1f} s, most memory {peak_mb:.0f} MB")
    return 1 if outcomes["failed"] else 0


def fuzz(files: Sequence[Path], *, seed: int, until_s: float) -> tuple[Counter[str], float]:
    """Outcomes ("read", "partly read", "refused", "failed") counted, and the longest reading."""
    outcomes: Counter[str] = Counter()
    slowest_s = 0.0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until_s:
            rng = np.random.default_rng(seed)
            path = files[int(rng.integers(len(files)))]
            damaged = Path(folder) / f"damaged{path.suffix}"
            damaged.write_bytes(damage(path.read_bytes(), rng))
            started_s = time.monotonic()
            outcomes[_outcome(damaged, f"seed {seed}, {path.name}", strict=bool(rng.random() < 0.2))] += 1
            slowest_s = max(slowest_s, time.monotonic() - started_s)
            seed += 1
    return outcomes, slowest_s


def damage(data: bytes, rng: np.random.Generator) -> bytes:
    """One to three kinds of damage at once."""
    whole = bytearray(data)
    for _ in range(int(rng.integers(1, 4))):
        if len(whole) < 16:
            break
        start = int(rng.integers(len(whole)))
        end = min(len(whole), start + int(rng.integers(1, 400)))
        kind = int(rng.integers(6))
        if kind == 0:
            for place in rng.integers(len(whole), size=int(rng.integers(1, 30))):
                whole[place] ^= 1 << int(rng.integers(8))
        elif kind == 1:
            del whole[start:]
        elif kind == 2:
            del whole[start:end]
        elif kind == 3:
            whole[start:start] = whole[start:end] * int(rng.integers(1, 20))
        elif kind == 4:
            whole[start:end] = rng.integers(256, size=end - start, dtype=np.uint8).tobytes()
        else:
            whole[4:8] = rng.integers(256, size=4, dtype=np.uint8).tobytes()  # a FIT file's own length
    return bytes(whole)


def _outcome(path: Path, name: str, *, strict: bool) -> str:
    signal.alarm(MOST_SECONDS)
    try:
        runs = read_runs(path, strict=strict)
    except RunFileError:
        return "refused"
    except Exception as error:  # noqa: BLE001  whatever comes is what is looked for
        print(f"{name}, strict {strict}: {type(error).__name__}: {error}", flush=True)
        return "failed"
    finally:
        signal.alarm(0)
    return "partly read" if any(run.lost for run in runs) else "read"


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise HangError(f"longer than {MOST_SECONDS} s")


if __name__ == "__main__":
    raise SystemExit(main())
