"""The modules can be joined into one: no name twice, no import left."""

from __future__ import annotations

import re
from collections import Counter

from evenstride.reports.bundle import PLAN_STYLE_SHEETS, STATIC, STYLE_SHEETS, modules_in_order, script_text, style_text

TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


def test_every_module_and_style_sheet_of_the_folder_is_used() -> None:
    assert set(modules_in_order()) == {path.name for path in STATIC.glob("*.js")}
    assert {*STYLE_SHEETS, *PLAN_STYLE_SHEETS} == {path.name for path in STATIC.glob("*.css")}


def test_a_module_comes_after_those_it_imports() -> None:
    order = modules_in_order()
    for place, name in enumerate(order):
        imported = re.findall(r'from "\./([\w.]+)"', (STATIC / name).read_text(encoding="utf-8"))
        assert all(order.index(other) < place for other in imported)


def test_no_two_modules_share_a_top_level_name() -> None:
    counts = Counter(TOP_LEVEL.findall(script_text()))
    assert {name: count for name, count in counts.items() if count > 1} == {}


def test_joined_script_neither_imports_nor_exports() -> None:
    assert not re.search(r"^\s*(?:import|export)\b", script_text(), re.MULTILINE)
    assert "eval(" not in script_text()


def test_neither_script_nor_style_can_end_its_own_element() -> None:
    assert "</" not in script_text()
    assert "</" not in style_text()
