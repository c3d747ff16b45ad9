"""Made-up laboratory files for tests: TRC and MOT as text, and the force of a runner whose contacts are known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.model.force import ForceRecording, Platform
from evenstride.model.gait import Side

Array = NDArray[np.float64]
#: Contact, step and force of the made-up runner.
CONTACT_S, STEP_S, PEAK_N = 0.25, 0.36, 1600.0
FORCE_RATE_HZ = 1000.0


def trc_text(markers: Mapping[str, Array], *, rate_hz: float = 100.0, start_s: float = 0.0, units: str = "mm") -> str:
    """A TRC file with tabs and blanks in gaps; positions in metres are written in ``units``."""
    scale = {"mm": 1000.0, "cm": 100.0, "m": 1.0}[units]
    count = len(next(iter(markers.values())))
    labels = "\t\t\t".join(markers)
    axes = "\t".join(f"{axis}{i + 1}" for i in range(len(markers)) for axis in "XYZ")
    rows = []
    for frame in range(count):
        cells = [str(frame + 1), f"{start_s + frame / rate_hz:.6f}"]
        for track in markers.values():
            cells += ["" if np.isnan(value) else f"{scale * value:.6f}" for value in track[frame]]
        rows.append("\t".join(cells))
    head = [
        "PathFileType\t4\t(X/Y/Z)\tmade_up.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate_hz:g}\t{rate_hz:g}\t{count}\t{len(markers)}\t{units}\t{rate_hz:g}\t1\t{count}",
        f"Frame#\tTime\t{labels}\t\t",
        f"\t\t{axes}",
        "",
    ]
    return "\n".join([*head, *rows]) + "\n"


def mot_text(columns: Mapping[str, Array], time_s: Array, *, head: str = "version=1\ninDegrees=yes\nendheader") -> str:
    """A MOT file with tabs."""
    rows = zip(time_s, *columns.values(), strict=True)
    lines = ["\t".join(f"{value:.6f}" for value in row) for row in rows]
    return "\n".join(["made_up", head, "\t".join(["time", *columns]), *lines]) + "\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def contacts_of(steps: int, *, first_s: float = 0.2) -> Array:
    """(contact, 2) start and end of the made-up runner's contacts, the left foot first."""
    starts = first_s + STEP_S * np.arange(steps)
    return np.stack([starts, starts + CONTACT_S], axis=1)


def bell_n(time_s: Array, contacts: Array, peak_n: float = PEAK_N) -> Array:
    """(time,) half a sine over every contact."""
    force_n = np.zeros(len(time_s))
    for start_s, end_s in contacts:
        inside = (time_s >= start_s) & (time_s <= end_s)
        force_n[inside] += peak_n * np.sin(np.pi * (time_s[inside] - start_s) / (end_s - start_s))
    return force_n


def made_up_force(steps: int = 20, *, per_foot: bool = False, axis: int = 1, sign: float = 1.0) -> ForceRecording:
    """The force of the made-up runner on one platform, or under each foot."""
    contacts = contacts_of(steps)
    time_s = np.arange(round((contacts[-1, 1] + 0.3) * FORCE_RATE_HZ)) / FORCE_RATE_HZ

    def platform(name: str, own: Array, side: Side | None) -> Platform:
        force_n = np.zeros((len(time_s), 3))
        force_n[:, axis] = sign * bell_n(time_s, own)
        return Platform(name, force_n, side)

    if not per_foot:
        return ForceRecording(time_s, (platform("one", contacts, None),), "made_up.mot")
    feet = (platform("l", contacts[::2], "left"), platform("r", contacts[1::2], "right"))
    return ForceRecording(time_s, feet, "made_up.mot")


def foot_heights(steps: int = 20) -> tuple[dict[Side, Array], Array]:
    """Heights of both feet, low in their own contacts, and their clock."""
    contacts = contacts_of(steps)
    time_s = np.arange(round((contacts[-1, 1] + 0.3) * 100)) / 100
    heights: dict[Side, Array] = {"left": np.full(len(time_s), 0.3), "right": np.full(len(time_s), 0.3)}
    for number, (start_s, end_s) in enumerate(contacts):
        side: Side = "left" if number % 2 == 0 else "right"
        heights[side][(time_s >= start_s - 0.02) & (time_s <= end_s + 0.02)] = 0.05
    return heights, time_s
