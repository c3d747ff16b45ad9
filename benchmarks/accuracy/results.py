"""Everything one run of the benchmark found, for the tables, the page's first lines and the limits page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from benchmarks.accuracy.camera_tilt import TiltRow
from benchmarks.accuracy.lab import LabScores
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.persistent_error import left_one_out, without_correction
from benchmarks.accuracy.real import Promise
from benchmarks.accuracy.rendered import RenderedScores
from benchmarks.accuracy.side_identity import SideIdentityRow
from benchmarks.accuracy.table import Table
from evenstride.gait.keypoint_habits import habits_of

OWN_MODEL = "blazepose"


@dataclass(frozen=True)
class Results:
    """Parts that were not asked for are None or empty.

    ``side`` and ``rear`` hold the measures of laboratory runs; those of rendered clips are in ``rendered``. ``halves``
    are two stretches of each laboratory run. ``further`` are tables of parts with a page of their own.
    """

    lab: LabScores | None = None
    side: Sequence[MeasureSample] = ()
    halves: Sequence[MeasureSample] = ()
    rear: Sequence[MeasureSample] = ()
    rendered: RenderedScores | None = None
    identity: Sequence[SideIdentityRow] = ()
    tilt: Sequence[TiltRow] = ()
    promises: Sequence[Promise] = ()
    further: Sequence[Table] = field(default_factory=tuple)

    @cached_property
    def side_samples(self) -> list[MeasureSample]:
        """Side-view measures of rendered clips and laboratory runs, as the product states them."""
        return [*self._rendered("side"), *self.side]

    @cached_property
    def rear_samples(self) -> list[MeasureSample]:
        """Measures from behind, of rendered clips and laboratory runs."""
        return [*self._rendered("rear"), *self.rear]

    @cached_property
    def side_left_one_out(self) -> list[MeasureSample]:
        """`side_samples` with correction and standard error from all other bodies and runners."""
        shipped = habits_of(OWN_MODEL).errors.get("both", {})
        scales = {measure_id: error.scale for measure_id, error in shipped.items()}
        return left_one_out([without_correction(sample, scales) for sample in self.side_samples])

    def _rendered(self, view: str) -> list[MeasureSample]:
        return [s for s in self.rendered.measures if s.view == view] if self.rendered is not None else []
