"""How a run was measured: the file, its devices, what was left out, what made the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.model.run_analysis import RunAnalysis
from evenstride.reports.model import Method
from evenstride.reports.run.run_words import clock_words
from evenstride.reports.wording import RUN_ERROR_WORDS

HASH_DIGITS_SHOWN = 12
_KINDS = {"fit": "FIT", "tcx": "TCX", "gpx": "GPX", "imu_csv": "sensor table"}


def run_method(analysis: RunAnalysis) -> Method:
    """Facts in the order a reader asks for them."""
    provenance = analysis.assessment.provenance
    facts = [*run_facts(analysis)]
    facts += [(f"Algorithm: {what.replace('_', ' ')}", name) for what, name in provenance.algorithms.items()]
    facts += [
        ("Settings fingerprint", provenance.configuration_hash[:HASH_DIGITS_SHOWN]),
        ("Versions", f"Evenstride {provenance.package_version}, knowledge {provenance.knowledge_version}"),
    ]
    return Method(facts=tuple(facts), notes=analysis.fatigue.warnings, error_words=RUN_ERROR_WORDS)


def run_facts(analysis: RunAnalysis) -> Iterator[tuple[str, str]]:
    """The file and what of it was used."""
    run, summary, fatigue = analysis.run, analysis.summary, analysis.fatigue
    yield "Run", f"{analysis.assessment.recordings[-1].path}, {_KINDS.get(run.kind, run.kind)}"
    yield "Samples", f"{len(run.time_s)} over {clock_words(run.duration_s)}; positions are not kept"
    if run.devices:
        yield "Devices", ", ".join(run.devices)
    yield "Steady running", f"{clock_words(summary.running_s)} without stops, walking and the 15 s after them"
    if fatigue.n_bins:
        yield (
            "Used for the curves",
            f"{fatigue.n_bins} parts of {fatigue.bin_s / 60:.2g} min after {fatigue.warm_up_s / 60:.0f} min of warm-up",
        )
    if fatigue.index is not None:
        kind = "earlier runs" if fatigue.index.baseline == "earlier_runs" else "this run, its own early part"
        yield "Baseline", kind
    yield "File fingerprint (SHA-256)", run.sha256[:HASH_DIGITS_SHOWN]
