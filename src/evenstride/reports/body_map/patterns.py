"""How a suspicion looks: hatched for tight, dotted for weak, heavier where the finding was seen than where it may be.

All patterns share one turned cell, with the dots midway between the hatch lines, so that both can lie on one muscle.
"""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.reports.body_map.marks import CERTAINTIES, KINDS, Certainty, Kind
from evenstride.reports.body_map.palette import Palette

CELL = 4.4
ANGLE_DEG = 45
HATCH_WIDTH: dict[Certainty, float] = {"present": 1.7, "possible": 0.7}
DOT_RADIUS: dict[Certainty, float] = {"present": 1.15, "possible": 0.75}
OUTLINE: dict[Certainty, str] = {
    "present": 'stroke-width="1.5"',
    "possible": 'stroke-width="1" stroke-dasharray="2.4 1.5"',
}


def pattern_id(kind: Kind, certainty: Certainty, *, id_prefix: str) -> str:
    """The id of one pattern in one drawing."""
    return f"{id_prefix}-{kind}-{certainty}"


def patterns(used: set[tuple[Kind, Certainty]], *, palette: Palette, id_prefix: str) -> str:
    """The ``<pattern>`` elements of these suspicions."""
    return "".join(
        _pattern(kind, certainty, palette=palette, id_prefix=id_prefix)
        for kind in KINDS
        for certainty in CERTAINTIES
        if (kind, certainty) in used
    )


def marked_uses(
    shape_id: str, suspicions: Mapping[Kind, Certainty], *, palette: Palette, id_prefix: str, transform: str = ""
) -> str:
    """A shape of the drawing with ground and outline of its surest suspicion, and the pattern of each."""
    surest = min(suspicions.values(), key=CERTAINTIES.index)
    leading = next(kind for kind in KINDS if suspicions.get(kind) == surest)
    ground = getattr(palette, f"{leading}_wash") if surest == "present" else palette.paper
    use = f'<use href="#{shape_id}"{transform}'
    return f'{use} fill="{ground}" stroke="{getattr(palette, leading)}" {OUTLINE[surest]}/>' + "".join(
        f'{use} fill="url(#{pattern_id(kind, suspicions[kind], id_prefix=id_prefix)})"/>'
        for kind in KINDS
        if kind in suspicions
    )


def _pattern(kind: Kind, certainty: Certainty, *, palette: Palette, id_prefix: str) -> str:
    return (
        f'<pattern id="{pattern_id(kind, certainty, id_prefix=id_prefix)}" width="{CELL:g}" height="{CELL:g}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({ANGLE_DEG})">'
        f"{_hatch(certainty, palette) if kind == 'tight' else _dot(certainty, palette)}</pattern>"
    )


def _hatch(certainty: Certainty, palette: Palette) -> str:
    width = HATCH_WIDTH[certainty]
    return f'<rect x="{CELL / 4 - width / 2:g}" width="{width:g}" height="{CELL:g}" fill="{palette.tight}"/>'


def _dot(certainty: Certainty, palette: Palette) -> str:
    return f'<circle cx="{0.75 * CELL:g}" cy="{CELL / 2:g}" r="{DOT_RADIUS[certainty]:g}" fill="{palette.weak}"/>'
