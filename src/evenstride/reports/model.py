"""The typed report: what is said, in words and rounded numbers, before any format is chosen.

HTML is made from it now; PDF and Markdown can be made from the same value. Numbers here are already rounded text,
except the clip's own data (points, curves, instants), which a page draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model import Preview
from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus

Role = Literal["near", "far"]


@dataclass(frozen=True)
class Quantity:
    """A value as it may be printed: ``number`` and its 95 % ``error`` rounded alike, ``unit`` as shown."""

    number: str
    error: str | None
    unit: str

    @property
    def text(self) -> str:
        """``168 ± 1 steps/min``."""
        number = self.number if self.error is None else f"{self.number} ± {self.error}"
        gap = "" if self.unit in {"", "°"} else "\u00a0"
        return f"{number}{gap}{self.unit}"


@dataclass(frozen=True)
class SidedQuantity:
    """A quantity of one side; ``side_words`` is empty for the whole run."""

    side_words: str
    quantity: Quantity


@dataclass(frozen=True)
class KeyNumber:
    """One of the few large numbers under the title."""

    label: str
    values: tuple[SidedQuantity, ...]
    note: str


@dataclass(frozen=True)
class VerdictLine:
    """One finding in one line."""

    finding_id: str
    status: FindingStatus
    status_words: str
    text: str


@dataclass(frozen=True)
class Header:
    """Title, the plain answer in one paragraph, what was filmed."""

    title: str
    answer: str
    clip_name: str
    created_on: str
    clip_words: str
    key_numbers: tuple[KeyNumber, ...]
    verdicts: tuple[VerdictLine, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class LegRole:
    """How one leg is drawn: the near leg solid in the accent colour, the far leg light and dashed."""

    side: Side
    role: Role
    label: str


@dataclass(frozen=True)
class StepMark:
    """One step of the timeline; instants in seconds of the clip, None where the clip does not show them."""

    side: Side
    number: int
    initial_contact_s: float
    toe_off_s: float | None
    next_same_contact_s: float | None


@dataclass(frozen=True)
class ClipData:
    """What the player draws.

    Attributes
    ----------
    time_s : (time,) the instants of the pictures on the recording's clock.
    points_px : (time, keypoint, xy) image frame, x right, y down, pixels of ``size_px``; NaN in gaps.
    visibility : (time, keypoint) 0..1.
    legs : near leg first; how each is drawn.
    preview : the clip itself; None when only keypoints came in.
    """

    time_s: NDArray[np.float64]
    points_px: NDArray[np.float64]
    visibility: NDArray[np.float64]
    keypoints: tuple[str, ...]
    size_px: tuple[int, int]
    legs: tuple[LegRole, ...]
    steps: tuple[StepMark, ...]
    preview: Preview | None


@dataclass(frozen=True)
class Curve:
    """One line of a panel: (time,) degrees, NaN in gaps. ``role`` None belongs to no leg."""

    label: str
    role: Role | None
    angle_deg: NDArray[np.float64]


@dataclass(frozen=True)
class CurveBand:
    """A reference range over the stretch of the clip it speaks about."""

    from_s: float
    to_s: float
    low_deg: float
    high_deg: float


@dataclass(frozen=True)
class CurvePanel:
    """One small chart: its lines, its reference ranges, its axis."""

    id: str
    title: str
    sign_words: str
    curves: tuple[Curve, ...]
    bands: tuple[CurveBand, ...]
    band_words: str
    low_deg: float
    high_deg: float


@dataclass(frozen=True)
class StickFigure:
    """The runner of one picture as lines, for places without the clip.

    ``crop_px`` is (left, top, width, height) in the image; each path is SVG path data in image pixels.
    """

    crop_px: tuple[int, int, int, int]
    near_leg: str
    far_leg: str
    body: str


@dataclass(frozen=True)
class KeyFrame:
    """One still of a step."""

    label: str
    note: str
    time_s: float
    frame: int
    figure: StickFigure


@dataclass(frozen=True)
class SeekTo:
    """A place in the clip that a statement rests on."""

    label: str
    time_s: float


@dataclass(frozen=True)
class EvidenceLine:
    """One measure weighed for a finding."""

    speaks: Literal["for", "against", "unclear"]
    measure: str
    value: str
    text: str
    lines_words: str
    sources: tuple[int, ...]
    frames: tuple[SeekTo, ...]


@dataclass(frozen=True)
class CitedText:
    """A sentence and the numbers of its sources in the list at the end."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Named:
    """Something with its own section: its id and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class FindingCard:
    """One finding on one side, with everything it rests on.

    What is the same for both sides (``plain``, the literature, ``suspected_words``, ``grade_words``, ``injuries``)
    stands on the first card of a finding only and is empty on the second.
    """

    id: str
    name: str
    side_words: str
    status: FindingStatus
    status_words: str
    plain: str
    says: str
    does_not_say: str
    evidence: tuple[EvidenceLine, ...]
    literature_for: tuple[CitedText, ...]
    literature_against: tuple[CitedText, ...]
    grade_words: str
    suspected_tight: tuple[str, ...]
    suspected_weak: tuple[str, ...]
    suspected_words: str
    injuries: tuple[str, ...]
    confirm_with: tuple[Named, ...]
    to_know: tuple[str, ...]
    exercises: tuple[Named, ...]


@dataclass(frozen=True)
class MeasureCell:
    """One side of one measure: a printed value, or the word for why there is none."""

    side: Side | None
    side_words: str
    role: Role | None
    quantity: Quantity | None
    n_steps: int
    status: MeasureStatus
    status_words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MarkPoint:
    """A value on the small scale; places in percent of its width."""

    role: Role | None
    at_pct: float
    from_pct: float
    to_pct: float


@dataclass(frozen=True)
class ScaleMark:
    """A value against its reference range; places in percent of the width."""

    band_from_pct: float
    band_to_pct: float
    points: tuple[MarkPoint, ...]
    words: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure: a cell per side, or one for the whole run."""

    id: str
    name: str
    definition: str
    sign: str
    caveat: str
    cells: tuple[MeasureCell, ...]
    reference_words: str
    sources: tuple[int, ...]
    mark: ScaleMark | None


