"""Train the contact network on laboratory runs projected to cameras at the side.

    python -m training.contact_network ../shared/data --out src/evenstride/gait/contact/contact_network.npz

Needs PyTorch (CPU) beside the development environment. Every net of the ensemble leaves one group of runners out;
the script prints the mean error, and its spread over runners, on the runners that the nets so far never saw.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from benchmarks.accuracy.lab_markers import load_lab_trials
from torch import nn

from evenstride.gait.contact.contact_features import GRID_HZ
from evenstride.gait.contact.contact_network import (
    ContactEnsemble,
    ContactNetwork,
    ConvolutionLayer,
    write_contact_ensemble,
)
from evenstride.signals.resampling import zero_crossings
from training.examples import Example, side_examples

GROUPS = 4
CLIPS_PER_TRIAL = 40
CROP = 288
BATCH = 48
WIDTH = 32
#: taps and dilation of the hidden layers: together they see 0.35 s to either side
LAYERS = ((9, 1), (9, 2), (9, 3), (9, 4))


def main() -> None:
    """Train, report and write."""
    options = _options()
    trials = load_lab_trials(options.data)
    runners = sorted({f"{trial.dataset}/{trial.subject}" for trial in trials})
    groups = [frozenset(runners[k::GROUPS]) for k in range(GROUPS)]
    started = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        seeds = [(trial, seed) for trial in trials for seed in range(options.clips)]
        made = list(pool.map(side_examples, seeds, chunksize=8))
    print(f"{len(made)} clips in {time.perf_counter() - started:.0f} s")
    owner = [f"{trial.dataset}/{trial.subject}" for trial, _ in seeds]
    networks = []
    for k, held_out in enumerate(groups[: options.groups]):
        examples = [e for pair, runner in zip(made, owner, strict=True) if runner not in held_out for e in pair]
        networks.append(ContactNetwork(_train(examples, steps=options.steps, seed=k), held_out))
        offsets = _calibrate(networks, made, owner)
        write_contact_ensemble(options.out, ContactEnsemble(tuple(networks), *offsets))
        print(f"net {k} without {sorted(held_out)}: {time.perf_counter() - started:.0f} s", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--clips", type=int, default=CLIPS_PER_TRIAL)
    parser.add_argument("--groups", type=int, default=GROUPS)
    return parser.parse_args()


def _calibrate(
    networks: list[ContactNetwork], made: list[tuple[Example, ...]], owner: list[str]
) -> tuple[float, float]:
    """What to add to contacts and toe-offs so that runners unseen by their net are right on average.

    The mean of the runners' means, so that a runner with many clips does not count more.
    """
    errors: dict[str, list[tuple[float, float]]] = {}
    for network in networks:
        for pair, runner in zip(made[::6], owner[::6], strict=True):
            if runner in network.held_out:
                errors.setdefault(runner, []).extend(_mean_errors_s(network, example) for example in pair)
    means = np.array([np.nanmean(of_runner, axis=0) for of_runner in errors.values()])
    print("  error on unseen runners, mean and SD over runners (ms):", 1e3 * means.mean(0), 1e3 * means.std(0))
    return float(-means[:, 0].mean()), float(-means[:, 1].mean())


def _mean_errors_s(network: ContactNetwork, example: Example) -> tuple[float, float]:
    """Mean error of the contacts and toe-offs of one foot, in seconds."""
    samples = np.arange(len(example.target)) / GRID_HZ
    logits = network.logits(example.channels.astype(float))
    known = np.isfinite(example.target)
    means = []
    for rising in (True, False):
        true_s = zero_crossings(samples[known], example.target[known].astype(float) - 0.5, rising=rising)
        found_s = zero_crossings(samples, logits, rising=rising)
        nearest = [found_s[np.abs(found_s - t).argmin()] - t for t in true_s] if len(found_s) else []
        means.append(float(np.mean([e for e in nearest if abs(e) < 0.1] or [np.nan])))
    return means[0], means[1]


class _Net(nn.Module):
    """The network of `evenstride.gait.contact.contact_network`, for training."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.hidden = nn.ModuleList()
        for taps, dilation in LAYERS:
            reach = taps // 2 * dilation
            self.hidden.append(
                nn.Conv1d(inputs, WIDTH, taps, dilation=dilation, padding=reach, padding_mode="replicate")
            )
            inputs = WIDTH
        self.last = nn.Conv1d(WIDTH, 1, 1)

    def forward(self, signal: torch.Tensor) -> torch.Tensor:
        for layer in self.hidden:
            out = torch.relu(layer(signal))
            signal = out + signal if out.shape == signal.shape else out
        return self.last(signal)[:, 0]

    def layers(self) -> tuple[ConvolutionLayer, ...]:
        return tuple(
            ConvolutionLayer(
                c.weight.detach().numpy().astype(np.float16).astype(np.float32),
                c.bias.detach().numpy().astype(np.float16).astype(np.float32),
                c.dilation[0],
            )
            for c in [*self.hidden, self.last]
        )


def _train(examples: list[Example], *, steps: int, seed: int) -> tuple[ConvolutionLayer, ...]:
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the same sums in the same order on every machine
    net = _Net(len(examples[0].channels))
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=4e-3, total_steps=steps)
    running = 0.0
    for step, (channels, target) in enumerate(_batches(examples, steps, np.random.default_rng(seed))):
        known = torch.isfinite(target)
        wanted = torch.nan_to_num(target)
        loss = nn.functional.binary_cross_entropy_with_logits(net(channels), wanted, weight=known.float())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * float(loss.detach())
        if step % 250 == 249:
            print(f"  step {step + 1} loss {running:.4f}", flush=True)
    return net.layers()


def _batches(
    examples: list[Example], steps: int, rng: np.random.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    usable = [e for e in examples if len(e.target) >= CROP]
    for _ in range(steps):
        chosen = rng.integers(len(usable), size=BATCH)
        starts = [int(rng.integers(len(usable[i].target) - CROP + 1)) for i in chosen]
        channels = np.stack([usable[i].channels[:, s : s + CROP] for i, s in zip(chosen, starts, strict=True)])
        target = np.stack([usable[i].target[s : s + CROP] for i, s in zip(chosen, starts, strict=True)])
        # the mean that the features remove depends on the stretch of clip: let it vary a little
        channels[:, :-1] += rng.normal(0, 0.02, (BATCH, channels.shape[1] - 1, 1)).astype(np.float32)
        yield torch.from_numpy(channels), torch.from_numpy(target)


if __name__ == "__main__":
    main()
