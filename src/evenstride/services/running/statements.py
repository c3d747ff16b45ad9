"""What a kept run says about tiring, in one sentence, out of its document."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from evenstride.errors import InputError
from evenstride.io.value_json import value_from_plain
from evenstride.model.drift import Onset
from evenstride.reports.run.run_words import NO_STATEMENT, onset_headline

NOT_SOUGHT = "Onset of tiring: not sought."
NONE_TOLD = "Onset of tiring: none is told."
#: Places on the way; JSON has none where the file has no distance.
_PLACES = ("km", "km_low", "km_high")


@lru_cache(maxsize=2048)
def drift_statement(path: Path) -> str:
    """The sentence of a document; a path names its content, so that it is read once. Empty where it holds no run."""
    try:
        document = json.loads(path.read_bytes())
        fatigue = document["run"]["fatigue"]
        return _statement(fatigue)
    except (OSError, ValueError, KeyError, TypeError, InputError):
        return ""


def _statement(fatigue: Mapping[str, Any]) -> str:
    if not fatigue["makes_statement"]:
        return NO_STATEMENT
    index = fatigue["index"]
    if index is None:
        return NOT_SOUGHT
    if index["onset"] is None:
        return NONE_TOLD
    plain = {**index["onset"], **{place: index["onset"][place] for place in _PLACES}}
    onset = value_from_plain(
        Onset, {name: 0.0 if plain[name] is None else plain[name] for name in plain}, where="onset"
    )
    unknown = {place: math.nan for place in _PLACES if plain[place] is None}
    return onset_headline(Onset(**{**vars(onset), **unknown}))
