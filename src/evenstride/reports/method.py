"""How it was measured: the clip, the view, what made the numbers, and what their errors mean."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from evenstride.model import Recording, SessionAnalysis
from evenstride.model.assessment import RecordingView
from evenstride.reports.model import Method
from evenstride.reports.notices import notes_of
from evenstride.reports.numbers import fixed
from evenstride.reports.wording import ERROR_WORDS, view_words

HASH_DIGITS_SHOWN = 12


def method_of(session: SessionAnalysis) -> Method:
    """Facts in the order a reader asks for them."""
    assessment = session.assessment
    facts: list[tuple[str, str]] = []
    for recording, view in zip(assessment.recordings, assessment.views, strict=True):
        if recording.kind == "run":
            continue
        facts += [*_recording_facts(recording), *_view_facts(view)]
    facts += _making_facts(session)
    return Method(facts=tuple(facts), notes=notes_of(assessment), error_words=ERROR_WORDS)


def clip_name(recording: Recording) -> str:
    """The file's own name without its folders, whichever system wrote the path."""
    return PurePosixPath(PureWindowsPath(recording.path).as_posix()).name


def _recording_facts(recording: Recording) -> list[tuple[str, str]]:
    clock = "even" if recording.timestamps == "constant" else "uneven (variable frame rate)"
    facts = [
        ("Clip", f"{clip_name(recording)}, {recording.width_px} × {recording.height_px} pixels"),
        (
            "Pictures",
            f"{recording.frame_count} in {fixed(recording.duration_s, 2)} s, "
            f"{fixed(recording.fps_nominal, 2)} a second, {clock} clock from the file itself",
        ),
        ("File fingerprint (SHA-256)", recording.sha256[:HASH_DIGITS_SHOWN]),
    ]
    if recording.slow_motion_factor not in (None, 1.0):
        facts.append(("Slow motion", f"the file plays {recording.slow_motion_factor:g} times slower than life"))
    return facts


def _view_facts(view: RecordingView) -> list[tuple[str, str]]:
    facts = [("View", f"{view_words(view)}{'' if view.facing is None else f', facing image {view.facing}'}")]
    if view.near_side is not None:
        facts.append(("Near leg", f"{view.near_side}; the other leg is partly hidden and less certain"))
    if view.yaw_deg is not None:
        pure = "line of running" if view.near_side is None else "pure side view"
        facts.append((f"Camera off the {pure}", f"about {fixed(abs(view.yaw_deg), 0)}°"))
    return facts


def _making_facts(session: SessionAnalysis) -> list[tuple[str, str]]:
    provenance, runner = session.assessment.provenance, session.assessment.runner
    point_sources = dict.fromkeys(clip.pose_track.source for clip in session.clips)
    facts = [("Points", "; ".join(point_sources))]
    facts += [
        (f"Model {name} (SHA-256)", digest[:HASH_DIGITS_SHOWN]) for name, digest in provenance.model_sha256.items()
    ]
    facts += [
        (f"Algorithm: {what.replace('_', ' ')}", name)
        for what, name in provenance.algorithms.items()
        if name not in point_sources
    ]
    if runner.height_m is not None:
        facts.append(("Scale", f"from your height, {fixed(runner.height_m, 2)} m"))
    facts += [
        ("Settings fingerprint", provenance.configuration_hash[:HASH_DIGITS_SHOWN]),
        ("Versions", f"Evenstride {provenance.package_version}, knowledge {provenance.knowledge_version}"),
    ]
    return facts
