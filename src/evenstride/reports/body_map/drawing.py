"""The body map as SVG: the runner from the front and from behind, suspected muscles marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from evenstride.model.gait import SIDES, Side
from evenstride.reports.body_map.curve import Point, closed_path
from evenstride.reports.body_map.ground import MIRRORED, figure_ground, sole_ground
from evenstride.reports.body_map.marks import CERTAINTIES, CERTAINTY_WORDS, Certainty, Kind, MuscleMark
from evenstride.reports.body_map.palette import Palette
from evenstride.reports.body_map.patterns import marked_uses, patterns
from evenstride.reports.body_map.regions import REGIONS, Region, View, drawn_curves, drawn_regions

WIDTH, HEIGHT = 336.0, 396.0
KEY_HEIGHT = 34.0
#: Where the middle of each view stands; the soles lie between the legs of the two figures.
ORIGINS: Mapping[View, Point] = {"front": (78.0, 8.0), "back": (258.0, 8.0), "sole": (168.0, 304.0)}
KIND_WORDS: dict[Kind, str] = {"tight": "hatched: suspected tight", "weak": "dotted: suspected weak"}
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
#: What every part inherits.
SHARED = f'stroke-width=".8" stroke-linejoin="round" stroke-linecap="round" font-family="{FONT}"'

#: What is suspected of one region: kind -> certainty.
Suspicions = dict[Kind, Certainty]


def body_map_svg(
    marks: Sequence[MuscleMark], *, palette: Palette, id_prefix: str = "body-map", has_key: bool = False
) -> str:
    """The whole drawing as one ``<svg>`` element.

    Parameters
    ----------
    marks : what to mark; a mark whose muscle the figure does not show is left to the list beside the map.
    palette : `PAGE_PALETTE` follows a page's variables, `PLAIN_PALETTE` has none.
    id_prefix : must differ between maps in one document.
    has_key : whether the key stands under the figures; a page prints its own with `swatch_svg`.

    Returns
    -------
    str : presentation attributes only: no style, no script, no address, so that a strict content policy allows it.

    Notes
    -----
    In the front view the runner's right is on the viewer's left, from behind and on the soles on the viewer's right.
    """
    suspicions = suspicions_by_region(marks)
    used = _used(suspicions)
    height = HEIGHT + (KEY_HEIGHT if has_key and used else 0)
    views = "".join(_view(view, suspicions, palette=palette, id_prefix=id_prefix) for view in ORIGINS)
    key = _key(used, palette=palette, id_prefix=id_prefix) if has_key and used else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" {SHARED} role="img" '
        f'aria-labelledby="{escape(id_prefix)}-title {escape(id_prefix)}-desc">'
        f'<title id="{id_prefix}-title">Muscles to check, on a body seen from the front and from behind</title>'
        f'<desc id="{id_prefix}-desc">{escape(_description(marks), quote=False)}</desc>'
        f"<defs>{patterns(used, palette=palette, id_prefix=id_prefix)}</defs>{views}{key}</svg>"
    )


def swatch_svg(kind: Kind, certainty: Certainty, *, palette: Palette, id_prefix: str) -> str:
    """A small sample of one pattern for a key; ``id_prefix`` must differ from that of every other drawing."""
    sample = _sample("M2 2h24v12h-24z", kind, certainty, palette=palette, id_prefix=id_prefix)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true" '
        f'focusable="false"><defs>{patterns({(kind, certainty)}, palette=palette, id_prefix=id_prefix)}</defs>'
        f"{sample}</svg>"
    )


def map_key(marks: Iterable[MuscleMark], *, palette: Palette, id_prefix: str) -> tuple[tuple[str, str], ...]:
    """(sample as SVG, words) of every pattern that these marks use, for a key in text beside the map."""
    return tuple(
        (swatch_svg(kind, certainty, palette=palette, id_prefix=f"{id_prefix}-{kind}-{certainty}-key"), words)
        for kind, certainty, words in _key_rows(_used(suspicions_by_region(marks)))
    )


def suspicions_by_region(marks: Iterable[MuscleMark]) -> dict[tuple[str, Side], Suspicions]:
    """What is suspected of each drawn region on each side; of two marks alike the surer counts."""
    found: dict[tuple[str, Side], Suspicions] = {}
    for mark in marks:
        for region in drawn_regions(mark.muscle_id):
            for side in mark.sides:
                kinds = found.setdefault((region.muscle_id, side), {})
                kinds[mark.kind] = min(kinds.get(mark.kind, mark.certainty), mark.certainty, key=CERTAINTIES.index)
    return found


def is_on_viewers_right(view: View, side: Side) -> bool:
    """Whether a side of the runner lies on the viewer's right: the left from the front, the right from behind."""
    return (side == "left") == (view == "front")


