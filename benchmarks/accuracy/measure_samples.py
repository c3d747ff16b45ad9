"""One measure of one clip and leg beside its truth: what every table of measures and every stated error is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evenstride.model import Measure
from evenstride.model.gait import Side

TrueMeasures = Mapping[tuple[str, Side | None], float]


@dataclass(frozen=True)
class MeasureSample:
    """A measure of one clip and leg.

    Attributes
    ----------
    clip, runner : name of the clip; the body (rendered) or runner (laboratory) that is left out together.
    material : ``rendered`` or ``lab``. view : ``side`` or ``rear``.
    side : the runner's own, None for the whole body. leg : ``near`` or ``far`` in side views, the side in rear views,
        ``both`` for the whole body.
    value : None where refused, ``reason`` then says why. condition : how it was filmed, where that is varied.
    true_value : in the measure's unit.
    standard_error : as stated by the product; ``step_error`` the part of it that the scatter of steps gives.
    """

    clip: str
    runner: str
    material: str
    view: str
    fps: float
    measure_id: str
    side: Side | None
    leg: str
    value: float | None
    true_value: float
    standard_error: float | None
    step_error: float
    n_steps: int
    status: str
    reason: str = ""
    condition: str = ""

    @property
    def error(self) -> float | None:
        """Found minus true; None where refused."""
        return None if self.value is None else self.value - self.true_value

    @property
    def is_covered(self) -> bool | None:
        """Whether the stated 95 % interval holds the truth; None where there is no interval."""
        if self.error is None or self.standard_error is None:
            return None
        return abs(self.error) <= 1.96 * self.standard_error


def samples_of(
    measures: Iterable[Measure],
    truth: TrueMeasures,
    *,
    clip: str,
    runner: str,
    material: str,
    view: str,
    fps: float,
    legs: Mapping[Side, str],
    condition: str = "",
) -> Iterator[MeasureSample]:
    """Every measure that has a truth, refused ones included; ``legs`` names each side's leg."""
    for measure in measures:
        true_value = truth.get((measure.id, measure.side))
        if true_value is None:
            continue
        yield MeasureSample(
            clip=clip,
            runner=runner,
            material=material,
            view=view,
            fps=fps,
            measure_id=measure.id,
            side=measure.side,
            leg="both" if measure.side is None else legs[measure.side],
            value=measure.number,
            true_value=true_value,
            standard_error=measure.standard_error,
            step_error=(measure.sd_between_steps or 0.0) / max(measure.n_steps, 1) ** 0.5,
            n_steps=measure.n_steps,
            status=measure.status,
            reason=measure.reasons[0] if measure.reasons else "",
            condition=condition,
        )
