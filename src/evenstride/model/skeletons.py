"""How other skeletons name and order their keypoints, and which canonical keypoint each one is.

A layout is a tuple in the order of the source's own axis; each entry is a name of `CANONICAL_KEYPOINTS` or None for a
point that has no canonical counterpart. "Left" and "right" are the runner's own in all of them.

References
----------
BlazePose GHUM: Bazarevsky et al. 2020, arXiv:2006.10204. COCO: Lin et al. 2014, doi:10.1007/978-3-319-10602-1_48.
Halpe-26: Fang et al. 2022, doi:10.1109/TPAMI.2022.3222784. BODY_25: Cao et al. 2021, doi:10.1109/TPAMI.2019.2929257.
"""

from __future__ import annotations

from collections.abc import Iterable

from evenstride.model.pose_track import CANONICAL_KEYPOINTS

Layout = tuple[str | None, ...]


def _pairs(*points: str) -> Layout:
    return tuple(f"{side}_{point}" for point in points for side in ("left", "right"))


#: 33 points; the middle eye point stands for the eye, fingers and mouth are left out.
BLAZEPOSE_33: Layout = (
    "nose",
    *(None, "left_eye", None),
    *(None, "right_eye", None),
    "left_ear",
    "right_ear",
    *(None, None),
    *_pairs("shoulder", "elbow", "wrist"),
    *(None,) * 6,
    *_pairs("hip", "knee", "ankle", "heel", "toe"),
)

COCO_17: Layout = ("nose", *_pairs("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"))

#: COCO and then head, neck, middle of the hips, big toes, small toes, heels. The big toe stands for the toe.
HALPE_26: Layout = (*COCO_17, None, None, None, "left_toe", "right_toe", None, None, "left_heel", "right_heel")

#: OpenPose BODY_25. The big toe stands for the toe.
BODY_25: Layout = (
    "nose",
    None,
    *("right_shoulder", "right_elbow", "right_wrist"),
    *("left_shoulder", "left_elbow", "left_wrist"),
    None,
    *("right_hip", "right_knee", "right_ankle"),
    *("left_hip", "left_knee", "left_ankle"),
    *("right_eye", "left_eye", "right_ear", "left_ear"),
    *("left_toe", None, "left_heel"),
    *("right_toe", None, "right_heel"),
)

#: Layouts by number of points, for files that give points without names.
LAYOUT_OF_COUNT: dict[int, Layout] = {17: COCO_17, 25: BODY_25, 26: HALPE_26, 33: BLAZEPOSE_33}

#: Other tools' words for a canonical point, side taken off, in small letters without separators.
_SYNONYMS = {
    "bigtoe": "toe",
    "footindex": "toe",
    "toetip": "toe",
    "calcaneus": "heel",
}


def canonical_name(name: str) -> str | None:
    """The canonical keypoint another tool's name means, None where there is none.

    Knows ``left_big_toe``, ``LBigToe``, ``RHip``, ``left foot index`` and the like.

    Examples
    --------
    >>> canonical_name("LBigToe"), canonical_name("right_hip"), canonical_name("neck")
    ('left_toe', 'right_hip', None)
    """
    letters = "".join(c for c in name if c.isalnum())
    lower = letters.lower()
    if lower in CANONICAL_KEYPOINTS:
        return lower
    for side in ("left", "right"):
        initial = side[0].upper()
        if lower.startswith(side):
            point = lower[len(side) :]
        elif letters[:1] == initial and letters[1:2].isupper():
            point = lower[1:]
        else:
            continue
        candidate = f"{side}_{_SYNONYMS.get(point, point)}"
        return candidate if candidate in CANONICAL_KEYPOINTS else None
    return None


def layout_of_names(names: Iterable[str]) -> Layout:
    """The layout of a source that names its points."""
    return tuple(canonical_name(name) for name in names)


def canonical_columns(layout: Layout) -> tuple[tuple[str, ...], list[int]]:
    """Canonical names in canonical order, and the place of each in the source's axis (the first one, where doubled)."""
    names = tuple(name for name in CANONICAL_KEYPOINTS if name in layout)
    return names, [layout.index(name) for name in names]
