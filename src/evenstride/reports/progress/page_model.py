"""The typed progress page. Numbers that are printed are rounded text; places on charts are per cent."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.model.gait import Side
from evenstride.progress.series import ChangeVerdict
from evenstride.reports.model import Source
from evenstride.reports.screen_results import ScreenCourse

Tick = tuple[float, str]


@dataclass(frozen=True)
class SeriesPoint:
    """One recording on a chart: its place, its 95 % error, what was decided of it.

    ``low_pct`` and ``high_pct`` are the ends of the error bar, None where the error is not known. ``is_alike`` says
    whether it was recorded as the baseline was: view, ground and shoes.
    """

    number: int
    x_pct: float
    y_pct: float
    low_pct: float | None
    high_pct: float | None
    verdict: ChangeVerdict
    is_alike: bool
    words: str


@dataclass(frozen=True)
class SideChart:
    """One measure of one side over time.

    ``band_path`` is the band within which nothing can be called change, in a drawing of 100 by 100; empty without a
    baseline. ``says`` is the course in words, ``words`` the drawing for those who do not see it.
    """

    side: Side | None
    title: str
    points: tuple[SeriesPoint, ...]
    band_path: str
    baseline_pct: float | None
    says: str
    words: str


@dataclass(frozen=True)
class ReadingRow:
    """One recording in the table of a measure."""

    number: int
    side: str
    day: str
    assessment_id: str
    value: str
    change: str
    needed: str
    verdict: ChangeVerdict
    verdict_words: str
    recorded: str


#: So many of the latest recordings stand in the table below a chart; all of them stand on the measure's own page.
RECENT_RECORDINGS = 12


@dataclass(frozen=True)
class MeasurePanel:
    """One measure: a chart for each side on one scale, and the same numbers as a table, the latest first."""

    id: str
    title: str
    unit: str
    about: str
    grid: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    sides: tuple[SideChart, ...]
    rows: tuple[ReadingRow, ...]

    @property
    def n_recordings(self) -> int:
        """How many recordings the rows are of."""
        return len({row.assessment_id for row in self.rows})

    @property
    def recent_rows(self) -> tuple[ReadingRow, ...]:
        """Rows of the latest recordings, and what they are compared with."""
        latest = list(dict.fromkeys(row.assessment_id for row in self.rows))[:RECENT_RECORDINGS]
        return tuple(row for row in self.rows if row.assessment_id in latest or row.verdict == "baseline")

    @property
    def is_long(self) -> bool:
        """Whether the recent rows are not all of them."""
        return len(self.recent_rows) < len(self.rows)


@dataclass(frozen=True)
class Column:
    """One column: how high its outer and inner part are, per cent of the chart."""

    label: str
    words: str
    x_pct: float
    width_pct: float
    outer_pct: float
    inner_pct: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ColumnChart:
    """Weeks as columns, and the same numbers as a table under ``heads``."""

    title: str
    words: str
    columns: tuple[Column, ...]
    grid: tuple[Tick, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True)
class MeasureChoice:
    """A measure that can be shown."""

    id: str
    name: str
    is_shown: bool


@dataclass(frozen=True)
class PlanPart:
    """Sessions done of those planned, and how to go on."""

    headline: str
    last_words: str
    chart: ColumnChart | None
    step: str
    says: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class DistancePart:
    """Distance by week, the longest run, and the latest run beside the longest before it."""

    chart: ColumnChart | None
    longest: str
    spike_band: str
    spike_words: str
    spike_sources: tuple[int, ...]
    caveats: tuple[str, ...]
    left_aside: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RetestLine:
    """A day on which to film again; ``assessment_id`` answered it."""

    id: str
    day: str
    state: str
    is_done: bool
    is_due: bool
    note: str
    assessment_id: str | None


@dataclass(frozen=True)
class EntryLine:
    """A note of pain or effort."""

    id: str
    day: str
    says: str
    note: str


@dataclass(frozen=True)
class ProgressPage:
    """Everything that the progress page shows."""

    panels: tuple[MeasurePanel, ...]
    choices: tuple[MeasureChoice, ...]
    chosen_because: str
    plan: PlanPart | None
    pain: tuple[ColumnChart, ...]
    effort: ColumnChart | None
    distance: DistancePart
    next_retest: str
    is_retest_due: bool
    retests: tuple[RetestLine, ...]
    entries: tuple[EntryLine, ...]
    sources: tuple[Source, ...]
    screens: tuple[ScreenCourse, ...] = ()
