"""A small convolutional network, run in NumPy: for each foot and instant, is the foot on the ground?

Trained by ``training/contact_network.py`` on laboratory markers projected to side cameras; the file beside this one
holds only its numbers. It is an ensemble of nets, each trained without some of the runners, so that accuracy on a
laboratory runner can be measured with a net that never saw that runner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE = "contact_network.npz"


@dataclass(frozen=True)
class ConvolutionLayer:
    """Weights (out, in, tap), bias (out,) and the distance between taps in samples."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    dilation: int


@dataclass(frozen=True)
class ContactNetwork:
    """One net of the ensemble and the runners it was trained without.

    ``held_out`` names laboratory runners as ``<dataset>/<subject>``.
    """

    layers: tuple[ConvolutionLayer, ...]
    held_out: frozenset[str]

    def logits(self, channels: NDArray[np.float64]) -> NDArray[np.float64]:
        """(sample,) log odds that the foot is on the ground, from `contact_features` channels (channel, sample)."""
        signal = channels.astype(np.float32)
        for layer in self.layers[:-1]:
            convolved = np.maximum(_convolve(signal, layer), 0.0)
            signal = convolved + signal if convolved.shape == signal.shape else convolved
        return _convolve(signal, self.layers[-1])[0].astype(np.float64)


def _convolve(signal: NDArray[np.float32], layer: ConvolutionLayer) -> NDArray[np.float32]:
    """'Same' convolution along time, edge samples repeated."""
    taps = layer.weight.shape[2]
    reach = (taps // 2) * layer.dilation
    padded = np.pad(signal, ((0, 0), (reach, reach)), mode="edge")
    count = signal.shape[1]
    stacked = np.concatenate([padded[:, k * layer.dilation : k * layer.dilation + count] for k in range(taps)])
    kernel = layer.weight.transpose(0, 2, 1).reshape(layer.weight.shape[0], -1)
    return np.asarray(kernel @ stacked + layer.bias[:, None])


@lru_cache(maxsize=1)
def load_contact_networks() -> tuple[ContactNetwork, ...]:
    """The ensemble that ships with the package."""
    with as_file(files("evenstride.gait") / WEIGHTS_FILE) as path:
        return read_contact_networks(path)


def read_contact_networks(path: Path) -> tuple[ContactNetwork, ...]:
    """An ensemble from a file written by `write_contact_networks`."""
    with np.load(path) as numbers:
        networks = []
        for k in range(int(numbers["network_count"])):
            layers = tuple(
                ConvolutionLayer(
                    numbers[f"{k}.{n}.weight"].astype(np.float32),
                    numbers[f"{k}.{n}.bias"].astype(np.float32),
                    int(numbers[f"{k}.{n}.dilation"]),
                )
                for n in range(int(numbers[f"{k}.layer_count"]))
            )
            networks.append(ContactNetwork(layers, frozenset(str(name) for name in numbers[f"{k}.held_out"])))
    return tuple(networks)


def write_contact_networks(path: Path, networks: tuple[ContactNetwork, ...]) -> None:
    """Write an ensemble as half-precision numbers."""
    numbers: dict[str, NDArray[np.generic]] = {"network_count": np.array(len(networks))}
    for k, network in enumerate(networks):
        numbers[f"{k}.layer_count"] = np.array(len(network.layers))
        numbers[f"{k}.held_out"] = np.array(sorted(network.held_out))
        for n, layer in enumerate(network.layers):
            numbers[f"{k}.{n}.weight"] = layer.weight.astype(np.float16)
            numbers[f"{k}.{n}.bias"] = layer.bias.astype(np.float16)
            numbers[f"{k}.{n}.dilation"] = np.array(layer.dilation)
    np.savez_compressed(path, **numbers)  # type: ignore[arg-type]
