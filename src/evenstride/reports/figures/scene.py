"""A movement as ordered layers in drawing units, with the rectangle that holds all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.reports.figures.body import Body
from evenstride.reports.figures.camera import UNITS_PER_M, Seen, View
from evenstride.reports.figures.mannequin import Layer, bare_foot_layer, body_layers
from evenstride.reports.figures.palettes import Palette
from evenstride.reports.figures.props import floor_layer, prop_layers, prop_places_m
from evenstride.reports.figures.shapes import path_points, polygon
from evenstride.reports.figures.timeline import Frame

if TYPE_CHECKING:
    from evenstride.knowledge.schema import PosedMovement
    from evenstride.knowledge.schema.movement import Prop

_MARGIN = 24
_CLOSE_UP_M = 0.1


@dataclass(frozen=True)
class Scene:
    """Layers from far to near, and the box (x, y, width, height) around every frame."""

    layers: tuple[Layer, ...]
    box: tuple[int, int, int, int]
    frames: tuple[Frame, ...]
    seen: tuple[dict[str, Seen], ...]
    view: View


def build_scene(movement: PosedMovement, frames: Sequence[Frame], body: Body, palette: Palette) -> Scene:
    """Everything that is drawn of a movement in some frames."""
    view = View(movement.camera.turn_deg, movement.camera.raise_deg)
    seen = [{name: view.see(point) for name, point in frame.points.items()} for frame in frames]
    if movement.shows == "foot":
        return _foot_scene(movement.works, frames, seen, view, body, palette)
    body_parts = body_layers(seen, body, palette)
    is_mat = any(prop.kind == "mat" for prop in movement.props)
    layers = [floor_layer(frames, view, palette, is_mat=is_mat, below_m=movement.floor_below_m), *body_parts]
    for prop in movement.props:
        places = prop_places_m(prop, frames)
        depth = _depth_of(prop, body_parts)
        layers += prop_layers(prop, places, frames, view, palette, depth, below_m=movement.floor_below_m)
    ordered = tuple(sorted(layers, key=lambda layer: layer.depth))
    return Scene(ordered, _box_around(ordered, seen, body), tuple(frames), tuple(seen), view)


def _foot_scene(
    side: str, frames: Sequence[Frame], seen: Sequence[dict[str, Seen]], view: View, body: Body, palette: Palette
) -> Scene:
    """A bare foot alone, large, on a strip of floor."""
    foot = bare_foot_layer(seen, side, body, palette)
    box = _close_up(seen, side)
    left, top, width, height = box
    ground = max(frame[f"{side}_{name}"].y for frame in seen for name in ("heel", "ball")) + UNITS_PER_M * 0.012
    corners = [(left, ground), (left + width, ground), (left + width, top + height), (left, top + height)]
    floor = Layer("floor", palette.mat, -1e9, (polygon(corners),) * len(frames))
    return Scene((floor, foot), box, tuple(frames), tuple(seen), view)


def _depth_of(prop: Prop, body_parts: Sequence[Layer]) -> float:
    """Just behind the limb a prop belongs to, or between the legs; a small ball sinks into what lies on it."""
    depths = {layer.group: layer.depth for layer in body_parts}
    if prop.at.startswith("mid_"):
        return (depths["left_leg"] + depths["right_leg"]) / 2
    side, _, name = prop.at.partition("_")
    if name in ("shoulder", "elbow", "wrist", "hand"):
        return depths[f"{side}_arm"] - 0.1
    return depths.get(f"{side}_leg", depths["trunk"]) + (0.1 if prop.kind == "lacrosse_ball" else -0.1)


def _box_around(layers: Sequence[Layer], seen: Sequence[dict[str, Seen]], body: Body) -> tuple[int, int, int, int]:
    """Around everything: the ends of every path, and the roundness of the body's points."""
    ends = [end for layer in layers for path in set(layer.paths) for end in path_points(path)]
    for frame in seen:
        for name in ("head", "left_hand", "right_hand", "left_toe", "right_toe", "left_hip", "right_hip"):
            point, radius = frame[name], UNITS_PER_M * body.radius_m(name)
            ends += [(round(point.x + dx * radius), round(point.y + dy * radius)) for dx in (-1, 1) for dy in (-1, 1)]
    left, top = min(x for x, _ in ends) - _MARGIN, min(y for _, y in ends) - _MARGIN
    return left, top, max(x for x, _ in ends) + _MARGIN - left, max(y for _, y in ends) + _MARGIN - top


def _close_up(seen: Sequence[dict[str, Seen]], side: str) -> tuple[int, int, int, int]:
    """Around one foot and the lower part of the shank."""
    points = [frame[f"{side}_{name}"] for frame in seen for name in ("heel", "ball", "toe")]
    reach = UNITS_PER_M * _CLOSE_UP_M
    left, right = min(p.x for p in points) - 0.8 * reach, max(p.x for p in points) + 0.8 * reach
    bottom = max(p.y for p in points) + 0.5 * reach
    height = 0.75 * (right - left)
    return round(left), round(bottom - height), round(right - left), round(height)
