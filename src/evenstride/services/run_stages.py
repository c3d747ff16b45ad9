"""The stages of a run file's assessment; each is called behind the wall, with what the earlier ones left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evenstride.errors import InputError
from evenstride.services.clip_stages import ANALYSIS, ARRAYS, ASSESSMENT, JSON, under_its_name
from evenstride.services.inspect_file import inspect_here
from evenstride.wall.child import Tell

SENSOR_KIND = "imu_csv"
RUN_KINDS = ("fit", "tcx", "gpx", SENSOR_KIND)


def read(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """What the file is and when the run was."""
    path = under_its_name(arguments["inputs"][0], folder)
    facts = inspect_here({"path": str(path)}, folder=folder, tell=tell)
    if facts["kind"] not in RUN_KINDS:
        raise InputError(
            f"Expected a run (FIT, TCX, GPX or a sensor's CSV), {path.name} is of another kind ({facts['kind']})."
        )
    return {"values": facts, "files": {}}


def assess(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """The run's assessment; the first input is the run, the others came before it."""
    from evenstride.io.imu import ImuDeclaration
    from evenstride.io.value_files import save_value
    from evenstride.io.value_json import value_from_plain
    from evenstride.services.analyze_run import analyze_run

    tell(0.1, "Reading the runs.")
    said = arguments["payload"].get("sensor")
    analysis = analyze_run(
        [under_its_name(each, folder) for each in arguments["inputs"]],
        sensor=None if said is None else value_from_plain(ImuDeclaration, said, where="sensor"),
    )
    tell(0.9, "Keeping what was found.")
    document = json.dumps(analysis.to_dict(), ensure_ascii=False, allow_nan=False)
    (folder / "assessment.json").write_text(document, encoding="utf-8")
    save_value(analysis, folder / "analysis.npz")
    summary, km = analysis.summary, analysis.summary.distance_km
    values = {
        "start": None if summary.start is None else summary.start.isoformat(),
        "distance_m": None if km is None else 1000.0 * km,
        "duration_s": summary.timer_s,
        "sport": analysis.run.sport,
        "is_of_watch": analysis.run.kind != SENSOR_KIND,
        "says_something": analysis.assessment.says_something,
    }
    files = {ASSESSMENT: ["assessment.json", JSON], ANALYSIS: ["analysis.npz", ARRAYS]}
    return {"values": values, "files": files}
