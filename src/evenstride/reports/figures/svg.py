"""Figures as SVG text: stills, strips of three, and figures that move without a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from evenstride.reports.figures.arrows import arrow_paths
from evenstride.reports.figures.body import Body
from evenstride.reports.figures.mannequin import Layer
from evenstride.reports.figures.palettes import PALETTES, Palette
from evenstride.reports.figures.scene import Scene, build_scene
from evenstride.reports.figures.shapes import shortened
from evenstride.reports.figures.timeline import MOST_STEPS, POSE_NAMES, Frame, all_frames, key_frames

if TYPE_CHECKING:
    from typing import Literal

    from evenstride.knowledge import Knowledge
    from evenstride.knowledge.schema import Movement, PosedMovement

    Still = Literal["start", "work", "end", "strip"]

_BODY = Body()
_EDGE_WIDTH = 7
_ARROW_WIDTH = 13
_GUTTER = 40
#: A page shows a score of these; fewer frames between key poses make a figure smaller.
_MOST_BYTES = 24_500


def movement_of(knowledge: Knowledge, exercise_id: str, part_id: str | None = None) -> Movement | None:
    """The movement of an exercise or of its part; a part without one of its own shows the whole exercise's.

    None where the exercise has no movement.
    """
    own = {movement.part: movement for movement in knowledge.movements.values() if movement.exercise == exercise_id}
    return own.get(part_id, own.get(None))


def figure_html(knowledge: Knowledge, exercise_id: str, part_id: str | None = None) -> str | None:
    """`moving_figure_html` of an exercise or its part, drawn once; None where it has no movement."""
    movement = movement_of(knowledge, exercise_id, part_id)
    return None if movement is None else _drawn_once(movement)


@lru_cache(maxsize=64)
def _drawn_once(movement: PosedMovement) -> str:
    return moving_figure_html(movement)


def figure_captions(movement: PosedMovement) -> tuple[tuple[str, str], ...]:
    """(name, sentence) of start, work and end, to be printed below a strip."""
    return tuple((pose.name, pose.plain) for pose in movement.poses)


def figure_svg(movement: PosedMovement, *, still: Still = "strip", palette: Palette = PALETTES["page"]) -> str:
    """One key pose, or all three side by side, as one ``<svg>`` that names itself and refers to nothing outside."""
    frames = key_frames(movement, _BODY)
    scene = build_scene(movement, frames, _BODY, palette)
    shown = range(3) if still == "strip" else (POSE_NAMES.index(still),)
    ways = _ways(all_frames(movement, _BODY))
    x, y, width, height = scene.box
    panels = []
    for place, index in enumerate(shown):
        drawn = "".join(_still(layer, index) for layer in scene.layers) + _arrows(movement, index, ways, scene, palette)
        panels.append(f'<g transform="translate({place * (width + _GUTTER)})">{drawn}</g>' if place else drawn)
    whole = len(panels) * (width + _GUTTER) - _GUTTER
    words = [f"{pose.name}: {pose.plain}" for pose in movement.poses if still in ("strip", pose.name)]
    return _svg((x, y, whole, height), movement.name, " ".join(words), _edged("".join(panels), palette))


def animated_figure_svg(movement: PosedMovement, *, palette: Palette = PALETTES["page"]) -> str:
    """The figure moving in a loop. Only ``<animate>`` elements move it: no script, no style."""
    for most_steps in range(MOST_STEPS, 1, -1):
        drawn = _animated(movement, palette, most_steps)
        if len(drawn) <= _MOST_BYTES:
            break
    return drawn


def moving_figure_html(movement: PosedMovement, *, palette: Palette = PALETTES["page"]) -> str:
    """The moving figure and the still strip in one block; `FIGURE_STYLE` shows the one that fits the reader."""
    return (
        f'<div class="figure"><div class="figure-moving">{animated_figure_svg(movement, palette=palette)}</div>'
        f'<div class="figure-still">{figure_svg(movement, palette=palette)}</div></div>'
    )


def _animated(movement: PosedMovement, palette: Palette, most_steps: int) -> str:
    frames = all_frames(movement, _BODY, most_steps=most_steps)
    scene = build_scene(movement, frames, _BODY, palette)
    length_s = frames[-1].time_s
    key_times = ";".join(f"{frame.time_s / length_s:.3g}" for frame in frames)
    drawn = "".join(_moving(layer, key_times, length_s) for layer in scene.layers)
    words = " ".join(f"{pose.name}: {pose.plain}" for pose in movement.poses)
    return _svg(scene.box, movement.name, words, _edged(drawn, palette))


def _svg(box: Sequence[int], name: str, words: str, drawn: str) -> str:
    view_box = " ".join(str(number) for number in box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" role="img">'
        f"<title>{escape(name, quote=False)}</title><desc>{escape(words, quote=False)}</desc>{drawn}</svg>"
    )


def _still(layer: Layer, index: int) -> str:
    return f'<path {_paint(layer)} d="{shortened(layer.paths[index])}"/>'


def _moving(layer: Layer, key_times: str, length_s: float) -> str:
    if len(set(layer.paths)) == 1:
        return _still(layer, 0)
    paths = [shortened(path) for path in layer.paths]
    return (
        f'<path {_paint(layer)} d="{paths[0]}">'
        f'<animate attributeName="d" dur="{length_s:.2f}s" repeatCount="indefinite" keyTimes="{key_times}" '
        f'values="{";".join(paths)}"/></path>'
    )


def _paint(layer: Layer) -> str:
    if layer.is_line:
        line = f'stroke="{layer.fill}" stroke-width="{layer.width:g}" stroke-linejoin="round"'
        return f'fill="none" {line}'
    if layer.group == "floor":
        return f'fill="{layer.fill}" stroke="none"'
    return f'fill="{layer.fill}"' if layer.has_edge else f'fill="{layer.fill}" stroke="none"'


def _edged(drawn: str, palette: Palette) -> str:
    """Shapes with a thin edge around each in the colour of the page, so that what overlaps stays apart."""
    return f'<g stroke="{palette.edge}" stroke-width="{_EDGE_WIDTH}" paint-order="stroke">{drawn}</g>'


def _ways(frames: Iterable[Frame]) -> tuple[list[Frame], ...]:
    """The frames on the way from start to work, from work to end, and none from the end on."""
    moving = list(frames)
    to_work = [frame for frame in moving if frame.phase <= 1]
    to_end = [frame for frame in moving if 1 <= frame.phase <= 2]
    return to_work[: _first(to_work, 1) + 1], to_end[: _first(to_end, 2) + 1], []


def _first(frames: Sequence[Frame], phase: float) -> int:
    return next(index for index, frame in enumerate(frames) if frame.phase == phase)


def _arrows(movement: PosedMovement, index: int, ways: Sequence[list[Frame]], scene: Scene, palette: Palette) -> str:
    drawn = []
    for each in movement.arrows:
        is_push = each.push is not None
        way = [scene.frames[index]] if is_push else ways[index]
        if not way or (is_push and index != 1) or each.leaves not in (None, POSE_NAMES[index]):
            continue
        size = 0.28 if movement.shows == "foot" else 1.0
        paths = arrow_paths(each, [frame.points for frame in way], scene.view, size)
        if paths:
            drawn.append(_arrow(paths, palette, size))
    return "".join(drawn)


def _arrow(paths: tuple[str, str], palette: Palette, size: float) -> str:
    shaft, head = paths
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    wide, narrow = size * (_ARROW_WIDTH + 8), size * _ARROW_WIDTH
    return (
        f'<path d="{shortened(shaft + head)}" fill="none" stroke-width="{wide:g}" {ends}/>'
        f'<path d="{shortened(shaft)}" fill="none" stroke="{palette.arrow}" stroke-width="{narrow:g}" {ends}/>'
        f'<path d="{shortened(head)}" fill="{palette.arrow}" stroke="none"/>'
    )
