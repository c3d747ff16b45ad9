"""The body map: our own drawing of a body with suspected-tight muscles hatched and suspected-weak ones dotted.

`marks_of` finds what to mark, `body_map_svg` draws it, `muscle_lines` says the same in words for the list beside it.
"""

from __future__ import annotations

from evenstride.reports.body_map.drawing import body_map_svg, map_key, swatch_svg
from evenstride.reports.body_map.marks import MuscleLine, MuscleMark, marks_of, marks_of_answers, muscle_lines
from evenstride.reports.body_map.palette import PAGE_PALETTE, PLAIN_PALETTE, Palette

__all__ = [
    "PAGE_PALETTE",
    "PLAIN_PALETTE",
    "MuscleLine",
    "MuscleMark",
    "Palette",
    "body_map_svg",
    "map_key",
    "marks_of",
    "marks_of_answers",
    "muscle_lines",
    "swatch_svg",
]
