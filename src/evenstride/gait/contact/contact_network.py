"""A small convolutional network, run in NumPy: for each foot and instant, is the foot on the ground?

Trained by ``training/contact_network.py`` on laboratory markers projected to side cameras; the file beside this one
holds only its numbers. It is an ensemble of nets, each trained without some of the runners, so that accuracy on a
laboratory runner can be measured with a net that never saw that runner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class ContactEnsemble:
    """Nets whose log odds are averaged, and what to add to the instants they give.

    ``initial_contact_offset_s`` and ``toe_off_offset_s`` remove the mean error on runners that a net never saw.
    """

    networks: tuple[ContactNetwork, ...]
    initial_contact_offset_s: float = 0.0
    toe_off_offset_s: float = 0.0

    def logits(self, channels: NDArray[np.float64]) -> NDArray[np.float64]:
        """(sample,) mean log odds that the foot is on the ground."""
        return np.asarray(np.mean([network.logits(channels) for network in self.networks], axis=0))

    def without(self, runner: str) -> ContactEnsemble:
        """Only the nets that never saw a laboratory runner; all of them for a runner that none saw."""
        unseen = tuple(network for network in self.networks if runner in network.held_out)
        return replace(self, networks=unseen or self.networks)


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
def load_contact_ensemble() -> ContactEnsemble:
    """The ensemble that ships with the package."""
    with as_file(files("evenstride.gait.contact") / WEIGHTS_FILE) as path:
        return read_contact_ensemble(path)


def read_contact_ensemble(path: Path) -> ContactEnsemble:
    """An ensemble from a file written by `write_contact_ensemble`."""
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
        offsets_s = numbers["offsets_s"]
    return ContactEnsemble(tuple(networks), float(offsets_s[0]), float(offsets_s[1]))


def write_contact_ensemble(path: Path, ensemble: ContactEnsemble) -> None:
    """Write an ensemble, its weights as half-precision numbers."""
    numbers: dict[str, NDArray[np.generic]] = {
        "network_count": np.array(len(ensemble.networks)),
        "offsets_s": np.array([ensemble.initial_contact_offset_s, ensemble.toe_off_offset_s]),
    }
    for k, network in enumerate(ensemble.networks):
        numbers[f"{k}.layer_count"] = np.array(len(network.layers))
        numbers[f"{k}.held_out"] = np.array(sorted(network.held_out))
        for n, layer in enumerate(network.layers):
            numbers[f"{k}.{n}.weight"] = layer.weight.astype(np.float16)
            numbers[f"{k}.{n}.bias"] = layer.bias.astype(np.float16)
            numbers[f"{k}.{n}.dilation"] = np.array(layer.dilation)
    np.savez_compressed(path, **numbers)  # type: ignore[arg-type]
