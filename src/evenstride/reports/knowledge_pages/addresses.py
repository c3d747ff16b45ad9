"""Where an entry of the knowledge stands in the rendered folder."""

from __future__ import annotations

import posixpath

#: Kinds with a page for each entry -> their folder.
FOLDER_OF_KIND = {
    "finding": "findings",
    "exercise": "exercises",
    "measure": "measures",
    "screen": "screens",
    "muscle": "muscles",
    "cue": "cues",
}
#: Kinds whose entries stand on one page, under an anchor each.
PAGE_OF_KIND = {
    "claim": "claims.md",
    "red_flag": "red_flags.md",
    "plan_rule": "plan_rules.md",
    "injury": "complaints.md",
    "reference": "references.md",
}
INDEX = "index.md"


def page_path(kind: str, identifier: str) -> str:
    """The page of an entry inside the folder."""
    return f"{FOLDER_OF_KIND[kind]}/{identifier}.md"


def index_path(kind: str) -> str:
    """The list of all entries of a kind that has a page for each."""
    return f"{FOLDER_OF_KIND[kind]}/{INDEX}"


def address(kind: str, identifier: str, *, seen_from: str) -> str:
    """The relative address of an entry, or of a page by its path, as a page at ``seen_from`` writes it.

    Examples
    --------
    >>> address("exercise", "calf_raise", seen_from="findings/hip_drop.md")
    '../exercises/calf_raise.md'
    >>> address("reference", "chan2018", seen_from="claims.md")
    'references.md#chan2018'
    """
    if kind == "page":
        target, anchor = identifier, ""
    elif kind in FOLDER_OF_KIND:
        target, anchor = page_path(kind, identifier), ""
    else:
        target, anchor = PAGE_OF_KIND[kind], f"#{identifier}"
    return posixpath.relpath(target, posixpath.dirname(seen_from) or ".") + anchor
