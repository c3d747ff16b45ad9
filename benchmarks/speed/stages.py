"""Decode and bare model, timed in the arrangement the product uses: two processes, one thread each."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

PROCESSES = 2
#: A worker that has not loaded by then has failed.
LONGEST_START_S = 120.0
#: Runs of the model before the clock starts, so that its memory is laid out.
WARM_UP_RUNS = 3
_start_together: list[Barrier] = []


def time_bare_model_s(run_count: int) -> float:
    """Seconds for ``run_count`` runs of the heavy model on one fixed crop, shared between the processes.

    Starting the processes and loading the model are not counted: the strictest measure to compare with.
    """
    shares = [run_count // PROCESSES + (i < run_count % PROCESSES) for i in range(PROCESSES)]
    return _slowest(_run_model, [(share,) for share in shares])


def time_decode_s(clip: Path, duration_s: float) -> float:
    """Seconds to decode the clip, each process one stretch of it, every picture's brightness touched once."""
    edges = np.linspace(0.0, duration_s, PROCESSES + 1)
    return _slowest(_decode, [(clip, float(a), float(b)) for a, b in pairwise(edges)])


def _slowest(work: Callable[..., float], arguments: list[tuple[Any, ...]]) -> float:
    """Run one process per argument tuple, let them start together, and return the longest own time."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(arguments), timeout=LONGEST_START_S)
    with ProcessPoolExecutor(len(arguments), context, initializer=_keep, initargs=(barrier,)) as pool:
        futures = [pool.submit(work, *argument) for argument in arguments]
        return max(future.result() for future in futures)


def _keep(barrier: Barrier) -> None:
    """Hold the barrier in a worker: it can only be handed over while the worker starts."""
    _start_together.append(barrier)


def _run_model(run_count: int) -> float:
    from evenstride.pose.tflite import TfliteModel
    from evenstride.pose.weights import weights_path

    model = TfliteModel(weights_path("heavy"))
    size_px = model.input_size_px
    crop = np.random.default_rng(0).random((size_px, size_px, 3), dtype=np.float32)
    for _ in range(WARM_UP_RUNS):
        model.run(crop)
    _start_together[0].wait()
    started_s = time.perf_counter()
    for _ in range(run_count):
        model.run(crop)
    return time.perf_counter() - started_s


def _decode(clip: Path, start_s: float, end_s: float) -> float:
    from evenstride.io.video import read_frames

    _start_together[0].wait()
    started_s = time.perf_counter()
    with read_frames(clip, start_s=start_s, end_s=end_s, threads=1) as frames:
        for frame in frames:
            frame.luma()
    return time.perf_counter() - started_s