def _view(view: View, suspicions: Mapping[tuple[str, Side], Suspicions], *, palette: Palette, id_prefix: str) -> str:
    """One figure, or the soles: ground, what is not marked, what is marked, deep muscles last."""
    regions = sorted((r for r in REGIONS.values() if r.view == view and r.curves), key=lambda region: region.is_deep)
    touched = [r for r in regions if any((r.muscle_id, side) in suspicions for side in SIDES)]
    untouched = [curve for r in regions if r not in touched and not r.is_deep for curve in drawn_curves(r)]
    of_side = [(r, side, suspicions.get((r.muscle_id, side))) for r in touched for side in SIDES]
    ground = sole_ground if view == "sole" else figure_ground
    halves = "".join(f'<path id="{_shape_id(r, id_prefix)}" d="{_path(r)}"/>' for r in touched)
    drawn = ground(view, untouched, palette=palette, half_id=f"{id_prefix}-{view}-half") + f"<defs>{halves}</defs>"
    drawn += "".join(_unmarked(r, side, palette, id_prefix) for r, side, found in of_side if not (found or r.is_deep))
    drawn += "".join(_halo(r, side, palette, id_prefix) for r, side, found in of_side if found and r.is_deep)
    drawn += "".join(_marked(r, side, found, palette, id_prefix) for r, side, found in of_side if found)
    x, y = ORIGINS[view]
    return f'<g data-view="{view}" transform="translate({x:g} {y:g})">{drawn}{_labels(view, palette)}</g>'


def _path(region: Region) -> str:
    return "".join(closed_path(curve) for curve in drawn_curves(region))


def _shape_id(region: Region, id_prefix: str) -> str:
    return f"{id_prefix}-{region.muscle_id}"


def _turned(region: Region, side: Side) -> str:
    """The attribute that puts the half of a region on a side."""
    return "" if is_on_viewers_right(region.view, side) else f" {MIRRORED}"


def _unmarked(region: Region, side: Side, palette: Palette, id_prefix: str) -> str:
    use = f'<use href="#{_shape_id(region, id_prefix)}"{_turned(region, side)}'
    return f'{use} fill="{palette.muscle}" stroke="{palette.fibre}"/>'


def _halo(region: Region, side: Side, palette: Palette, id_prefix: str) -> str:
    """A rim of paper that lifts a deep muscle off what covers it."""
    use = f'<use href="#{_shape_id(region, id_prefix)}"{_turned(region, side)}'
    return f'{use} fill="none" stroke="{palette.paper}" stroke-width="3.6"/>'


def _marked(region: Region, side: Side, found: Suspicions, palette: Palette, id_prefix: str) -> str:
    words = " and ".join(f"suspected {kind}" for kind in found)
    turned = _turned(region, side)
    return (
        f'<g data-muscle="{region.muscle_id}" data-side="{side}">'
        f"<title>{side.capitalize()} {region.muscle_id.replace('_', ' ')}: {words}</title>"
        + marked_uses(_shape_id(region, id_prefix), found, palette=palette, id_prefix=id_prefix, transform=turned)
        + "</g>"
    )


def _labels(view: View, palette: Palette) -> str:
    """The name of a view and the runner's sides beside it."""
    first, second = ("R", "L") if view == "front" else ("L", "R")
    if view == "sole":
        name, name_y, reach, side_y, size = "Soles", -8.0, 31.0, 34.0, 12.5
    else:
        name, name_y, reach, side_y, size = view.capitalize(), 382.0, 38.0, 36.0, 14
    texts = ((0.0, name_y, name, 12.5), (-reach, side_y, first, size), (reach, side_y, second, size))
    return "".join(_text(*text, palette=palette) for text in texts)


def _key(used: set[tuple[Kind, Certainty]], *, palette: Palette, id_prefix: str) -> str:
    """Samples of the patterns in the drawing, with words, in two columns: tight, weak."""
    pieces = []
    rows = dict.fromkeys(KIND_WORDS, 0)
    for kind, certainty, words in _key_rows(used):
        x, y = 6 + list(KIND_WORDS).index(kind) * WIDTH / 2, HEIGHT + 2 + 16 * rows[kind]
        rows[kind] += 1
        pieces.append(_sample(f"M{x:g} {y:g}h18v10h-18z", kind, certainty, palette=palette, id_prefix=id_prefix))
        pieces.append(_text(x + 23, y + 8.4, words, 8.8, palette=palette, anchor="start"))
    return f'<g data-part="key">{"".join(pieces)}</g>'


def _sample(path: str, kind: Kind, certainty: Certainty, *, palette: Palette, id_prefix: str) -> str:
    shape_id = f"{id_prefix}-sample-{kind}-{certainty}"
    uses = marked_uses(shape_id, {kind: certainty}, palette=palette, id_prefix=id_prefix)
    return f'<defs><path id="{shape_id}" d="{path}"/></defs>{uses}'


def _key_rows(used: set[tuple[Kind, Certainty]]) -> tuple[tuple[Kind, Certainty, str], ...]:
    return tuple(
        (kind, certainty, f"{words} ({CERTAINTY_WORDS[certainty]})")
        for kind, words in KIND_WORDS.items()
        for certainty in CERTAINTIES
        if (kind, certainty) in used
    )


def _used(suspicions: Mapping[tuple[str, Side], Suspicions]) -> set[tuple[Kind, Certainty]]:
    return {(kind, certainty) for found in suspicions.values() for kind, certainty in found.items()}


def _description(marks: Sequence[MuscleMark]) -> str:
    if not marks:
        return "No muscle is marked."
    kinds = [words for kind, words in KIND_WORDS.items() if any(mark.kind == kind for mark in marks)]
    return f"{'; '.join(kinds).capitalize()}. A list of the same muscles stands beside the map."


def _text(x: float, y: float, words: str, size: float, *, palette: Palette, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="{palette.ink}">{escape(words, quote=False)}</text>'
    )
