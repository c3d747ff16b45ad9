"""The body map: every muscle in its place and on its side, both suspicions told apart, and the same said in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.knowledge.wording import forbidden_words
from evenstride.model import Finding
from evenstride.reports.body_map import (
    PAGE_PALETTE,
    PLAIN_PALETTE,
    MuscleMark,
    body_map_svg,
    figure,
    map_key,
    marks_of,
    marks_of_answers,
    muscle_lines,
    swatch_svg,
)
from evenstride.reports.body_map.curve import Points, closed_path, mirrored, polygon
from evenstride.reports.body_map.drawing import ORIGINS, suspicions_by_region
from evenstride.reports.body_map.ground import figure_ground
from evenstride.reports.body_map.regions import REGIONS, Region, drawn_regions
from evenstride.testing import synthetic_finding

SVG = "{http://www.w3.org/2000/svg}"
#: Deep muscles lie under these; every other pair shares less than the few percent below.
LIE_OVER_EACH_OTHER = {("rectus_abdominis", "transversus_abdominis"), ("obliques", "transversus_abdominis")}
SHARED_AT_MOST = 0.03
OUTSIDE_AT_MOST = 0.01
DRAWN = [region for region in REGIONS.values() if region.curves]
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def test_every_muscle_of_the_knowledge_has_a_place_on_the_figure(knowledge: Any) -> None:
    assert set(REGIONS) == set(knowledge.muscles)
    assert all(drawn_regions(muscle_id) for muscle_id in knowledge.muscles)


def test_a_group_is_drawn_as_its_parts() -> None:
    assert [r.muscle_id for r in drawn_regions("quadriceps")] == [
        "rectus_femoris",
        "vastus_lateralis",
        "vastus_medialis",
    ]


def test_an_unknown_muscle_has_no_place_and_breaks_nothing(knowledge: Any) -> None:
    mark = _mark("wing_muscle")
    assert drawn_regions("wing_muscle") == ()
    assert _marked(body_map_svg([mark], palette=PLAIN_PALETTE)) == []
    assert muscle_lines([mark], knowledge)[0].text.startswith("Left wing muscle: suspected weak")


@pytest.mark.parametrize("region", DRAWN, ids=lambda region: region.muscle_id)
def test_from_the_front_the_runners_left_is_on_the_viewers_right_and_from_behind_not(region: Region) -> None:
    on_the_viewers_right = "left" if region.view == "front" else "right"
    for side in ("left", "right"):
        svg = body_map_svg([_mark(region.muscle_id, side=side)], palette=PLAIN_PALETTE)
        x = _drawn_points(svg, region.muscle_id)[:, 0]
        middle = ORIGINS[region.view][0]
        assert (x > middle).all() if side == on_the_viewers_right else (x < middle).all()


@pytest.mark.parametrize("view", ["front", "back", "sole"])
def test_the_letters_stand_on_the_sides_of_the_runner(view: str) -> None:
    root = ET.fromstring(body_map_svg((), palette=PLAIN_PALETTE))
    group = next(g for g in root.iter(f"{SVG}g") if g.get("data-view") == view)
    x_of = {text.text: float(text.get("x", "")) for text in group.iter(f"{SVG}text")}
    assert x_of["R"] == -x_of["L"]
    assert (x_of["R"] < 0) == (view == "front")


@pytest.mark.parametrize("region", DRAWN, ids=lambda region: region.muscle_id)
def test_both_sides_are_mirror_images(region: Region) -> None:
    svg = body_map_svg([_mark(region.muscle_id, side="both")], palette=PLAIN_PALETTE)
    left, right = (_drawn_points(svg, region.muscle_id, side=side) for side in ("left", "right"))
    middle = ORIGINS[region.view][0]
    np.testing.assert_allclose(left - [middle, 0], (right - [middle, 0]) * [-1, 1], atol=1e-9)


@pytest.mark.parametrize("view", ["front", "back", "sole"])
def test_regions_of_a_view_do_not_cover_each_other(view: str) -> None:
    grid = _grid()
    covered = {region.muscle_id: _covered(region.curves, grid) for region in DRAWN if region.view == view}
    for pair in combinations(covered, 2):
        first, second = (covered[muscle_id] for muscle_id in pair)
        shared = (first & second).sum() / min(first.sum(), second.sum())
        is_known = pair in LIE_OVER_EACH_OTHER
        assert shared > SHARED_AT_MOST if is_known else shared <= SHARED_AT_MOST, (pair, shared)


@pytest.mark.parametrize("region", DRAWN, ids=lambda region: region.muscle_id)
def test_a_muscle_lies_inside_the_body(region: Region) -> None:
    outlines = {"front": figure.OUTLINE_FRONT, "back": figure.OUTLINE_BACK, "sole": figure.SOLE}
    outline = outlines[region.view]
    whole = outline if region.view == "sole" else (*outline, *reversed(mirrored(outline[:-1])))
    grid = _grid()
    muscle = _covered(region.curves, grid)
    assert muscle.sum() > 50
    assert (muscle & ~_covered([whole], grid)).sum() <= OUTSIDE_AT_MOST * muscle.sum()


def test_the_muscles_lie_where_an_atlas_has_them() -> None:
    centre = {r.muscle_id: np.concatenate([polygon(c) for c in r.curves]).mean(axis=0) for r in DRAWN}

    def outside(first: str, second: str) -> bool:
        return bool(centre[first][0] > centre[second][0] + 2)

    def above(first: str, second: str) -> bool:
        return bool(centre[first][1] < centre[second][1] - 5)

    assert outside("vastus_lateralis", "rectus_femoris")
    assert outside("rectus_femoris", "vastus_medialis")
    assert outside("rectus_femoris", "hip_adductors")
    assert outside("gluteus_medius", "gluteus_maximus")
    assert above("gluteus_medius", "gluteus_maximus")
    assert above("rectus_femoris", "vastus_medialis")
    assert above("gastrocnemius", "soleus")
    assert above("rhomboids", "latissimus_dorsi")
    assert above("latissimus_dorsi", "quadratus_lumborum")
    assert outside("obliques", "rectus_abdominis")
    assert outside("tensor_fasciae_latae", "iliopsoas")


def test_the_figure_is_seven_and_a_half_heads_tall() -> None:
    assert max(y for _, y in figure.OUTLINE_FRONT) == pytest.approx(figure.HEIGHT, abs=1)
    assert max(y for _, y in figure.HEAD) == pytest.approx(figure.HEIGHT / 7.5, abs=1)


def test_a_curve_runs_through_its_points_and_the_path_says_the_same() -> None:
    square: Points = ((0, 0), (10, 0), (10, 10), (0, 10))
    bent = polygon(square, per_piece=4)
    assert set(square) <= set(bent)
    assert _path_points(closed_path(square)) == pytest.approx(np.array([*square, square[0]]), abs=0.06)


def test_tight_is_hatched_and_weak_is_dotted() -> None:
    fills = {kind: _patterns(body_map_svg([_mark("soleus", kind=kind)], palette=PLAIN_PALETTE)) for kind in KINDS}
    assert [[child.tag for child in pattern] for pattern in fills["tight"]] == [[f"{SVG}rect"]]
    assert [[child.tag for child in pattern] for pattern in fills["weak"]] == [[f"{SVG}circle"]]


def test_a_muscle_under_both_suspicions_is_hatched_and_dotted() -> None:
    marks = [_mark("hamstrings", kind="tight"), _mark("hamstrings", kind="weak", certainty="possible")]
    svg = body_map_svg(marks, palette=PLAIN_PALETTE, id_prefix="m")
    (group,) = _marked(svg)
    assert [use.get("fill") for use in group.iter(f"{SVG}use")][1:] == [
        "url(#m-tight-present)",
        "url(#m-weak-possible)",
    ]
    assert group.findtext(f"{SVG}title") == "Left hamstrings: suspected tight and suspected weak"


@pytest.mark.parametrize("kind", ["tight", "weak"])
def test_what_was_seen_is_drawn_heavier_than_what_may_be(kind: Literal["tight", "weak"]) -> None:
    seen, possible = (
        body_map_svg([_mark("soleus", kind=kind, certainty=certainty)], palette=PLAIN_PALETTE)
        for certainty in ("present", "possible")
    )
    assert _ink_share(seen) > 1.5 * _ink_share(possible)
    assert ("stroke-dasharray" in seen, "stroke-dasharray" in possible) == (False, True)


def test_of_two_alike_the_surer_is_drawn() -> None:
    marks = [_mark("soleus", certainty="possible"), _mark("soleus", certainty="present")]
    assert suspicions_by_region(marks) == {("soleus", "left"): {"weak": "present"}}


def test_a_deep_muscle_shows_only_when_marked_and_over_what_covers_it() -> None:
    marks = [_mark("transversus_abdominis"), _mark("rectus_abdominis")]
    svg = body_map_svg(marks, palette=PLAIN_PALETTE)
    assert [group.get("data-muscle") for group in _marked(svg)] == ["rectus_abdominis", "transversus_abdominis"]
    belt = closed_path(REGIONS["transversus_abdominis"].curves[0])
    assert belt in svg
    assert belt not in body_map_svg((), palette=PLAIN_PALETTE)


@pytest.mark.parametrize("palette", [PLAIN_PALETTE, PAGE_PALETTE], ids=["plain", "page"])
def test_the_drawing_is_well_formed_titled_and_asks_for_nothing(palette: Any) -> None:
    marks = [_mark(muscle_id, side="both", kind=kind) for muscle_id in REGIONS for kind in KINDS]
    svg = body_map_svg(marks, palette=palette, has_key=True)
    root = ET.fromstring(svg)
    named = {element.get("id"): element.text for element in root.iter()}
    assert [bool(named[part]) for part in root.get("aria-labelledby", "").split()] == [True, True]
    assert not {"script", "style", "image", "foreignObject"} & {_tag(element) for element in root.iter()}
    assert not [name for e in root.iter() for name in e.attrib if name == "style" or name.startswith("on")]
    assert all(e.get("href", "#").startswith("#") for e in root.iter())
    assert len(svg) < 40_000
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_plain_colours_have_no_variables_and_page_colours_fall_back_to_them() -> None:
    marks = [_mark("soleus")]
    plain, page = (body_map_svg(marks, palette=palette) for palette in (PLAIN_PALETTE, PAGE_PALETTE))
    assert "var(" not in plain
    assert re.sub(r"var\(--body-[a-z-]+, (#[0-9a-f]{6})\)", r"\1", page) == plain


def test_no_id_of_one_map_is_in_another() -> None:
    marks = [_mark("soleus", side="both", kind="tight")]
    first, second = (body_map_svg(marks, palette=PLAIN_PALETTE, id_prefix=prefix) for prefix in ("one", "two"))
    sample = swatch_svg("tight", "present", palette=PLAIN_PALETTE, id_prefix="three")
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second, sample)]
    assert all(ids)
    assert not any(one & other for one, other in combinations(ids, 2))


def test_the_key_names_what_is_drawn_and_nothing_else() -> None:
    svg = body_map_svg([_mark("soleus", certainty="possible")], palette=PLAIN_PALETTE, has_key=True)
    key = next(g for g in ET.fromstring(svg).iter(f"{SVG}g") if g.get("data-part") == "key")
    assert [text.text for text in key.iter(f"{SVG}text")] == ["dotted: suspected weak (possible)"]


def test_the_key_in_text_has_a_sample_for_each_pattern() -> None:
    marks = [_mark("soleus"), _mark("hamstrings", kind="tight", certainty="possible"), _mark("rhomboids")]
    key = map_key(marks, palette=PLAIN_PALETTE, id_prefix="map")
    assert [words for _, words in key] == ["hatched: suspected tight (possible)", "dotted: suspected weak (seen)"]
    assert [len(_patterns(sample)) for sample, _ in key] == [1, 1]


def test_a_finding_on_one_side_marks_that_side(knowledge: Any) -> None:
    (mark, *_) = marks_of([synthetic_finding("left")], knowledge)
    assert mark == MuscleMark("iliopsoas", "left", "tight", "possible", ("Landing hard on the heel",))


def test_a_finding_without_a_side_and_equal_sides_mark_both(knowledge: Any) -> None:
    equal = [synthetic_finding("left"), synthetic_finding("right")]
    without = [replace(synthetic_finding("left"), side=None)]
    assert marks_of(equal, knowledge) == marks_of(without, knowledge)
    assert {mark.side for mark in marks_of(equal, knowledge)} == {"both"}


def test_unequal_sides_stay_apart_and_the_surer_finding_leads(knowledge: Any) -> None:
    findings = [
        _finding("hip_drop", None, "possible", weak=("gluteus_medius",)),
        _finding("crossover_gait", "right", "present", weak=("gluteus_medius",)),
    ]
    left, right = marks_of(findings, knowledge)
    assert (left.side, left.certainty, left.because) == ("left", "possible", (knowledge.findings["hip_drop"].name,))
    assert (right.side, right.certainty) == ("right", "present")
    assert right.because == (knowledge.findings["crossover_gait"].name, knowledge.findings["hip_drop"].name)


@pytest.mark.parametrize("status", ["absent", "unknown"])
def test_nothing_is_drawn_for_what_was_not_seen_or_cannot_be_told(status: Any, knowledge: Any) -> None:
    marks = marks_of([replace(synthetic_finding("left"), status=status)], knowledge)
    assert marks == marks_of_answers([("hip_drop", "left", status)], knowledge) == ()
    svg = body_map_svg(marks, palette=PLAIN_PALETTE, has_key=True)
    assert _marked(svg) == []
    assert 'data-part="key"' not in svg
    assert muscle_lines(marks, knowledge) == ()


def test_a_plan_marks_the_muscles_that_the_knowledge_suspects(knowledge: Any) -> None:
    marks = marks_of_answers([("hard_heel_landing", "right", "present"), ("no_such", None, "present")], knowledge)
    suspected = knowledge.findings["hard_heel_landing"].suspected
    assert [m.muscle_id for m in marks] == [s.muscle for s in (*suspected.tight, *suspected.weak)]
    assert {(m.side, m.certainty) for m in marks} == {("right", "present")}


def test_the_list_has_one_line_per_mark_with_the_same_content(knowledge: Any) -> None:
    marks = marks_of_answers([(finding_id, None, "present") for finding_id in knowledge.findings], knowledge)
    lines = muscle_lines(marks, knowledge)
    assert [(x.muscle_id, x.side, x.kind, x.certainty) for x in lines] == [
        (x.muscle_id, x.side, x.kind, x.certainty) for x in marks
    ]
    assert all("suspected" in line.text and not forbidden_words(line.text) for line in lines)


def test_a_line_reads_as_a_sentence(knowledge: Any) -> None:
    marks = [
        MuscleMark("vastus_lateralis", "left", "tight", "possible", ("Landing hard on the heel",)),
        MuscleMark("pelvic_floor", "both", "weak", "present", ("One thing", "Another")),
    ]
    single, paired = muscle_lines(marks, knowledge)
    assert single.text == (
        "Left vastus lateralis (outer front thigh): suspected tight, because of “landing hard on the heel” "
        "(possible); check with: prone knee bend"
    )
    assert paired.text.startswith(
        "Pelvic floor muscles, both sides: suspected weak, because of “one thing” and “another” (seen)"
    )


KINDS: tuple[Literal["tight", "weak"], ...] = ("tight", "weak")


def _mark(muscle_id: str, *, side: Any = "left", kind: Any = "weak", certainty: Any = "present") -> MuscleMark:
    return MuscleMark(muscle_id, side, kind, certainty, ("A finding",))


def _finding(finding_id: str, side: Any, status: Any, *, weak: tuple[str, ...]) -> Finding:
    base = synthetic_finding("left")
    return replace(base, id=finding_id, side=side, status=status, suspected_tight=(), suspected_weak=weak)


def _marked(svg: str) -> list[ET.Element]:
    return [group for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("data-muscle")]


def _patterns(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}pattern"))


def _tag(element: ET.Element) -> str:
    return element.tag.removeprefix(SVG)


def _ink_share(svg: str) -> float:
    """The part of its cell that the one pattern of a drawing covers."""
    (pattern,) = _patterns(svg)
    (shape,) = pattern
    cell = float(pattern.get("width", "")) * float(pattern.get("height", ""))
    if _tag(shape) == "circle":
        return float(np.pi) * float(shape.get("r", "")) ** 2 / cell
    return float(shape.get("width", "")) * float(shape.get("height", "")) / cell


def _drawn_points(svg: str, muscle_id: str, *, side: str | None = None) -> NDArray[np.float64]:
    """(point, xy) of a marked muscle in the frame of the whole drawing, read from the file itself."""
    root = ET.fromstring(svg)
    path_of = {f"#{path.get('id')}": path.get("d", "") for path in root.iter(f"{SVG}path")}
    for view in (group for group in root if group.get("data-view")):
        at = np.array([float(number) for number in NUMBER.findall(view.get("transform", ""))])
        for group in view:
            if group.get("data-muscle") == muscle_id and group.get("data-side") == (side or group.get("data-side")):
                (href,) = {use.get("href", "") for use in group.iter(f"{SVG}use")}
                (turned,) = {use.get("transform", "scale(1 1)") for use in group.iter(f"{SVG}use")}
                factor = np.array([float(number) for number in NUMBER.findall(turned)])
                pieces = path_of[href].split("z")[:-1]
                return np.concatenate([_path_points(piece) for piece in pieces]) * factor + at
    raise AssertionError(f"{muscle_id} is not drawn")


def _path_points(path: str) -> NDArray[np.float64]:
    """(point, xy) where the pieces of one curve meet."""
    start, *pieces = path.removesuffix("z").removeprefix("M").split("c")
    steps = [[float(number) for number in NUMBER.findall(piece)] for piece in pieces]
    assert all(len(step) == 6 for step in steps)
    first = [float(number) for number in NUMBER.findall(start)]
    return np.cumsum([first, *(step[4:] for step in steps)], axis=0)


def _grid() -> NDArray[np.float64]:
    """(point, xy) over one half of the figure."""
    return np.stack(np.meshgrid(np.arange(0.4, 40, 0.8), np.arange(0.4, 361, 0.8)), axis=-1).reshape(-1, 2)


def _covered(curves: Iterable[Points], grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.any([_inside(polygon(curve, per_piece=3), grid) for curve in curves], axis=0)


def _inside(corners: Sequence[tuple[float, float]], grid: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point lies in the polygon: it crosses an odd number of edges on its way to the right."""
    inside = np.zeros(len(grid), dtype=bool)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y0 != y1:
            crosses = (y0 > grid[:, 1]) != (y1 > grid[:, 1])
            inside ^= crosses & (grid[:, 0] < x0 + (grid[:, 1] - y0) * (x1 - x0) / (y1 - y0))
    return inside


def test_a_figure_without_marks_still_shows_both_halves() -> None:
    drawn = figure_ground("front", (), palette=PLAIN_PALETTE, half_id="half")
    assert 'id="half"' in drawn
    assert '<use href="#half" transform="scale(-1 1)"/>' in drawn
