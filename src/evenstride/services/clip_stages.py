"""The stages of a clip's analysis; each is called behind the wall, with what the earlier ones left."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.services.inspect_file import inspect_here
from evenstride.wall.child import Tell

if TYPE_CHECKING:
    from evenstride.model import ClipAnalysis, SessionAnalysis
    from evenstride.pipelines.clip_tracking import TrackedClip
    from evenstride.pipelines.options import AnalysisOptions

ASSESSMENT, ANALYSIS, REPORT, PREVIEW, POSE_TRACK, TRACKED = (
    *("assessment", "analysis", "report", "preview", "pose_track", "tracked"),
)
#: Beside ``video``: what has no pictures.
_TRIAL, _KEYPOINTS = "trial", "keypoints"
JSON, HTML, MP4, ARRAYS = "application/json", "text/html", "video/mp4", "application/x-npz"


def role_of(what: str, number: int) -> str:
    """The role of a file that there is one of for each recording: ``preview``, ``preview_2`` and so on."""
    return what if number == 0 else f"{what}_{number + 1}"


def options_of_each(payload: Mapping[str, Any], count: int) -> list[dict[str, Any]]:
    """What the runner says of each recording: what is no list holds for all of them.

    Raises
    ------
    InputError : a list of another length.
    """
    columns: dict[str, list[Any]] = {}
    for name in ("height_m", "recorded_fps", "view"):
        given = payload[name]
        columns[name] = list(given) if isinstance(given, list | tuple) else [given] * count
        if len(columns[name]) != count:
            raise InputError(f"Expected one {name} for all {count} recordings or one for each, got {len(given)}.")
    return [dict(zip(columns, each, strict=True)) for each in zip(*columns.values(), strict=True)]


def look(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """What the recordings are, before a minute of work is spent."""
    from evenstride.io.content_kind import content_kind

    found = []
    recordings = arguments["inputs"][: len(arguments["payload"]["recording_ids"])]
    for number, each in enumerate(recordings):
        tell(number / len(recordings), "Looking at the recording.")
        path = under_its_name(each, folder)
        kind = content_kind(path)
        if kind in ("c3d", "trc"):
            found.append({"kind": _TRIAL, "facts": {}, "warnings": []})
        elif kind == _KEYPOINTS:
            found.append({"kind": _KEYPOINTS, "facts": {}, "warnings": []})
        elif kind == "video":
            found.append(inspect_here({"path": str(path)}, folder=folder, tell=tell))
        else:
            raise InputError(f"Expected clips of a run, {path.name} is a file of another kind ({kind}).")
    if len(found) > 1 and any(each["kind"] == _TRIAL for each in found):
        raise InputError("Expected clips, or one laboratory's trial alone. Analyse the trial on its own.")
    return {"values": {"recordings": found}, "files": {}}


def follow_runner(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """The runner's points in one clip, and a small copy of it; nothing for what has no pictures."""
    from evenstride.io.value_files import save_value
    from evenstride.services.analyze_clip import track_recording

    number = arguments["number"]
    if arguments["values"]["probe"]["recordings"][number]["kind"] != "video":
        return {"values": {}, "files": {}}
    path = under_its_name(arguments["inputs"][number], folder)
    clip = _carried(path, arguments)
    if clip is None:
        clip = track_recording(path, with_preview=True, on_progress=_pictures(tell), processes=arguments["processes"])
    files = {role_of(TRACKED, number): ["tracked.npz", ARRAYS]}
    save_value(without_pictures(clip), folder / "tracked.npz")
    return {"values": {"seconds": clip.timings_s}, "files": files}


def _carried(path: Path, arguments: dict[str, Any]) -> TrackedClip | None:
    """The sample clip as it travels with the program; None for any other, and where the runner says more about it."""
    from evenstride.pipelines.carried_clip import read_carried_clip

    said = options_of_each(arguments["payload"], len(arguments["values"]["probe"]["recordings"]))[arguments["number"]]
    if said["recorded_fps"] is not None or said["view"] != "auto":
        return None
    return read_carried_clip(path)


