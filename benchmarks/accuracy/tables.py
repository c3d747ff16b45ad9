"""Scores as Markdown and CSV tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.lab import LabScores
from benchmarks.accuracy.noise_measurement import PointError
from benchmarks.accuracy.real import Promise
from benchmarks.accuracy.rendered import MeasureError, RenderedScores
from benchmarks.accuracy.score import Agreement, EventTally, summarise_differences

MS = 1000.0


@dataclass(frozen=True)
class Table:
    """A heading, one line that says what is shown, column names and rows of ready text."""

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_markdown(self) -> str:
        """A heading, the line and a pipe table."""
        lines = [f"## {self.title}", "", self.about, "", _pipe(self.columns), _pipe(["---"] * len(self.columns))]
        return "\n".join([*lines, *(_pipe(row) for row in self.rows), ""])

    def to_csv(self) -> str:
        """The rows with a header line."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return stream.getvalue()


def lab_tables(scores: LabScores) -> list[Table]:
    """Events and contact time against force plates."""
    left_out = f" Left out, because every net has seen them: {', '.join(scores.left_out)}." if scores.left_out else ""
    about = (
        "Markers of treadmill runs (RBDS 2.5 to 4.5 m/s, Hamner & Delp 2 to 5 m/s) seen by a side camera up to 10 "
        "degrees off square, with the pose model's error as measured on the rendered clips. Truth: vertical force "
        "above 50 N. Ours by nets that never saw the runner; two constants (one for contact, one for toe-off) were set "
        "so that the mean error over such runners vanishes, and the nets were trained with point errors drawn from the "
        "same measurement." + left_out
    )
    return [
        Table("Events against force plates", about, EVENT_COLUMNS, _event_rows(scores.events)),
        Table(
            "Contact time against force plates",
            "Single contacts, and the mean of a ten-second clip's leg. Found minus true.",
            (
                "Clip",
                "Rule",
                "Leg",
                "n",
                "Bias ms",
                "RMSE ms",
                "95 % limits ms",
                "Clip means: n",
                "Bias ms",
                "95 % limits ms",
            ),
            tuple(
                (*key, *_contact_cells(differences), *_clip_cells(scores.clip_means.get(key, [])))
                for key, differences in scores.contact_times.items()
            ),
        ),
    ]


def rendered_tables(scores: RenderedScores) -> list[Table]:
    """The product end to end on rendered clips."""
    return [
        Table(
            "Events on rendered clips",
            "The product end to end (video in), truth from the shoe's exact clearance. Contacts cut by the clip's ends "
            "are not scored. The figures move as runners do whom some of our nets have seen.",
            EVENT_COLUMNS,
            _event_rows(scores.events),
        ),
        Table(
            "Events on rendered clips against the recorded run's force plate",
            "The same clips and points, truth from the plate under the runner whose recording moves the figure: the "
            "figure's rigid shoe touches up to 27 ms later, and leaves up to 37 ms earlier or 24 ms later, than the "
            "runner loaded and left the plate. Ours by nets that never saw that runner.",
            EVENT_COLUMNS,
            _event_rows(scores.force_events),
        ),
        Table(
            "Angle curves on rendered clips",
            "Mean absolute difference per picture from the angle in space, offsets not removed.",
            ("Curve", "Leg", "Clips", "Mean deg", "Best deg", "Worst deg"),
            tuple(
                (curve, leg, str(len(mae)), *(f"{f(mae):.1f}" for f in (np.mean, np.min, np.max)))
                for (curve, leg), mae in sorted(scores.curves.items())
            ),
        ),
        _measure_table(scores.measures),
        _point_table(scores.points),
        Table(
            "View and sides on rendered clips",
            "Near leg and surface, and the share of pictures whose legs stay exchanged after repair.",
            ("Clip", "Found", "True", "Exchanged %"),
            tuple((c, found, true, f"{100 * scores.mis_sided[c]:.1f}") for c, found, true in scores.views),
        ),
        Table(
            "Foot strike class on rendered clips",
            "Class of most contacts by angle; a mean within two degrees of a limit has no sure class.",
            ("Clip and leg", "Found", "True"),
            tuple(scores.strikes),
        ),
    ]


def real_table(promises: Sequence[Promise]) -> Table:
    """The labelled real clips."""
    return Table(
        "Real clips",
        "What is expected of the labelled phone clips and of clips without a runner.",
        ("Clip", "What", "Expected", "Found", "Kept"),
        tuple((p.clip, p.what, p.expected, p.found, "yes" if p.kept else "**no**") for p in promises),
    )


