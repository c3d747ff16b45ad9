"""The one door to the neural runtime for TFLite models."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class TfliteModel:
    """A loaded model with one image input and named float outputs.

    One thread: two processes with one thread each get more out of two cores than one process with two threads.
    """

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with _runtime_kept_quiet():
            self._interpreter = Interpreter(str(path), num_threads=1)
            self._interpreter.allocate_tensors()
        input_details = self._interpreter.get_input_details()[0]
        self._input = input_details["index"]
        self._outputs = {d["name"]: d["index"] for d in self._interpreter.get_output_details()}
        self.input_size_px = int(input_details["shape"][1])

    def run(self, image: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Run on one (row, column, rgb) image; returns the outputs by name, without the batch axis."""
        self._interpreter.set_tensor(self._input, image[None])
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(index)[0] for name, index in self._outputs.items()}


@contextmanager
def _runtime_kept_quiet() -> Iterator[None]:
    """The runtime announces its delegate on the process's error stream, past Python; users need not read that."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