def measure(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """Measures and findings: the document, and what the page draws."""
    from evenstride.io.value_files import save_value

    payload = arguments["payload"]
    kinds = [each["kind"] for each in arguments["values"]["probe"]["recordings"]]
    files: dict[str, list[str]] = {}
    if kinds == [_TRIAL]:
        from evenstride.services.analyze_markers import analyze_markers

        session = analyze_markers(under_its_name(arguments["inputs"][0], folder), height_m=payload["height_m"])
    else:
        session = _measured_session(arguments, kinds, folder, tell, files)
    if "watch_id" in payload:
        session = _with_watch(session, under_its_name(arguments["inputs"][len(kinds)], folder))
    tell(0.9, "Keeping what was found.")
    document = json.dumps(session.to_dict(), ensure_ascii=False, allow_nan=False)
    (folder / "assessment.json").write_text(document, encoding="utf-8")
    save_value(session, folder / "analysis.npz")
    files |= {ASSESSMENT: ["assessment.json", JSON], ANALYSIS: ["analysis.npz", ARRAYS]}
    return {"values": {"says_something": session.assessment.says_something}, "files": files}


def write_report(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """The report as one page."""
    from evenstride.io.value_files import read_value
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.build import build_report
    from evenstride.reports.html import render_html

    session = read_value(Path(arguments["files"][ANALYSIS]))
    tell(0.3, "Writing the report.")
    page = render_html(build_report(session, knowledge=load_knowledge()))
    (folder / "report.html").write_text(page, encoding="utf-8")
    return {"values": {}, "files": {REPORT: ["report.html", HTML]}}


def _measured_session(
    arguments: dict[str, Any], kinds: list[str], folder: Path, tell: Tell, files: dict[str, list[str]]
) -> SessionAnalysis:
    """Every clip measured and all of them combined; the files of each are named in ``files``."""
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.session import assess_session
    from evenstride.services.analyze_clip import checked_options

    clips = []
    options = options_of_each(arguments["payload"], len(kinds))
    for number, kind in enumerate(kinds):
        tell(0.8 * number / len(kinds), "Measuring the steps.")
        path = under_its_name(arguments["inputs"][number], folder)
        if kind == _KEYPOINTS:
            clips.append(_from_keypoints(path, options[number], folder, number, files))
        else:
            tracked = Path(arguments["files"][role_of(TRACKED, number)])
            clips.append(_from_pictures(path, tracked, checked_options(**options[number]), folder, number, files))
    return assess_session(clips, knowledge=load_knowledge())


def _from_keypoints(
    path: Path, options: dict[str, Any], folder: Path, number: int, files: dict[str, list[str]]
) -> ClipAnalysis:
    from evenstride.services.analyze_clip import analyze

    name = f"pose_track_{number}.npz"
    files[role_of(POSE_TRACK, number)] = [name, ARRAYS]
    return analyze(path, save_pose=folder / name, **options)


def _from_pictures(
    path: Path, tracked: Path, options: AnalysisOptions, folder: Path, number: int, files: dict[str, list[str]]
) -> ClipAnalysis:
    from evenstride.io.value_files import read_value
    from evenstride.services.analyze_clip import measure_tracked_clip

    clip = read_value(tracked)
    # The shoes are looked at once more in the pictures, which now lie under another path.
    clip = replace(clip, probe=replace(clip.probe, path=path))
    name = f"pose_track_{number}.npz"
    analysis = measure_tracked_clip(clip, options, folder / name)
    files[role_of(POSE_TRACK, number)] = [name, ARRAYS]
    if analysis.preview is not None:
        (folder / f"preview_{number}.mp4").write_bytes(analysis.preview.mp4)
        files[role_of(PREVIEW, number)] = [f"preview_{number}.mp4", MP4]
    return analysis


def under_its_name(given: dict[str, str], folder: Path) -> Path:
    """The file under the name that its owner gave it, which stands in results and messages."""
    name = "".join(letter for letter in Path(given["name"]).name if letter.isprintable())[-200:] or "recording"
    place = folder / "inputs" / Path(given["path"]).name
    place.mkdir(parents=True, exist_ok=True)
    link = place / name
    if not link.exists():
        try:
            link.symlink_to(given["path"])
        except OSError:  # Windows lets only some users make links
            shutil.copyfile(given["path"], link)
    return link


def _with_watch(session: SessionAnalysis, watch: Path) -> SessionAnalysis:
    """What a watch showed of the same run beside the clips."""
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.watch_join import join_watch
    from evenstride.services.analyze_run import analyze_run

    return join_watch(session, analyze_run(watch), knowledge=load_knowledge())


def without_pictures(clip: TrackedClip) -> TrackedClip:
    """The clip without the single pictures that were kept for looking at the scene: nothing later needs them."""
    from evenstride.io.video.background import PictureSamples

    if clip.scene is None:
        return clip
    evidence = replace(clip.scene.evidence, first=None, last=None, head=(), tail=(), samples=PictureSamples())
    return replace(clip, scene=replace(clip.scene, evidence=evidence))


def _pictures(tell: Tell) -> Callable[[int, int], None]:
    """Progress over pictures, told a few hundred times at most."""
    last = -1.0

    def report(done: int, expected: int) -> None:
        nonlocal last
        done_frac = done / max(expected, 1)
        if done_frac - last >= 0.005 or done == expected:
            last = done_frac
            tell(done_frac, f"Following the runner, picture {done} of {expected}.")

    return report
