"""Places of the body where something can hurt, as a diary entry names them."""

from __future__ import annotations

from evenstride.model.gait import SIDES

_ONE_EACH_SIDE = {
    "foot": "foot",
    "ankle": "ankle or Achilles tendon",
    "shin": "shin",
    "calf": "calf",
    "knee": "knee",
    "front_of_thigh": "front of the thigh",
    "back_of_thigh": "back of the thigh",
    "hip": "hip or groin",
    "buttock": "buttock",
}
#: Id to words; the sides of one place stand together.
PAIN_PLACES: dict[str, str] = {
    **{f"{side}_{place}": f"{side} {words}" for place, words in _ONE_EACH_SIDE.items() for side in SIDES},
    "lower_back": "lower back",
    "upper_body": "upper body",
}


def place_words(place: str | None) -> str:
    """The words of a place; a place of elsewhere as it is written."""
    return "" if place is None else PAIN_PLACES.get(place, place.replace("_", " "))
