"""Balls, rollers, bands, walls and what else a movement needs, placed by the body and drawn as layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.reports.figures.camera import UNITS_PER_M, View
from evenstride.reports.figures.kinematics import Points
from evenstride.reports.figures.mannequin import Layer
from evenstride.reports.figures.palettes import Palette
from evenstride.reports.figures.shapes import XY, capsule, polygon, polyline
from evenstride.reports.figures.timeline import Frame, roll_at

if TYPE_CHECKING:
    from evenstride.knowledge.schema.movement import Prop

Vector = NDArray[np.float64]

#: Sizes in metres, ours: common sizes in the shops.
PROP_RADII_M = {"lacrosse_ball": 0.032, "small_ball": 0.085, "foam_roller": 0.07}
SEAT_HEIGHT_M = 0.45
STEP_HEIGHT_M = 0.15
TABLE_THICKNESS_M = 0.07
_HALF_ROLLER_M = 0.17
_MAT_MARGIN_M = 0.12
_SEGMENT_ENDS = {
    "trunk": ("mid_shoulder", "mid_hip"),
    **{f"{side}_thigh": (f"{side}_hip", f"{side}_knee") for side in ("left", "right")},
    **{f"{side}_shank": (f"{side}_knee", f"{side}_ankle") for side in ("left", "right")},
}


def prop_place_m(prop: Prop, points: Points, phase: float) -> Vector:
    """Where a prop's middle is in the room (3,), metres, for a body in a pose."""
    if prop.at in _SEGMENT_ENDS:
        upper, lower = (points[name] for name in _SEGMENT_ENDS[prop.at])
        along = roll_at(prop, phase)
        place = (1 - along) * upper + along * lower
    else:
        place = points[prop.at]
    place = place + np.array(prop.offset_m)
    if prop.on_floor:
        place[1] = PROP_RADII_M.get(prop.kind, 0.0)
    return place


def prop_places_m(prop: Prop, frames: Sequence[Frame]) -> tuple[Vector, ...]:
    """Where a prop is in every frame; one that is fixed stays where it is in the first."""
    if prop.is_fixed:
        return (prop_place_m(prop, frames[0].points, 0.0),) * len(frames)
    return tuple(prop_place_m(prop, frame.points, frame.phase) for frame in frames)


def prop_layers(
    prop: Prop,
    places: Sequence[Vector],
    frames: Sequence[Frame],
    view: View,
    palette: Palette,
    depth: float,
    *,
    below_m: float = 0.0,
) -> list[Layer]:
    """A prop in every frame, at the depth of what it belongs to; the floor may lie below what carries the body."""
    if prop.kind in PROP_RADII_M:
        return _round(prop, places, view, palette, depth)
    if prop.kind == "band":
        return _band(places, frames, view, palette)
    if prop.kind in ("wall", "chair", "step", "pad", "block", "table"):
        solids = _solids(prop, places[0], below_m)
        return [_solid(prop.kind, place_lines, view, palette, len(frames)) for place_lines in solids]
    return []


def floor_layer(frames: Sequence[Frame], view: View, palette: Palette, *, is_mat: bool, below_m: float = 0.0) -> Layer:
    """The floor below the whole movement: a mat with corners, or a round patch."""
    xs = [point[0] for frame in frames for name, point in frame.points.items() if name != "nose"]
    zs = [point[2] for frame in frames for name, point in frame.points.items() if name != "nose"]
    if is_mat:
        corners = _rectangle(min(xs), max(xs), min(zs), max(zs), _MAT_MARGIN_M)
    else:
        points = [p for frame in frames for p in frame.points.values()]
        corners = _ellipse([p for p in points if p[1] < 0.2])
    corners = [corner - np.array([0.0, below_m, 0.0]) for corner in corners]
    return Layer("floor", palette.mat, -1e9, (polygon(_seen(corner, view) for corner in corners),) * len(frames))


def _round(prop: Prop, places: Sequence[Vector], view: View, palette: Palette, depth: float) -> list[Layer]:
    radius = UNITS_PER_M * PROP_RADII_M[prop.kind]
    if prop.kind != "foam_roller":
        return [Layer("prop", palette.prop, depth, _capsules(places, places, radius, view))]
    across = np.array([0.0, 0.0, 1.0]) if abs(view.turn_deg) < 45 else np.array([1.0, 0.0, 0.0])
    near = [place + _HALF_ROLLER_M * across for place in places]
    far = [place - _HALF_ROLLER_M * across for place in places]
    return [
        Layer("prop", palette.prop, depth, _capsules(near, far, radius, view)),
        Layer("prop", palette.edge, depth, _capsules(near, near, 0.4 * radius, view), has_edge=False),
    ]


