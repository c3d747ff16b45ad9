"""The one door to the neural runtime for TFLite models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class TfliteModel:
    """A loaded model with one image input and named float outputs.

    One thread: two processes with one thread each get more out of two cores than one process with two threads.
    """

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

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
