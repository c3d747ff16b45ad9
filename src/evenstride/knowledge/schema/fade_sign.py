"""What a watch shows when a runner tires: one quantity, its direction, its weight, and why."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import Evidence, Listed, MeasureId, Quantity, Sourced, Text


class RunEffect(Sourced):
    """How a quantity goes with speed or slope within one run, before that run is asked: mean and spread over runs."""

    mean: float
    sd: Annotated[float, Field(gt=0)]


class FadeSign(Listed):
    """One quantity of a run; ``id`` is its name in a recording.

    ``when_fading`` says which way it goes as the muscles of the back of the body tire, ``weight`` how much it counts in
    the fade index (0: shown, not counted). ``device_noise`` is the standard deviation of a bin that a device and steady
    running leave, in per cent (balances: percentage points).

    On the logarithm of the quantity (balances: on percentage points): ``speed_effect`` for each e-fold of speed, that
    is the exponent in quantity ~ speed^exponent; ``speed_curvature`` for its square; ``uphill`` and ``downhill`` for
    each per cent of slope up and (counted negative) down. ``follows_cadence``: cadence is taken out as well.
    """

    name: Text
    scale: Literal["ratio", "balance"]
    when_fading: Literal["rises", "falls", "says_nothing"]
    weight: Annotated[float, Field(ge=0, le=1)]
    weight_reason: Text
    device_noise: Quantity
    speed_effect: RunEffect
    speed_curvature: RunEffect
    uphill: RunEffect
    downhill: RunEffect
    follows_cadence: bool = False
    measure: MeasureId | None = None
    evidence: Evidence

    @model_validator(mode="after")
    def _counts_only_with_a_direction(self) -> Self:
        if self.weight > 0 and self.when_fading == "says_nothing":
            raise ValueError("a quantity that says nothing has weight 0")
        return self


class RatioBand(Sourced):
    """A band of run distance over the longest run of the last 30 days, and what went with it in the study.

    ``up_to`` None: no upper end. ``hazard_ratio`` with its 95 % interval, None for the band compared with.
    """

    id: Text
    name: Text
    up_to: float | None = None
    hazard_ratio: float | None = None
    low: float | None = None
    high: float | None = None


class LoadRule(Listed):
    """A rule about training load: its bands, the sentence for one run, and what it cannot say.

    ``sentence`` has the places {longer_pct} and {more_pct}. A rule without bands is one we do not use, with its reason.
    """

    name: Text
    used: bool
    bands: tuple[RatioBand, ...] = ()
    sentence: Text | None = None
    within_sentence: Text | None = None
    caveats: tuple[Text, ...]
    evidence: Evidence

    @model_validator(mode="after")
    def _used_rules_have_bands(self) -> Self:
        if self.used != bool(self.bands) or self.used != (self.sentence is not None):
            raise ValueError("a rule in use has bands and a sentence, one that is not has neither")
        if self.bands and [b.up_to is None for b in self.bands] != [False] * (len(self.bands) - 1) + [True]:
            raise ValueError("every band but the last has an upper end")
        return self
