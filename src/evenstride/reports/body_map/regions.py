"""Where each muscle lies on the figure: control points of one half of the body, in the frame of `figure`.

The regions are drawn after the surface picture of common anatomy atlases: what one would see or feel through the skin,
and for deep muscles the place under which they lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from evenstride.reports.body_map.curve import Points, placed

View = Literal["front", "back", "sole"]
#: The soles are drawn larger than the figures.
SOLE_SCALE = 1.2


@dataclass(frozen=True)
class Region:
    """One muscle: the smooth closed curves of one half, and the view that shows them.

    ``is_deep`` muscles lie under others and appear only when they are marked, over what covers them.
    ``parts`` names regions that together make the group; such a region has no curves of its own.
    """

    muscle_id: str
    view: View
    curves: tuple[Points, ...] = ()
    is_deep: bool = False
    parts: tuple[str, ...] = ()


_RECTUS_ABDOMINIS: Points = (
    (1.2, 109.5),
    (8, 108.4),
    (13.8, 111.4),
    (14.2, 125),
    (13.2, 140),
    (12.6, 153),
    (10, 168),
    (5.2, 180),
    (1.2, 183),
)
_TRANSVERSUS: Points = (
    (0.3, 149.6),
    (2, 148),
    (12, 147.8),
    (20, 147),
    (26.8, 145.4),
    (27.4, 150),
    (27.8, 155),
    (21.5, 162),
    (12, 166),
    (2, 167.6),
    (0.3, 166),
    (0.3, 158),
)
_OBLIQUES: Points = (
    (16.7, 113),
    (23.7, 107.6),
    (30.9, 111),
    (29.9, 121),
    (27.2, 132.6),
    (25.5, 143.6),
    (26.4, 152),
    (28.4, 159),
    (22.7, 161.6),
    (17.1, 163),
    (15, 158),
    (15.7, 146),
    (16.4, 130),
)
_ILIOPSOAS: Points = (
    (15.2, 166),
    (20.6, 165),
    (23.6, 169),
    (21.4, 180),
    (17, 190.5),
    (12.4, 200),
    (9.4, 202.6),
    (9.6, 195),
    (11, 185),
    (12.8, 174),
)
_TENSOR: Points = (
    (28.2, 163.6),
    (31, 167),
    (33.3, 177.5),
    (33.9, 192),
    (33.6, 202),
    (31.8, 208),
    (30, 203),
    (28.6, 191),
    (26.8, 176),
    (26.2, 167),
)
_RECTUS_FEMORIS: Points = (
    (23.4, 177),
    (25.2, 179.6),
    (26.8, 191),
    (26.6, 205),
    (25.2, 220),
    (22.8, 238),
    (19.8, 251),
    (17.6, 257),
    (15.2, 250),
    (14.4, 236),
    (15.2, 216),
    (18, 198),
    (21.4, 184),
)
_VASTUS_LATERALIS: Points = (
    (29.6, 206.4),
    (31.8, 211.6),
    (33.4, 217),
    (32.2, 231),
    (29.8, 246),
    (27, 256),
    (23.8, 261.5),
    (21.4, 258.4),
    (24, 246),
    (26, 231),
    (27.2, 216),
)
_VASTUS_MEDIALIS: Points = (
    (13, 224),
    (13.2, 237),
    (14, 250),
    (15.8, 258.5),
    (14.8, 264),
    (11.2, 266),
    (8.2, 262.6),
    (6.9, 255),
    (8.1, 245),
    (10.6, 233.6),
)
_ADDUCTORS: Points = (
    (2, 198.5),
    (5.6, 195.6),
    (8.2, 200.6),
    (10.8, 204.8),
    (15, 203.4),
    (13.9, 212),
    (12.2, 222),
    (9.4, 233),
    (6.6, 244),
    (4.8, 239),
    (3.3, 226),
    (2.1, 212),
)
_PELVIC_FLOOR: Points = ((0.4, 185.4), (4.2, 185.8), (8.2, 183.4), (8.4, 188.6), (5, 191.8), (0.4, 191.4))

_RHOMBOIDS: Points = ((1.4, 77.5), (8, 80), (15.4, 83.6), (16, 94), (15.2, 106), (12, 105), (1.4, 95))
_LATISSIMUS: Points = (
    (1.4, 105),
    (11, 109.6),
    (22.7, 109),
    (29.4, 103.6),
    (34, 97.6),
    (33.4, 107),
    (30.3, 120),
    (27.6, 132),
    (25.8, 143),
    (23.7, 147.6),
    (18.5, 140.6),
    (11, 129.6),
    (5, 122.6),
    (1.4, 120),
)
_QUADRATUS: Points = ((9.4, 137), (12.4, 136.6), (16.5, 142.6), (20, 149.6), (19, 155), (12, 158), (9, 155), (9.2, 146))
_GLUTEUS_MEDIUS: Points = (
    (11.6, 163.6),
    (18.5, 159.6),
    (26.8, 160),
    (30.9, 166.4),
    (33.2, 178),
    (33, 187),
    (28.2, 181.6),
    (20.2, 172.4),
)
_GLUTEUS_MAXIMUS: Points = (
    (1.3, 173),
    (5, 167.6),
    (10, 166.4),
    (18.1, 174),
    (26.2, 182.8),
    (32.3, 190.4),
    (33, 200),
    (28.2, 206.4),
    (19.2, 209.6),
    (9, 208.8),
    (3, 203.6),
    (1.2, 193),
)
_BICEPS_FEMORIS: Points = (
    (18.7, 213.4),
    (25.5, 211.6),
    (30.9, 214.6),
    (31.4, 230),
    (29.4, 247),
    (26.8, 260.6),
    (24.6, 266),
    (21.9, 258.6),
    (20.2, 246),
    (18.4, 230),
)
_SEMITENDINOSUS: Points = (
    (4.9, 213.4),
    (10.2, 212.6),
    (16.6, 214),
    (16.8, 230),
    (16.5, 244.6),
    (13.1, 258),
    (9.7, 266),
    (7.7, 259),
    (5.5, 247.6),
    (3.9, 230),
)
_GASTROCNEMIUS_LATERAL: Points = (
    (18.2, 274),
    (21.9, 270.6),
    (26.3, 276),
    (28.5, 289),
    (27, 300),
    (23.1, 304.6),
    (19, 302.6),
    (17.9, 289),
)
_GASTROCNEMIUS_MEDIAL: Points = (
    (16.5, 274),
    (12.6, 270.6),
    (8.5, 277),
    (6.8, 291),
    (8.5, 304),
    (12.4, 309.6),
    (16.5, 306),
    (16.9, 290),
)
_SOLEUS: Points = (
    (9.4, 309.4),
    (12.6, 312.2),
    (17.2, 308.6),
    (19.9, 305.6),
    (23.8, 306.8),
    (26.3, 304.4),
    (25.3, 312),
    (22.4, 322),
    (18.7, 329.4),
    (15.8, 329.4),
    (12.1, 321.4),
)
_FOOT_INTRINSICS: Points = (
    (8.8, 8.4),
    (12.2, 8.4),
    (13.8, 17),
    (15, 27),
    (13.6, 32.6),
    (9, 34.4),
    (5.8, 32),
    (6.6, 26.4),
    (8.6, 18.6),
)

_ALL = (
    Region("rectus_abdominis", "front", (_RECTUS_ABDOMINIS,)),
    Region("obliques", "front", (_OBLIQUES,)),
    Region("transversus_abdominis", "front", (_TRANSVERSUS,), is_deep=True),
    Region("pelvic_floor", "front", (_PELVIC_FLOOR,), is_deep=True),
    Region("iliopsoas", "front", (_ILIOPSOAS,)),
    Region("tensor_fasciae_latae", "front", (_TENSOR,)),
    Region("rectus_femoris", "front", (_RECTUS_FEMORIS,)),
    Region("vastus_lateralis", "front", (_VASTUS_LATERALIS,)),
    Region("vastus_medialis", "front", (_VASTUS_MEDIALIS,)),
    Region("quadriceps", "front", parts=("rectus_femoris", "vastus_lateralis", "vastus_medialis")),
    Region("hip_adductors", "front", (_ADDUCTORS,)),
    Region("rhomboids", "back", (_RHOMBOIDS,)),
    Region("latissimus_dorsi", "back", (_LATISSIMUS,)),
    Region("quadratus_lumborum", "back", (_QUADRATUS,)),
    Region("gluteus_medius", "back", (_GLUTEUS_MEDIUS,)),
    Region("gluteus_maximus", "back", (_GLUTEUS_MAXIMUS,)),
    Region("hamstrings", "back", (_BICEPS_FEMORIS, _SEMITENDINOSUS)),
    Region("gastrocnemius", "back", (_GASTROCNEMIUS_LATERAL, _GASTROCNEMIUS_MEDIAL)),
    Region("soleus", "back", (_SOLEUS,)),
    Region("foot_intrinsics", "sole", (_FOOT_INTRINSICS,)),
)
#: By the ids of the knowledge.
REGIONS: Mapping[str, Region] = MappingProxyType({region.muscle_id: region for region in _ALL})


def drawn_regions(muscle_id: str) -> tuple[Region, ...]:
    """The regions with curves that stand for a muscle or a group; none where the figure does not show it."""
    region = REGIONS.get(muscle_id)
    if region is None:
        return ()
    return tuple(REGIONS[part] for part in region.parts) or (region,)


def drawn_curves(region: Region) -> tuple[Points, ...]:
    """The curves of the half with x > 0 at the size at which their view draws them."""
    scale = SOLE_SCALE if region.view == "sole" else 1.0
    return tuple(placed(curve, at=(0.0, 0.0), scale=scale) for curve in region.curves)
