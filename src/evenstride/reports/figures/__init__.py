"""Our own drawings of the exercises, made from the joint angles in the knowledge.

`figure_svg` draws a key pose or all three, `animated_figure_svg` one that moves without script, `moving_figure_html`
both in one block. `FIGURE_STYLE` belongs once into the page's style sheet: it holds the colours for light and dark and
the rules for the classes ``figure``, ``figure-moving`` (on the screen) and ``figure-still`` (on paper, and for readers
who asked for less motion).
"""

from evenstride.reports.figures.palettes import FIGURE_STYLE, PALETTES, Palette
from evenstride.reports.figures.svg import (
    animated_figure_svg,
    figure_captions,
    figure_html,
    figure_svg,
    movement_of,
    moving_figure_html,
)

__all__ = [
    "FIGURE_STYLE",
    "PALETTES",
    "Palette",
    "animated_figure_svg",
    "figure_captions",
    "figure_html",
    "figure_svg",
    "movement_of",
    "moving_figure_html",
]
