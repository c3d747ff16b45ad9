"""The body as layers of round shapes, from far to near, one path per frame each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evenstride.reports.figures.body import Body
from evenstride.reports.figures.camera import UNITS_PER_M, Seen
from evenstride.reports.figures.palettes import Palette
from evenstride.reports.figures.shapes import capsule

SeenPoints = Mapping[str, Seen]
#: Two points with a share of the way from the first to the second where the shape begins and ends, and how thick.
Part = tuple[str, str, float, float, float]

#: A limb is drawn lighter when its root lies this share of stature behind the middle of the body.
_FAR_SHARE = 0.025


@dataclass(frozen=True)
class Layer:
    """One filled shape in every frame. ``depth`` orders layers; ``group`` is the limb or thing it belongs to."""

    group: str
    fill: str
    depth: float
    paths: tuple[str, ...]
    is_line: bool = False
    width: float = 0.0
    has_edge: bool = True


def body_layers(frames: Sequence[SeenPoints], body: Body, palette: Palette) -> list[Layer]:
    """Legs, trunk, head and arms, not yet in order."""
    layers = []
    for side in ("left", "right"):
        layers += _leg(frames, side, body, palette)
    layers += _trunk(frames, body, palette)
    for side in ("left", "right"):
        layers += _arm(frames, side, body, palette)
    return layers


def group_depth(frames: Iterable[SeenPoints], points: Sequence[str]) -> float:
    """How near a group of points is on average over a movement."""
    depths = [frame[point].depth for frame in frames for point in points]
    return sum(depths) / len(depths)


def bare_foot_layer(frames: Sequence[SeenPoints], side: str, body: Body, palette: Palette) -> Layer:
    """One foot without a shoe and its shank, for a drawing that comes close."""
    ankle, heel, arch, ball, toe = (f"{side}_{name}" for name in ("ankle", "heel", "arch", "ball", "toe"))
    foot: list[Part] = [
        (f"{side}_knee", ankle, 0.0, 1.0, 1.0),
        (ankle, heel, 0.0, 1.0, 1.0),
        (ankle, arch, 0.0, 1.0, 1.0),
        (ankle, ball, 0.0, 1.0, 1.0),
        (arch, ball, 0.0, 1.0, 1.0),
        (ball, toe, 0.0, 1.0, 1.0),
        (heel, arch, 0.0, 1.0, 1.0),
    ]
    return _layer(f"{side}_leg", palette.skin, 0.0, frames, foot, body)


def _leg(frames: Sequence[SeenPoints], side: str, body: Body, palette: Palette) -> list[Layer]:
    is_far = _is_far(frames, f"{side}_hip", "mid_hip", body)
    depth = group_depth(frames, [f"{side}_hip", f"{side}_knee", f"{side}_ankle"])
    hip, knee, ankle = (f"{side}_{name}" for name in ("hip", "knee", "ankle"))
    leg: list[Part] = [(hip, knee, 0.3, 1.0, 1.0), (knee, ankle, 0.0, 1.0, 1.0)]
    trousers: list[Part] = [(hip, knee, 0.0, 0.5, 1.1)]
    return [
        _layer(f"{side}_leg", palette.far_shoe if is_far else palette.shoe, depth, frames, _shoe(side), body),
        _layer(f"{side}_leg", palette.far_skin if is_far else palette.skin, depth, frames, leg, body),
        _layer(f"{side}_leg", palette.far_shorts if is_far else palette.shorts, depth, frames, trousers, body),
    ]


def _shoe(side: str) -> list[Part]:
    ankle, heel, ball, toe = (f"{side}_{name}" for name in ("ankle", "heel", "ball", "toe"))
    return [(ankle, heel, 0.35, 1.0, 1.0), (ankle, ball, 0.35, 1.0, 1.0), (heel, ball, 0.0, 1.0, 1.0),
            (ball, toe, 0.0, 1.0, 1.0)]  # fmt: skip


def _arm(frames: Sequence[SeenPoints], side: str, body: Body, palette: Palette) -> list[Layer]:
    is_far = _is_far(frames, f"{side}_shoulder", "mid_shoulder", body)
    shoulder, elbow, wrist, hand = (f"{side}_{name}" for name in ("shoulder", "elbow", "wrist", "hand"))
    depth = group_depth(frames, [shoulder, elbow, wrist])
    arm: list[Part] = [(shoulder, elbow, 0.3, 1.0, 1.0), (elbow, wrist, 0.0, 1.0, 1.0), (wrist, hand, 0.0, 1.0, 1.05)]
    sleeve: list[Part] = [(shoulder, elbow, 0.0, 0.42, 1.1)]
    return [
        _layer(f"{side}_arm", palette.far_skin if is_far else palette.skin, depth, frames, arm, body),
        _layer(f"{side}_arm", palette.shirt, depth, frames, sleeve, body),
    ]


def _trunk(frames: Sequence[SeenPoints], body: Body, palette: Palette) -> list[Layer]:
    depth = group_depth(frames, ["mid_hip", "mid_shoulder"])
    pelvis: list[Part] = [("left_hip", "right_hip", 0.0, 1.0, 1.05)]
    shirt: list[Part] = [
        ("left_shoulder", "right_shoulder", 0.0, 1.0, 0.95),
        *((f"{side}_chest", f"{side}_waist", 0.0, 1.0, 1.0) for side in ("left", "right")),
        ("left_waist", "right_waist", 0.0, 1.0, 1.0),
    ]
    neck: list[Part] = [("neck", "head", 0.0, 0.6, 1.0)]
    head_depth = group_depth(frames, ["head"])
    hair_is_near = group_depth(frames, ["hair"]) > head_depth + 0.5
    hair = _layer("head", palette.hair, head_depth, frames, [("hair", "head", 0.0, 0.02, 1.0)], body)
    face: list[Part] = [("head", "nose", 0.0, 1.0, 0.93)]
    head = _layer("head", palette.skin, head_depth, frames, face, body)
    head = replace(head, has_edge=False)
    return [
        _layer("trunk", palette.skin, depth, frames, neck, body),
        _layer("trunk", palette.shorts, depth, frames, pelvis, body),
        _layer("trunk", palette.shirt, depth, frames, shirt, body),
        *((head, hair) if hair_is_near else (hair, head)),
    ]


def _layer(
    group: str, fill: str, depth: float, frames: Iterable[SeenPoints], parts: Sequence[Part], body: Body
) -> Layer:
    return Layer(group, fill, depth, tuple("".join(_drawn(part, frame, body) for part in parts) for frame in frames))


def _drawn(part: Part, frame: SeenPoints, body: Body) -> str:
    first, last, begin, end, thickness = part
    a, b = frame[first], frame[last]
    a_radius, b_radius = (_radius(name, body) * thickness for name in (first, last))

    def between(share: float) -> tuple[tuple[float, float], float]:
        centre = (a.x + share * (b.x - a.x), a.y + share * (b.y - a.y))
        return centre, a_radius + share * (b_radius - a_radius)

    return capsule(*between(begin), *between(end))


def _radius(point: str, body: Body) -> float:
    return UNITS_PER_M * body.radius_m(point)


def _is_far(frames: Sequence[SeenPoints], root: str, middle: str, body: Body) -> bool:
    behind = group_depth(frames, [middle]) - group_depth(frames, [root])
    return behind > UNITS_PER_M * _FAR_SHARE * body.stature_m
