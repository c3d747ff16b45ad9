"""Scores of events, curves, keypoints, views and real clips as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.accuracy.lab import OURS, LabScores
from benchmarks.accuracy.noise_measurement import PointError
from benchmarks.accuracy.real import Promise
from benchmarks.accuracy.rendered import RenderedScores
from benchmarks.accuracy.score import Agreement, EventTally, summarise_differences
from benchmarks.accuracy.table import Table, limits, plain, signed

MS = 1000.0
CONTACT = "Contact and toe-off"
EVENTS_TITLE = "Events against force plates"
#: The frame rate at which the page shows the peers' rules beside ours; the CSV file has all.
PEERS_SHOWN_AT = "120 fps"


def lab_tables(scores: LabScores) -> list[Table]:
    """Events and contact time against force plates."""
    left_out = f" Left out, because every net has seen them: {', '.join(scores.left_out)}." if scores.left_out else ""
    about = (
        "Markers of treadmill runs (RBDS 2.5 to 4.5 m/s, Hamner & Delp 2 to 5 m/s) seen by a side camera up to 15 "
        "degrees off square, rolled up to 3, at 0.3 to 1.6 m, with the pose model's error as measured on the rendered "
        "clips. Truth: vertical force above 50 N. Ours by nets that never saw the runner; two constants (one for "
        "contact, one for toe-off) were set so that the mean error over such runners vanishes, and the nets were "
        "trained with point errors drawn from the same measurement." + left_out
    )
    return [
        _event_table(EVENTS_TITLE, about, scores.events),
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
            CONTACT,
        ).with_page_rows(lambda row: row[1] == OURS),
    ]


def rendered_tables(scores: RenderedScores) -> list[Table]:
    """The product end to end on rendered clips."""
    return [
        _event_table(
            "Events on rendered clips",
            "The product end to end (video in), truth from the shoe's exact clearance. Contacts cut by the clip's ends "
            "are not scored. The figures move as runners do whom some of our nets have seen. Legs called left and "
            "right are seen from behind.",
            scores.events,
        ),
        _event_table(
            "Events on rendered clips against the recorded run's force plate",
            "The same clips and points, truth from the plate under the runner whose recording moves the figure: the "
            "figure's rigid shoe touches up to 27 ms later, and leaves up to 37 ms earlier or 24 ms later, than the "
            "runner loaded and left the plate. Ours by nets that never saw that runner.",
            scores.force_events,
        ),
        Table(
            "Angle curves on rendered clips",
            "Mean absolute difference per picture from the angle in space, offsets not removed.",
            ("Curve", "Leg", "Clips", "Mean deg", "Best deg", "Worst deg"),
            tuple(
                (curve, leg, str(len(mae)), *(f"{f(mae):.1f}" for f in (np.mean, np.min, np.max)))
                for (curve, leg), mae in sorted(scores.curves.items())
            ),
            "Measures from the side",
        ),
        _point_table(scores.points),
        Table(
            "View and sides on rendered clips",
            "Near leg and surface, and the share of pictures whose legs stay exchanged after repair.",
            ("Clip", "Found", "True", "Exchanged %"),
            tuple((c, found, true, f"{100 * scores.mis_sided[c]:.1f}") for c, found, true in scores.views),
            "Left and right",
        ),
        Table(
            "Foot strike class on rendered clips",
            "Class of most contacts by angle; a mean within two degrees of a limit has no sure class.",
            ("Clip and leg", "Found", "True"),
            tuple(scores.strikes),
            "Measures from the side",
        ),
    ]


def real_table(promises: Sequence[Promise]) -> Table:
    """The labelled real clips."""
    return Table(
        "Real clips",
        "What is expected of the labelled phone clips and of clips without a runner.",
        ("Clip", "What", "Expected", "Found", "Kept"),
        tuple((p.clip, p.what, p.expected, p.found, "yes" if p.kept else "**no**") for p in promises),
        "Real clips",
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


def _event_table(title: str, about: str, tally: EventTally) -> Table:
    """All rules and legs; the page shows ours, and the peers' near leg at 120 pictures a second."""
    table = Table(title, about, EVENT_COLUMNS, _event_rows(tally), CONTACT)
    return table.with_page_rows(lambda row: row[1] == OURS or (row[0] == PEERS_SHOWN_AT and row[2] == "near"))


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
    return (signed(agreement.bias), plain(agreement.sd), plain(agreement.rmse), limits(agreement))


def _contact_cells(differences_s: Sequence[float]) -> tuple[str, ...]:
    agreement = summarise_differences(MS * d for d in differences_s)
    return (str(agreement.n), signed(agreement.bias), plain(agreement.rmse), limits(agreement))


def _clip_cells(means_s: Sequence[float]) -> tuple[str, ...]:
    agreement = summarise_differences(MS * d for d in means_s)
    return (str(agreement.n), signed(agreement.bias), limits(agreement))


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
        "Camera and picture",
    )
