"""Measure how far each measure is from the truth, and write what the product states as its error.

    python -m training.measure_errors ../shared/data --out src/evenstride/gait/keypoint_errors.json

Rendered side clips (or their pose tracks saved before: ``--tracks FOLDER`` with one ``<clip>.npz`` each) and laboratory
runs projected to side cameras with the pose model's error as measured; events by nets that never saw the runner. Only
what keypoints give: a measure that is read off the picture has an error of its own. The estimate is
`benchmarks.accuracy.persistent_error`; how well intervals built on it hold for bodies and runners that were left out
stands in ``docs/accuracy.md``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.accuracy.clip_source import ClipSource
from benchmarks.accuracy.lab_markers import load_lab_trials
from benchmarks.accuracy.lab_measures import MARKERS_SOURCE, OTHER_SOURCE, score_lab_measures
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.persistent_error import estimate_errors, without_correction
from benchmarks.accuracy.pose_noise import NO_NOISE
from benchmarks.accuracy.rendered_samples import keypoint_samples
from benchmarks.accuracy.rendered_truth import list_rendered_clips, load_rendered_truth

from evenstride.gait.keypoint_habits import ERRORS_FILE, habits_of

#: Names of the sources in the file: the pose model that ships, any other, and exact points of a laboratory.
OWN, OTHER, MARKERS = "blazepose", "other", "markers"
DIGITS = 4


def main() -> None:
    """Measure and write."""
    options = _options()
    trials = load_lab_trials(options.data)
    with tempfile.TemporaryDirectory() as scratch:
        source = ClipSource(options.tracks or Path(scratch), saved=options.tracks is not None)
        rendered = _rendered(options.data / "rendered", source)
    samples = {
        OWN: [*rendered, *score_lab_measures(trials, workers=options.workers)],
        OTHER: score_lab_measures(trials, source=OTHER_SOURCE, workers=options.workers),
        MARKERS: score_lab_measures(trials, source=MARKERS_SOURCE, noise=NO_NOISE, workers=options.workers),
    }
    sources = {name: _entries(name, own) for name, own in samples.items()}
    document = {"written_by": "python -m training.measure_errors", "sources": sources}
    options.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    for name, legs in sources.items():
        for leg, entries in legs.items():
            for measure_id, entry in entries.items():
                print(f"{name:10} {leg:5} {measure_id:26} {entry}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the recordings with truth")
    parser.add_argument("--tracks", type=Path, help="pose tracks saved before, instead of the videos")
    parser.add_argument("--workers", type=int, default=2, help="processes for the laboratory runs")
    parser.add_argument("--out", type=Path, default=ERRORS_FILE)
    return parser.parse_args()


def _rendered(folder: Path, source: ClipSource) -> list[MeasureSample]:
    samples: list[MeasureSample] = []
    for clip in list_rendered_clips(folder):
        truth = load_rendered_truth(folder, clip)
        samples += keypoint_samples(truth, source.track(truth.video))
    return samples


def _entries(source: str, samples: Iterable[MeasureSample]) -> dict[str, dict[str, dict[str, Any]]]:
    """leg -> measure id -> entry, from values as read: what the product already takes off is put back first."""
    shipped = habits_of(source).errors.get("both", {})
    scales = {measure_id: error.scale for measure_id, error in shipped.items()}
    entries: dict[str, dict[str, dict[str, Any]]] = {}
    as_read = [without_correction(sample, scales) for sample in samples]
    for (measure_id, leg), error in sorted(estimate_errors(as_read, know_bias=source == OWN).items()):
        entries.setdefault(leg, {})[measure_id] = {
            "clips": error.clips,
            "groups": error.groups,
            "bias": round(error.bias, DIGITS),
            "known": error.known,
            "scale": round(error.scale, DIGITS),
            "sd": round(error.sd, DIGITS),
        }
    return entries


if __name__ == "__main__":
    main()
