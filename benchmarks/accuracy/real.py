"""The product on the labelled real clips and on clips that show no runner: one row per promise."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy.score import match_events
from evenstride.errors import EvenstrideError
from evenstride.model import ClipAnalysis
from evenstride.model.gait import SIDES

Analyze = Callable[[Path, float | None], ClipAnalysis]
FRAMES_TOLERATED = 2
NEGATIVES = ("elder_walk_side", "walk_with_mocap_60fps", "two_people")


@dataclass(frozen=True)
class Promise:
    """What was expected of a clip, what came, and whether that is kept."""

    clip: str
    what: str
    expected: str
    found: str
    kept: bool


def score_real(
    shared_data: Path, *, analyze: Analyze, quick: bool = False, tick: Callable[[str], None] = lambda _: None
) -> list[Promise]:
    """The labelled running clips and, unless quick, the negatives."""
    video = shared_data / "video"
    labels = json.loads((video / "running" / "labels.json").read_text())
    tick("real treadmill_side_30fps")
    clip = "treadmill_side_30fps"
    promises = treadmill_promises(clip, labels[clip], analyze(video / "running" / f"{clip}.mp4", None))
    if not quick:
        tick("real overground_side_30fps")
        clip = "overground_side_30fps"
        promises += overground_promises(clip, labels[clip], analyze(video / "running" / f"{clip}.mp4", None))
        for clip in NEGATIVES:
            tick(f"real {clip}")
            promises.append(not_running_promise(video / "negatives" / f"{clip}.mp4", analyze))
    return promises


def treadmill_promises(clip: str, label: dict[str, Any], analysis: ClipAnalysis) -> list[Promise]:
    """Contacts per side, cadence, strike, contact time and trunk of the labelled treadmill run."""
    fps = float(label["fps"])
    tolerance_s = (FRAMES_TOLERATED + 0.5) / fps
    found = missed = invented = 0
    for side in SIDES:
        true_s = [frame / fps for frame in label[f"initial_contacts_{side}"]]
        events = [event.time_s for event in analysis.events.of("initial_contact", side)]
        matches = match_events(true_s, events, tolerance_s=tolerance_s)
        found += len(matches.differences_s)
        missed += matches.missed
        invented += matches.invented
    total = int(label["n_contacts"])
    contact = label["contact_time_ms"]
    promises = [
        Promise(
            clip,
            f"contacts within {FRAMES_TOLERATED} frames on the right side",
            f"at least {total - 1} of {total}, none invented",
            f"{found} found, {invented} invented",
            found >= total - 1 and invented <= 1,
        ),
        _near(clip, analysis, "cadence", None, 168.8, 1.0),
        _near(clip, analysis, "trunk_lean", None, label["trunk_lean_deg_forward"]["value"], 3.0),
    ]
    for side in SIDES:
        promises.append(_near(clip, analysis, "contact_time", side, contact["value"], 40.0, may_refuse=True))
        promises.append(_is_class(clip, analysis, side, "rearfoot"))
    return promises


def overground_promises(clip: str, label: dict[str, Any], analysis: ClipAnalysis) -> list[Promise]:
    """The three contacts of the small runner who crosses the picture, whichever foot."""
    fps = float(label["fps"])
    events = [event.time_s for event in analysis.events.of("initial_contact")]
    true_s = [frame / fps for frame in label["initial_contacts_any_foot"]]
    matches = match_events(true_s, events, tolerance_s=(FRAMES_TOLERATED + 0.5) / fps)
    text = f"{len(matches.differences_s)} found, {matches.invented} invented"
    return [Promise(clip, "contacts within 2 frames, either foot", "3 found, 0 invented", text, matches.missed == 0)]


def not_running_promise(path: Path, analyze: Analyze) -> Promise:
    """A clip without a runner must not be reported as running; an answer that says why is as good."""
    try:
        analysis = analyze(path, None)
    except EvenstrideError as error:
        return Promise(path.stem, "not reported as running", "not running", f"refused: {error}", True)
    found = "running" if analysis.assessment.is_running else "not running"
    return Promise(path.stem, "not reported as running", "not running", found, not analysis.assessment.is_running)


def _near(
    clip: str,
    analysis: ClipAnalysis,
    measure_id: str,
    side: Any,
    expected: float,
    tolerance: float,
    *,
    may_refuse: bool = False,
) -> Promise:
    measure = analysis.assessment.measure(measure_id, side)
    what = measure_id if side is None else f"{measure_id} {side}"
    wanted = f"{expected:g} +- {tolerance:g}" + (" or refused with the reason" if may_refuse else "")
    if measure is None or measure.number is None:
        reasons = "; ".join(measure.reasons) if measure is not None else "no such measure"
        return Promise(clip, what, wanted, f"refused: {reasons}", may_refuse and measure is not None)
    return Promise(clip, what, wanted, f"{measure.number:.1f}", abs(measure.number - expected) <= tolerance)


def _is_class(clip: str, analysis: ClipAnalysis, side: Any, expected: str) -> Promise:
    measure = analysis.assessment.measure("foot_strike_pattern", side)
    found = "refused" if measure is None or measure.value is None else str(measure.value)
    return Promise(clip, f"foot_strike_pattern {side}", expected, found, found == expected)
