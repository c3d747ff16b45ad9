"""What the marks stand on: skin, muscles that are not marked, fine lines. One half is written, the other mirrors it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evenstride.reports.body_map import figure
from evenstride.reports.body_map.curve import Point, Points, closed_path, mirrored, open_path, placed
from evenstride.reports.body_map.palette import Palette
from evenstride.reports.body_map.regions import SOLE_SCALE, View

MIRRORED = 'transform="scale(-1 1)"'


def figure_ground(view: View, muscles: Sequence[Points], *, palette: Palette, half_id: str) -> str:
    """One figure without marks.

    Parameters
    ----------
    muscles : curves of one half (x > 0) that no mark covers on either side.
    half_id : id of the half in the document; its mirror image refers to it.
    """
    is_front = view == "front"
    quiet = (figure.QUIET_FRONT if is_front else figure.QUIET_BACK).values()
    paired = (figure.LINES_FRONT if is_front else figure.LINES_BACK).values()
    middle = (figure.MIDDLE_FRONT if is_front else figure.MIDDLE_BACK).values()
    half = filled([*quiet, *muscles], palette.muscle, palette.fibre) + _lines(paired, palette)
    return (
        _twice(filled([figure.EAR], palette.skin, palette.line), f"{half_id}-ear")
        + filled([_whole(figure.OUTLINE_FRONT if is_front else figure.OUTLINE_BACK)], palette.skin, palette.line)
        + filled([_whole(figure.HEAD if is_front else figure.HEAD_BACK)], palette.skin, palette.line)
        + _twice(half, half_id)
        + _lines(middle, palette)
    )


def sole_ground(view: View, muscles: Sequence[Points], *, palette: Palette, half_id: str) -> str:
    """Both soles without marks; parameters as for `figure_ground`."""
    del view
    sole = placed(figure.SOLE, at=(0, 0), scale=SOLE_SCALE)
    toes = "".join(
        f'<circle cx="{SOLE_SCALE * x:.1f}" cy="{SOLE_SCALE * y:.1f}" r="{SOLE_SCALE * radius:.1f}" '
        f'fill="{palette.skin}" stroke="{palette.line}"/>'
        for x, y, radius in figure.TOES
    )
    quiet = filled(muscles, palette.muscle, palette.fibre) if muscles else ""
    return _twice(toes + filled([sole], palette.skin, palette.line) + quiet, half_id)


def filled(curves: Iterable[Points], fill: str, stroke: str) -> str:
    """Closed curves as one path."""
    path = "".join(closed_path(curve) for curve in curves)
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}"/>'


def _lines(lines: Iterable[Points], palette: Palette) -> str:
    path = "".join(open_path(line) for line in lines)
    return f'<path d="{path}" fill="none" stroke="{palette.fibre}"/>'


def _twice(half: str, half_id: str) -> str:
    return f'<g id="{half_id}">{half}</g><use href="#{half_id}" {MIRRORED}/>'


def _whole(half: Points) -> Points:
    """The closed outline of both halves; points in the middle (x = 0) stand once."""
    other: list[Point] = [point for point in reversed(mirrored(half)) if point[0]]
    return (*half, *other)
