"""Exchanged legs before and after the repair, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.accuracy.side_identity import SideIdentityRow
from benchmarks.accuracy.table import Table


def identity_table(rows: Sequence[SideIdentityRow]) -> Table:
    """One row per view, pattern and share of exchanged pictures, means over clips, seeds and extents."""
    keys = sorted({(row.view, row.pattern, row.injected) for row in rows}, key=lambda key: (key[0], key[2], key[1]))
    return Table(
        "Left and right exchanged on purpose",
        "Names of leg points (or of all points) exchanged over what the pose model gave on every rendered clip, then "
        "repaired by the product. Shares of pictures in which both feet lie nearer to the other foot's true place, in "
        "per cent; clips that the product then refuses are counted and left out of the last two columns.",
        ("View", "Pattern", "Exchanged %", "Clips", "Before %", "Refused", "After %", "Worst clip %"),
        tuple(_row(key, [row for row in rows if (row.view, row.pattern, row.injected) == key]) for key in keys),
        "Left and right",
    )


def _row(key: tuple[str, str, float], rows: Sequence[SideIdentityRow]) -> tuple[str, ...]:
    view, pattern, injected = key
    kept = [row.after for row in rows if not row.refused]
    after = (f"{100 * float(np.mean(kept)):.2f}", f"{100 * max(kept):.1f}") if kept else ("-", "-")
    before = f"{100 * float(np.mean([row.before for row in rows])):.1f}"
    return (view, pattern, f"{100 * injected:g}", str(len(rows)), before, str(len(rows) - len(kept)), *after)
