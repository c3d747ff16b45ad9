"""How a recording was made, in words: what it can be compared with depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_VIEWS = {"left": "left side", "right": "right side", "rear": "from behind", "front": "from the front"}
_SURFACES = {"treadmill": "treadmill", "overground": "over ground"}
_DEVICES = {"run": "watch", "imu": "sensor", "lab": "laboratory", "video": "clip", "keypoints": "keypoints"}


@dataclass(frozen=True)
class RecordedAs:
    """View, ground and shoes of an assessment's recordings; empty where not known."""

    devices: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    shoes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it: ``clip, right side, treadmill, shoes Road blue``."""
        shoes = f"shoes {' and '.join(self.shoes)}" if self.shoes else ""
        parts = [" and ".join(each) for each in (self.devices, self.views, self.surfaces)]
        return ", ".join(part for part in (*parts, shoes) if part)


def recorded_as(document: Mapping[str, Any], *, kinds: tuple[str, ...], shoes: tuple[str, ...]) -> RecordedAs:
    """From the assessment's document.

    Parameters
    ----------
    kinds : of its recordings as they are kept.
    shoes : names of the shoes worn.
    """
    recordings = document.get("recordings", ())
    return RecordedAs(
        devices=_once(_DEVICES.get(kind, "") for kind in kinds),
        views=_once(_VIEWS.get(str(each.get("view")), "") for each in recordings),
        surfaces=_once(_SURFACES.get(str(each.get("surface")), "") for each in recordings),
        shoes=_once(shoes),
    )


def _once(words: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
