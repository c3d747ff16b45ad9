"""The typed report: what is said, in words and rounded numbers, before any format is chosen.

HTML is made from it now; PDF and Markdown can be made from the same value. Numbers here are already rounded text; the
clip's own data (points, curves, instants), which a page draws, are in `clip_model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus
from evenstride.reports.body_map import MuscleLine, MuscleMark
from evenstride.reports.clip_model import ClipSection, LegRole, Role
from evenstride.reports.run.run_model import RunSection

Speaks = Literal["for", "against", "unclear", "not_measured"]


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
    """One finding in one line, both sides together where they stand alike. ``anchor`` is its place on the page."""

    anchor: str
    status: FindingStatus
    status_words: str
    text: str


@dataclass(frozen=True)
class CannotTell:
    """A finding that the clip leaves open, by name, and where the page says more."""

    anchor: str
    name: str


@dataclass(frozen=True)
class FilmedClip:
    """One recording by the name of its file, and in a few words how it was filmed."""

    name: str
    words: str


@dataclass(frozen=True)
class Header:
    """Title, the plain answer in one paragraph, what was filmed."""

    title: str
    answer: str
    clips: tuple[FilmedClip, ...]
    created_on: str
    key_numbers: tuple[KeyNumber, ...]
    verdicts: tuple[VerdictLine, ...]
    cannot_tell: tuple[CannotTell, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class SeekTo:
    """A place in a clip that a statement rests on; ``place`` names the clip where there are several."""

    label: str
    time_s: float
    clip_number: int = 1
    place: str = ""


@dataclass(frozen=True)
class MarkPoint:
    """A value on the small scale; places in percent of its width."""

    role: Role | None
    at_pct: float
    from_pct: float
    to_pct: float


@dataclass(frozen=True)
class ScaleLine:
    """A screening line on the small scale; ``label_at`` is where its label stands, so that two never run together."""

    level: Literal["mild", "marked"]
    at_pct: float
    label: str
    label_at: Literal["before", "centre", "after"] = "centre"


@dataclass(frozen=True)
class EvidenceScale:
    """A value with its 95 % error against its screening lines; places in percent of the width.

    ``beyond`` are the stretches (from, to) on which a value counts as a sign. The scale of one measure is the same on
    both sides, so that the two cards compare.
    """

    beyond: tuple[tuple[float, float], ...]
    lines: tuple[ScaleLine, ...]
    point: MarkPoint
    words: str


@dataclass(frozen=True)
class EvidenceLine:
    """One measure weighed for a finding. ``note`` stands where a class or a missing value leaves no scale to draw.

    ``stretch`` names the kilometres or minutes of a watch's run that it is read from.
    """

    speaks: Speaks
    verdict: str
    measure_id: str
    measure: str
    value: str
    note: str
    scale: EvidenceScale | None
    frames: tuple[SeekTo, ...]
    stretch: str = ""


@dataclass(frozen=True)
class Doubt:
    """Why measures are less certain or missing, said once for all of them."""

    status_words: str
    reason: str
    measures: tuple[str, ...]


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
class HomeTest:
    """A test without a clinic and what it shows; ``has_score`` where it can be done and scored in the app."""

    id: str
    name: str
    shows: str
    has_score: bool = False


@dataclass(frozen=True)
class FindingCard:
    """One finding on one side: what is said and what it rests on."""

    id: str
    name: str
    side_words: str
    status: FindingStatus
    status_words: str
    says: str
    evidence: tuple[EvidenceLine, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class SuspectedMuscles:
    """Muscles that what was seen brings into suspicion, and on which side; empty where nothing was seen."""

    side_words: str
    names: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class TestedMuscle:
    """A suspected muscle beside the home tests that were done.

    ``told_by`` are the results about it, in words; ``to_test`` what could still tell. ``speaks`` is for the suspicion,
    against it, or unclear.
    """

    side_words: str
    name: str
    suspected: str
    outcome_words: str
    speaks: Literal["for", "against", "unclear"]
    told_by: tuple[str, ...]
    to_test: tuple[Named, ...]


@dataclass(frozen=True)
class ReadAgainst:
    """What the results of one home test are read against: its line, its norms, its smallest detectable change."""

    name: str
    lines: tuple[CitedText, ...]


@dataclass(frozen=True)
class FindingGroup:
    """A finding with its card per side, left first, and what both sides share, said once.

    Where no side is answered (all unknown), only what was measured is shown and the literature is left off. ``tested``
    are the suspected muscles where home tests of this runner are known.
    """

    id: str
    name: str
    plain: str
    cards: tuple[FindingCard, ...]
    lines: CitedText | None
    doubts: tuple[Doubt, ...]
    suspected: SuspectedMuscles
    film_again: tuple[str, ...]
    home_tests: tuple[HomeTest, ...]
    exercises: tuple[Named, ...]
    grade_words: str
    literature_for: tuple[CitedText, ...]
    literature_against: tuple[CitedText, ...]
    injuries: tuple[str, ...]
    does_not_say: str
    tested: tuple[TestedMuscle, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether no side is answered."""
        return all(card.status == "unknown" for card in self.cards)