EVENT_COLUMNS = (
    "Clip",
    "Rule",
    "Leg",
    "Event",
    "True",
    "Found",
    "Missed",
    "Invented",
    "Bias ms",
    "SD ms",
    "RMSE ms",
    "95 % limits ms",
)


def _event_rows(tally: EventTally) -> tuple[tuple[str, ...], ...]:
    """Rows in the order contact before toe-off, near before far, clips and rules as they came."""
    keys = list(tally.matches)
    names = _clip_first(keys)
    order = sorted(keys, key=lambda k: (names.index(_clip(k)), k[3] != "initial_contact", k[2] != "near"))
    rows = []
    for key in order:
        matches = tally.matches[key]
        agreement = summarise_differences(MS * d for d in matches.differences_s)
        true = agreement.n + matches.missed
        counts = (str(true), str(agreement.n), str(matches.missed), str(matches.invented))
        rule = next(part for part in key[:2] if part != _clip(key))
        rows.append((_clip(key), rule, key[2], key[3].replace("_", " "), *counts, *_agreement_cells(agreement)))
    return tuple(rows)


def _clip(key: tuple[str, ...]) -> str:
    """The filming condition in a key, which some tallies put first and some second."""
    return key[0] if "fps" in key[0] else key[1]


def _clip_first(keys: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(_clip(key) for key in keys))


def _agreement_cells(agreement: Agreement) -> tuple[str, ...]:
    return (_signed(agreement.bias), _plain(agreement.sd), _plain(agreement.rmse), _limits(agreement))


def _contact_cells(differences_s: Sequence[float]) -> tuple[str, ...]:
    agreement = summarise_differences(MS * d for d in differences_s)
    return (str(agreement.n), _signed(agreement.bias), _plain(agreement.rmse), _limits(agreement))


def _clip_cells(means_s: Sequence[float]) -> tuple[str, ...]:
    agreement = summarise_differences(MS * d for d in means_s)
    return (str(agreement.n), _signed(agreement.bias), _limits(agreement))


def _measure_table(errors: Sequence[MeasureError]) -> Table:
    rows = []
    for measure_id, leg in sorted({(e.measure_id, e.leg) for e in errors}):
        own = [e for e in errors if (e.measure_id, e.leg) == (measure_id, leg)]
        given = [e for e in own if e.error is not None]
        agreement = summarise_differences(e.error for e in given if e.error is not None)
        inside = [
            abs(e.error) <= 1.96 * e.standard_error
            for e in given
            if e.error is not None and e.standard_error is not None
        ]
        covered = f"{100 * np.mean(inside):.0f}" if inside else "-"
        counts = (str(len(own)), str(len(own) - len(given)), str(sum(e.status == "low_confidence" for e in given)))
        values = (_signed(agreement.bias), _plain(agreement.mae), _limits(agreement), covered)
        rows.append((measure_id, leg, *counts, *values))
    return Table(
        "Measures on rendered clips",
        "One value per clip and leg, in the measure's unit, found minus true. *Covered*: share of clips whose truth "
        "lies within 1.96 of the standard errors that were reported.",
        ("Measure", "Leg", "Clips", "Refused", "Low confidence", "Bias", "MAE", "95 % limits", "Covered %"),
        tuple(rows),
    )


def _point_table(errors: Sequence[PointError]) -> Table:
    rows = []
    for leg, point in dict.fromkeys((e.leg, e.point) for e in errors if e.point not in ("elbow", "wrist")):
        own = [e for e in errors if (e.leg, e.point) == (leg, point)]
        parts = [np.mean([getattr(e, part) for e in own], axis=0) for part in ("bias", "habit_sd", "residual_sd")]
        cells = [f"{100 * part[0]:.2f}, {100 * part[1]:.2f}" for part in parts]
        rows.append((leg, point, *cells, f"{100 * np.mean([e.outlier_share for e in own]):.1f}"))
    return Table(
        "Keypoints on rendered clips",
        "Percent of body height, forward and up, mean of the clips, after the product's side repair. *Habit*: the "
        "error that returns every stride; *rest*: what does not; *outliers*: pictures more than 3 % of body height off "
        "both. These sizes are what the laboratory runs are given.",
        ("Leg", "Point", "Bias", "Habit SD", "Rest SD", "Outliers %"),
        tuple(rows),
    )


def _limits(agreement: Agreement) -> str:
    low, high = agreement.limits
    return "-" if agreement.n < 2 else f"{low:+.1f} to {high:+.1f}"


def _signed(value: float) -> str:
    return f"{value:+.1f}" if np.isfinite(value) else "-"


def _plain(value: float) -> str:
    return f"{value:.1f}" if np.isfinite(value) else "-"


def _pipe(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
