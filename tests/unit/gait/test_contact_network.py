"""The small network in NumPy, on layers whose output is known by hand, and the ensemble that ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evenstride.gait.contact.contact_features import CHANNEL_COUNT
from evenstride.gait.contact.contact_network import (
    ContactEnsemble,
    ContactNetwork,
    ConvolutionLayer,
    load_contact_ensemble,
    read_contact_ensemble,
    write_contact_ensemble,
)


def layer(weight: list, bias: list[float], dilation: int = 1) -> ConvolutionLayer:
    return ConvolutionLayer(np.array(weight, np.float32), np.array(bias, np.float32), dilation)


def network(*layers: ConvolutionLayer, held_out: tuple[str, ...] = ()) -> ContactNetwork:
    return ContactNetwork(layers, frozenset(held_out))


def test_one_layer_is_a_weighted_sum_over_neighbours() -> None:
    slope = network(layer([[[-1.0, 0.0, 1.0]]], [0.5]))
    assert slope.logits(np.array([[0.0, 1.0, 4.0, 9.0]])).tolist() == [1.5, 4.5, 8.5, 5.5]  # ends repeat


def test_dilation_looks_further() -> None:
    wide = network(layer([[[1.0, 0.0, 0.0]]], [0.0], dilation=2))
    assert wide.logits(np.array([[5.0, 6.0, 7.0, 8.0]])).tolist() == [5.0, 5.0, 5.0, 6.0]


def test_hidden_layers_cut_off_below_zero_and_add_their_input() -> None:
    deep = network(layer([[[1.0]]], [-2.0]), layer([[[1.0]]], [0.0]))
    # first layer: max(x - 2, 0) + x
    assert deep.logits(np.array([[1.0, 5.0]])).tolist() == [1.0, 8.0]


def test_an_ensemble_is_the_mean_of_its_networks() -> None:
    ensemble = ContactEnsemble((network(layer([[[1.0]]], [0.0])), network(layer([[[3.0]]], [2.0]))))
    assert ensemble.logits(np.array([[1.0, 2.0]])).tolist() == [3.0, 5.0]


def test_only_networks_that_never_saw_a_runner_are_used_for_that_runner() -> None:
    first = network(layer([[[1.0]]], [0.0]), held_out=("lab/1", "lab/2"))
    second = network(layer([[[1.0]]], [0.0]), held_out=("lab/3",))
    ensemble = ContactEnsemble((first, second), 0.003, -0.001)
    assert ensemble.without("lab/3").networks == (second,)
    assert ensemble.without("lab/3").toe_off_offset_s == -0.001
    assert ensemble.without("elsewhere/9").networks == (first, second)


def test_a_written_ensemble_reads_back_to_half_precision(tmp_path: Path) -> None:
    rng = np.random.default_rng(31)
    original = ContactEnsemble(
        (
            network(
                layer(rng.normal(size=(4, 2, 3)).tolist(), [0.1] * 4, 2),
                layer(rng.normal(size=(1, 4, 1)).tolist(), [0.25]),
                held_out=("lab/1",),
            ),
        ),
        0.004,
        -0.002,
    )
    path = tmp_path / "ensemble.npz"
    write_contact_ensemble(path, original)
    read = read_contact_ensemble(path)
    signal = rng.normal(size=(2, 50))
    assert np.allclose(read.logits(signal), original.logits(signal), atol=0.02)
    assert read.networks[0].held_out == {"lab/1"}
    assert (read.initial_contact_offset_s, read.toe_off_offset_s) == (0.004, -0.002)
    assert [one.dilation for one in read.networks[0].layers] == [2, 1]


def test_the_shipped_ensemble_fits_the_features_and_offsets_are_a_few_milliseconds() -> None:
    ensemble = load_contact_ensemble()
    assert len(ensemble.networks) >= 2
    assert all(one.layers[0].weight.shape[1] == CHANNEL_COUNT for one in ensemble.networks)
    assert abs(ensemble.initial_contact_offset_s) < 0.02
    assert abs(ensemble.toe_off_offset_s) < 0.02


def test_every_shipped_network_was_trained_without_some_runners() -> None:
    held_out = [one.held_out for one in load_contact_ensemble().networks]
    assert all(held_out)
    assert sum(map(len, held_out)) == len(frozenset().union(*held_out))


@pytest.mark.parametrize("count", [1, 8, 400])
def test_there_is_one_number_per_sample_however_short_the_signal(count: int) -> None:
    assert load_contact_ensemble().logits(np.zeros((CHANNEL_COUNT, count))).shape == (count,)
