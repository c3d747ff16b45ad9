"""How much of a clip a page carries: all of a usual one, the beginning of a long one, so that the file stays usable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenstride.model import PoseTrack, Preview
from evenstride.reports.numbers import fixed

#: What a page carries of a clip without a moving picture.
LONGEST_SHOWN_S = 60.0
#: A larger moving picture is left out: in base64 it is a third larger, and the file is to stay below 25 MB.
MOST_PREVIEW_BYTES = 15_000_000
#: A preview may be the beginning of a long clip, but never less than this.
SHORTEST_BEGINNING_S = 10.0


@dataclass(frozen=True)
class ShownPart:
    """The first ``picture_count`` pictures; ``words`` say what is not carried, empty when all is."""

    picture_count: int
    preview: Preview | None
    words: str


def shown_part(track: PoseTrack, preview: Preview | None, *, most_bytes: int = MOST_PREVIEW_BYTES) -> ShownPart:
    """The part of the clip that goes onto the page; the preview decides where there is one.

    Raises
    ------
    ValueError
        The preview is not in step with the track, so that a skeleton would be drawn over another picture.
    """
    if preview is not None:
        _check_in_step(track, preview)
    if preview is None or len(preview.mp4) > most_bytes:
        last_s = track.time_s[0] + LONGEST_SHOWN_S
        count = max(1, int(np.searchsorted(track.time_s, last_s, side="left")))
        return ShownPart(count, None, _words(track, count, left_out=preview is not None))
    count = len(preview.time_s)
    return ShownPart(count, preview, _words(track, count, left_out=False))


def _check_in_step(track: PoseTrack, preview: Preview) -> None:
    """Picture i of the preview shows row i of the track, also where a slow-motion clip's clock was stretched."""
    count, total = len(preview.time_s), len(track)
    if count > total or (count < total and _span_s(preview.time_s) < SHORTEST_BEGINNING_S):
        raise ValueError(
            f"Expected a preview of {total} pictures, or of at least the first {SHORTEST_BEGINNING_S:g} s; got {count}."
        )
    shown_s, row_s = preview.time_s - preview.time_s[0], track.time_s[:count] - track.time_s[0]
    if count < 2:
        return
    off_s = np.abs(row_s - shown_s * (row_s[-1] / shown_s[-1]))
    if float(off_s.max()) > float(np.median(np.diff(row_s))):
        raise ValueError("Expected a preview in step with its track; its pictures stand at other instants.")


def _words(track: PoseTrack, count: int, *, left_out: bool) -> str:
    words = []
    if left_out:
        words.append("The moving picture is left out, because it would make this file too large to handle.")
    if count < len(track):
        words.append(
            f"This page carries the first {fixed(_span_s(track.time_s[:count]), 0)} s of "
            f"{fixed(_span_s(track.time_s), 0)} s; every number rests on the whole clip."
        )
    return " ".join(words)


def _span_s(time_s: np.ndarray) -> float:
    return float(time_s[-1] - time_s[0]) if len(time_s) else 0.0