def _capsules(starts: Sequence[Vector], ends: Sequence[Vector], radius: float, view: View) -> tuple[str, ...]:
    pairs = zip(starts, ends, strict=True)
    return tuple(capsule(_seen(start, view), radius, _seen(end, view), radius) for start, end in pairs)


def _band(places: Sequence[Vector], frames: Sequence[Frame], view: View, palette: Palette) -> list[Layer]:
    hold = UNITS_PER_M * 0.022
    lines = []
    for place, frame in zip(places, frames, strict=True):
        ends = [_seen(frame.points[f"{side}_hand"], view) for side in ("left", "right")]
        lines.append(polyline([ends[0], _seen(place, view), ends[1]]))
    anchor = tuple(capsule(_seen(p, view), hold, _seen(p + np.array([0.05, 0.0, 0.0]), view), hold) for p in places)
    return [
        Layer("band", palette.prop, -1e8, tuple(lines), is_line=True, width=UNITS_PER_M * 0.014),
        Layer("anchor", palette.prop_line, -1e7, anchor),
    ]


def _solids(prop: Prop, place: Vector, below_m: float) -> list[list[tuple[Vector, Vector]]]:
    """The boxes (lower corner, upper corner) of a thing that stands in the room."""
    x, top, z = place

    def box(dx: float, dy: float, dz: float, size: tuple[float, float, float]) -> list[tuple[Vector, Vector]]:
        low = np.array([x + dx, dy, z + dz])
        return [(low, low + np.array(size))]

    if prop.kind == "wall":
        return [box(0.0, 0.0, -0.35, (0.05, 1.75, 0.7))]
    if prop.kind == "step":
        return [box(-0.16, 0.0, -0.3, (0.34, STEP_HEIGHT_M, 0.6))]
    if prop.kind == "block":
        return [box(-0.15, -below_m, -0.2, (0.3, top + below_m, 0.4))]
    if prop.kind == "table":
        low = top - TABLE_THICKNESS_M
        legs = [box(dx, -below_m, dz, (0.05, low + below_m, 0.05)) for dx in (-1.15, -0.1) for dz in (-0.3, 0.25)]
        return [*legs, box(-1.2, low, -0.32, (1.2, TABLE_THICKNESS_M, 0.64))]
    if prop.kind == "pad":
        return [box(-0.18, -0.0, -0.24, (0.42, 0.03, 0.48))]
    seat = box(-0.2, SEAT_HEIGHT_M - 0.04, -0.21, (0.4, 0.04, 0.42))
    legs = [box(dx, 0.0, dz, (0.03, SEAT_HEIGHT_M, 0.03)) for dx in (-0.2, 0.17) for dz in (-0.21, 0.18)]
    back = [box(-0.2, SEAT_HEIGHT_M, -0.21, (0.03, 0.45, 0.42))]
    return [*legs, seat, *back]


def _solid(kind: str, boxes: list[tuple[Vector, Vector]], view: View, palette: Palette, count: int) -> Layer:
    drawn = "".join(polygon(_outline([_seen(corner, view) for corner in _corners(*each)])) for each in boxes)
    depth = -1e6 if kind != "step" else -1e8
    return Layer(kind, palette.prop_line, depth, (drawn,) * count)


def _corners(low: Vector, high: Vector) -> list[Vector]:
    return [np.array([x, y, z]) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]


def _outline(corners: list[XY]) -> list[XY]:
    """The convex outline of points on the page (Andrew's monotone chain)."""
    ordered = sorted(set(corners))

    def half(run: list[XY]) -> list[XY]:
        hull: list[XY] = []
        for point in run:
            while len(hull) > 1 and _bend(hull[-2], hull[-1], point) <= 0:
                hull.pop()
            hull.append(point)
        return hull[:-1]

    return half(ordered) + half(ordered[::-1])


def _bend(a: XY, b: XY, c: XY) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _rectangle(x0: float, x1: float, z0: float, z1: float, margin_m: float) -> list[Vector]:
    x0, x1, z0, z1 = x0 - margin_m, x1 + margin_m, z0 - margin_m, z1 + margin_m
    return [np.array([x, 0.0, z]) for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))]


def _ellipse(points: Sequence[Vector]) -> list[Vector]:
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    middle, half = (low + high) / 2, (high - low) / 2 + 0.18
    turns = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    return [np.array([middle[0] + half[0] * np.cos(a), 0.0, middle[2] + half[2] * np.sin(a)]) for a in turns]


def _seen(point: Vector, view: View) -> XY:
    seen = view.see(point)
    return (seen.x, seen.y)
