"""The runner of one picture as a small drawing on its own: lines on the stage's dark ground, nobody's face."""

from __future__ import annotations

from evenstride.reports.clip_model import StickFigure

GROUND, ACCENT, PALE = "#0f1719", "#35e3c6", "#ffffff"
#: Widths of lines in shares of the drawing's height.
_NEAR, _FAR, _BODY = 0.016, 0.011, 0.009


EMPTY = StickFigure(crop_px=(0, 0, 80, 100), near_leg="", far_leg="", body="")


def thumbnail_svg(figure: StickFigure | None) -> str:
    """The drawing as a file, or its ground alone; attributes only, so that it looks the same under any policy."""
    figure = figure or EMPTY
    left, top, width, height = figure.crop_px
    lines = (
        (figure.body, PALE, _BODY, 'stroke-opacity="0.85"'),
        (figure.far_leg, PALE, _FAR, f'stroke-dasharray="{0.02 * height:.0f} {0.025 * height:.0f}"'),
        (figure.near_leg, ACCENT, _NEAR, ""),
    )
    drawn = "".join(
        f'<path d="{path}" stroke="{colour}" stroke-width="{share * height:.1f}" {more}/>'
        for path, colour, share, more in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}">'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{GROUND}"/>'
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{drawn}</g></svg>'
    )
