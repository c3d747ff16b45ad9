"""The colours of the map, in two sets: names that a page fills in, and plain colours for everything else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Every colour the map uses.

    ``*_wash`` is the ground under a pattern, ``*`` the pattern and its outline; ``paper`` is the halo that lifts a
    deep muscle off what covers it.
    """

    skin: str
    line: str
    muscle: str
    fibre: str
    tight: str
    tight_wash: str
    weak: str
    weak_wash: str
    paper: str
    ink: str


#: For print, PDF and files: no variables. Tight is dark red, weak dark blue; in grey both stay dark.
PLAIN_PALETTE = Palette(
    skin="#f4f1ea",
    line="#7c8481",
    muscle="#e3ded3",
    fibre="#b9b3a6",
    tight="#8f2f14",
    tight_wash="#f7dccf",
    weak="#1d4f91",
    weak_wash="#d6e5f6",
    paper="#ffffff",
    ink="#182124",
)

#: For pages: the page's variables decide, and plain colours stand in where it has none.
PAGE_PALETTE = Palette(
    skin=f"var(--body-skin, {PLAIN_PALETTE.skin})",
    line=f"var(--body-line, {PLAIN_PALETTE.line})",
    muscle=f"var(--body-muscle, {PLAIN_PALETTE.muscle})",
    fibre=f"var(--body-fibre, {PLAIN_PALETTE.fibre})",
    tight=f"var(--body-tight, {PLAIN_PALETTE.tight})",
    tight_wash=f"var(--body-tight-wash, {PLAIN_PALETTE.tight_wash})",
    weak=f"var(--body-weak, {PLAIN_PALETTE.weak})",
    weak_wash=f"var(--body-weak-wash, {PLAIN_PALETTE.weak_wash})",
    paper=f"var(--body-paper, {PLAIN_PALETTE.paper})",
    ink=f"var(--body-ink, {PLAIN_PALETTE.ink})",
)