@dataclass(frozen=True)
class OpenFinding:
    """A finding that this clip cannot show, and in one phrase what it is read from."""

    id: str
    name: str
    needs: str


@dataclass(frozen=True)
class OpenFindings:
    """Findings that need the same kind of recording: what it is and how it is made, said once."""

    title: str
    how_to_film: str
    findings: tuple[OpenFinding, ...]


@dataclass(frozen=True)
class MusclesToCheck:
    """The muscles behind all findings that were seen or are possible: to be drawn, and in words; empty without any."""

    intro: str
    marks: tuple[MuscleMark, ...]
    lines: tuple[MuscleLine, ...]


@dataclass(frozen=True)
class MeasureCell:
    """One side of one measure: a printed value, or the word for why there is none.

    ``notes`` are the letters of the reasons under the table; ``parts`` say which recordings it came from, where there
    are several.
    """

    side: Side | None
    side_words: str
    role: Role | None
    quantity: Quantity | None
    n_steps: int
    status: MeasureStatus
    status_words: str
    notes: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class DifferenceCell:
    """Left minus right of one measure; ``is_marked`` where it is larger than its 95 % error."""

    text: str
    is_marked: bool


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
    difference: DifferenceCell | None
    reference_range: str
    reference_note: str
    sources: tuple[int, ...]
    mark: ScaleMark | None


@dataclass(frozen=True)
class MeasureGroup:
    """Measures that belong together."""

    title: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class TableNote:
    """A reason why values of the table are less certain, by its letter."""

    letter: str
    text: str


@dataclass(frozen=True)
class MeasureTable:
    """Every measure with at least one value, in groups, and the notes under the table."""

    groups: tuple[MeasureGroup, ...]
    notes: tuple[TableNote, ...]


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
    """How it was measured: facts as pairs, what was noticed on the way, what the errors mean."""

    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
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
    """The whole report, in the order it is read. ``legs`` are those of the tables, near leg first.

    Of clips, of a watch's run (``run``, and no ``clips``), or of both. ``read_against`` is of the home tests that stand
    beside the findings.
    """

    header: Header
    clips: tuple[ClipSection, ...]
    legs: tuple[LegRole, ...]
    findings: tuple[FindingGroup, ...]
    open_findings: tuple[OpenFindings, ...]
    muscles: MusclesToCheck
    filming: tuple[str, ...]
    red_flags: tuple[RedFlagLine, ...]
    exercises_intro: str
    exercises: tuple[ExerciseCard, ...]
    measures: MeasureTable
    refusals: tuple[Refusal, ...]
    method: Method
    sources: tuple[Source, ...]
    disclaimer: tuple[str, ...]
    run: RunSection | None = None
    read_against: tuple[ReadAgainst, ...] = ()

    @property
    def seen_in(self) -> str:
        """What the report is of, to stand in a sentence: ``this clip``, ``this run``, ``the clip and the run``."""
        return seen_in(len(self.clips), has_run=self.run is not None)

    @property
    def is_one(self) -> bool:
        """Whether `seen_in` takes a verb in the singular."""
        return len(self.clips) + (self.run is not None) == 1


def seen_in(clip_count: int, *, has_run: bool) -> str:
    """What was recorded, to stand in a sentence.

    Examples
    --------
    >>> seen_in(1, has_run=False), seen_in(0, has_run=True), seen_in(2, has_run=True)
    ('this clip', 'this run', 'the clips and the run')
    """
    if clip_count == 0:
        return "this run"
    if has_run:
        return f"the {'clip' if clip_count == 1 else 'clips'} and the run"
    return "this clip" if clip_count == 1 else "these clips"