@dataclass(frozen=True)
class MeasureGroup:
    """Measures that belong together."""

    title: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class Refusal:
    """What was not measured, why, and how to film it."""

    name: str
    side_words: str
    reasons: tuple[str, ...]
    how_to_film: str


@dataclass(frozen=True)
class DoseLine:
    """One part of a dose and whose number it is."""

    what: str
    amount: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class ExerciseVariation:
    """Another form of an exercise."""

    name: str
    steps: tuple[str, ...]
    dose_article: tuple[DoseLine, ...]
    dose_ours: tuple[DoseLine, ...]


@dataclass(frozen=True)
class ExerciseCard:
    """One exercise: how to do it, how much, what for, what to mind."""

    id: str
    name: str
    kind_words: str
    position: str
    equipment: tuple[str, ...]
    steps: tuple[str, ...]
    dose_article: tuple[DoseLine, ...]
    dose_ours: tuple[DoseLine, ...]
    muscles: tuple[str, ...]
    leave_out_if: tuple[str, ...]
    cautions: tuple[str, ...]
    variations: tuple[ExerciseVariation, ...]
    evidence_words: str


@dataclass(frozen=True)
class RedFlagLine:
    """A question that comes before any exercise, and whom to see when the answer is yes."""

    question: str
    whom_to_see: str


@dataclass(frozen=True)
class Method:
    """How it was measured: facts as pairs, warnings, what the errors mean."""

    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    error_words: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """One entry of the numbered list of sources."""

    number: int
    cite: str
    doi: str | None
    note: str


@dataclass(frozen=True)
class Report:
    """The whole report, in the order it is read."""

    header: Header
    clip: ClipData
    panels: tuple[CurvePanel, ...]
    key_frames: tuple[KeyFrame, ...]
    findings: tuple[FindingCard, ...]
    measure_groups: tuple[MeasureGroup, ...]
    refusals: tuple[Refusal, ...]
    filming: tuple[str, ...]
    red_flags: tuple[RedFlagLine, ...]
    exercises: tuple[ExerciseCard, ...]
    method: Method
    sources: tuple[Source, ...]
    disclaimer: tuple[str, ...]
