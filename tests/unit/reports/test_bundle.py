"""The modules can be joined into one: no name twice, no import left."""

from __future__ import annotations

import re
from collections import Counter

from evenstride.reports.bundle import (
    CLIP_ENTRY,
    PLAN_STYLE_SHEETS,
    RUN_ENTRY,
    RUN_STYLE_SHEETS,
    STATIC,
    STILL_ENTRY,
    entries_of,
    modules_in_order,
    script_text,
    style_text,
)

ALL_ENTRIES = (CLIP_ENTRY, STILL_ENTRY, RUN_ENTRY)
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


def test_every_module_and_style_sheet_of_the_folder_is_used() -> None:
    assert set(modules_in_order(*ALL_ENTRIES)) == {path.name for path in STATIC.glob("*.js")}
    assert {*RUN_STYLE_SHEETS, *PLAN_STYLE_SHEETS} == {path.name for path in STATIC.glob("*.css")}


def test_a_module_comes_after_those_it_imports() -> None:
    order = modules_in_order(*ALL_ENTRIES)
    for place, name in enumerate(order):
        imported = re.findall(r'from "\./([\w.]+)"', (STATIC / name).read_text(encoding="utf-8"))
        assert all(order.index(other) < place for other in imported)


def test_no_two_modules_share_a_top_level_name() -> None:
    counts = Counter(TOP_LEVEL.findall(script_text(ALL_ENTRIES)))
    assert {name: count for name, count in counts.items() if count > 1} == {}


def test_joined_script_neither_imports_nor_exports() -> None:
    assert not re.search(r"^\s*(?:import|export)\b", script_text(ALL_ENTRIES), re.MULTILINE)
    assert "eval(" not in script_text(ALL_ENTRIES)


def test_neither_script_nor_style_can_end_its_own_element() -> None:
    assert "</" not in script_text(ALL_ENTRIES)
    assert "</" not in style_text(RUN_STYLE_SHEETS)


def test_a_page_carries_only_the_modules_of_what_stands_on_it() -> None:
    clip, run, both = (entries_of(has_clips=c, has_run=r) for c, r in ((True, False), (False, True), (True, True)))
    assert "run_charts.js" not in modules_in_order(*clip)
    assert "skeleton.js" not in modules_in_order(*run)
    assert set(modules_in_order(*both)) >= {"run_charts.js", "skeleton.js"}
