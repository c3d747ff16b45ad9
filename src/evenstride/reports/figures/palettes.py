"""Colours of the figures: custom properties for a page, plain colours for paper."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class Palette:
    """What each part of a drawing is filled with. ``far_`` is the limb behind; ``edge`` parts what overlaps."""

    skin: str
    far_skin: str
    shirt: str
    shorts: str
    far_shorts: str
    shoe: str
    far_shoe: str
    hair: str
    prop: str
    prop_line: str
    mat: str
    arrow: str
    edge: str


_LIGHT = Palette(
    skin="#c98f6b",
    far_skin="#deb79d",
    shirt="#0f7c76",
    shorts="#2b3f57",
    far_shorts="#6a7b90",
    shoe="#1f2b33",
    far_shoe="#71808b",
    hair="#3b2c27",
    prop="#e0a526",
    prop_line="#b9c2c6",
    mat="#e4e1d8",
    arrow="#b8441a",
    edge="#ffffff",
)
_DARK = Palette(
    skin="#d9a582",
    far_skin="#a07a61",
    shirt="#2bb3a5",
    shorts="#7f96b8",
    far_shorts="#54657f",
    shoe="#dfe7ea",
    far_shoe="#87949b",
    hair="#6b5348",
    prop="#e9b949",
    prop_line="#55646a",
    mat="#2a3539",
    arrow="#ff9d6e",
    edge="#161e21",
)
_NAMES = tuple(field.name for field in fields(Palette))


def _as_properties(palette: Palette) -> Palette:
    return Palette(*(f"var({_property(name)},{colour})" for name, colour in zip(_NAMES, astuple(palette), strict=True)))


def _property(name: str) -> str:
    return f"--figure-{name.replace('_', '-')}"


def _declarations(palette: Palette) -> str:
    return " ".join(f"{_property(name)}: {colour};" for name, colour in zip(_NAMES, astuple(palette), strict=True))


#: "page" follows the custom properties that `FIGURE_STYLE` sets; the others are plain colours.
PALETTES: dict[str, Palette] = {"page": _as_properties(_LIGHT), "light": _LIGHT, "dark": _DARK, "print": _LIGHT}

#: For the page's style sheet: colours for light and dark, and the still strip where nothing should or can move.
FIGURE_STYLE = f"""\
:root {{ {_declarations(_LIGHT)} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ {_declarations(_DARK)} }} }}
.figure svg {{ display: block; width: 100%; height: auto; }}
.figure-still {{ display: none; }}
@media print, (prefers-reduced-motion: reduce) {{
  .figure-moving {{ display: none; }}
  .figure-still {{ display: block; }}
}}
"""
