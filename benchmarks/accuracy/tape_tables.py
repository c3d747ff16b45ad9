"""Scores of tape marks as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.score import summarise_differences
from benchmarks.accuracy.tables import Table
from benchmarks.accuracy.tape_scores import LEG_PAIRS, FalseMarks, TapeScore


def tape_tables(scores: Sequence[TapeScore], unpainted: Sequence[FalseMarks]) -> list[Table]:
    """Marks read per clip and colour, and clips without marks."""
    return [
        Table(
            "Tape marks painted on rendered clips from behind",
            "Discs of 2.5 cm painted at the dimples of the pelvis and on heel and lower leg. *Tilt*: line through the "
            "pelvis marks per picture, found minus exact. *Drop*: per step, against the same line; *hips*: against the "
            "line through the hip joints, which is not the same line. A pair that is refused is not read at all.",
            (
                *("Clip", "Colour", "Pictures", "Seen %", "Wrong mark %", "Tilt MAE deg", "Tilt r"),
                *("Steps", "Drop MAE deg", "Drop r", "Drop against hips: bias deg", "r"),
                *("Heel seen %", "Heel line MAE deg", "Lower leg seen %", "Lower leg line MAE deg"),
            ),
            tuple(_row(score) for score in scores),
        ),
        Table(
            "Tape marks found on clips without tape",
            "Pictures with a pair on pelvis or leg: in single pictures, and after the look at the whole clip.",
            ("Clip", "Pictures", "With a pair", "Kept"),
            tuple((f.clip, str(f.pictures), str(f.with_pair), str(f.kept)) for f in unpainted),
        ),
    ]


def _row(score: TapeScore) -> tuple[str, ...]:
    head = (score.clip, score.colour, str(score.pictures), _percent(score.seen_share))
    legs = [
        text
        for pair in LEG_PAIRS
        for text in (_percent(score.leg_seen_share[pair]), _mean_size(score.leg_errors_deg[pair]))
    ]
    if not len(score.tilt_deg):
        return (*head, *("refused", "-", "-"), *("0", "-", "-", "-", "-"), *legs)
    tilt = summarise_differences(score.tilt_deg[:, 0] - score.tilt_deg[:, 1])
    drop = summarise_differences(score.drop_deg[:, 0] - score.drop_deg[:, 1])
    hips = summarise_differences(score.drop_deg[:, 0] - score.drop_of_hips_deg)
    return (
        *head,
        *(_percent(score.wrong_share), f"{tilt.mae:.2f}", _r(score.tilt_deg[:, 0], score.tilt_deg[:, 1])),
        *(str(drop.n), f"{drop.mae:.2f}", _r(score.drop_deg[:, 0], score.drop_deg[:, 1])),
        *(f"{hips.bias:+.1f}", _r(score.drop_deg[:, 0], score.drop_of_hips_deg)),
        *legs,
    )


def _r(a: NDArray[np.float64], b: NDArray[np.float64]) -> str:
    return f"{np.corrcoef(a, b)[0, 1]:.3f}" if len(a) > 2 else "-"


def _mean_size(errors: NDArray[np.float64]) -> str:
    return f"{np.mean(np.abs(errors)):.2f}" if len(errors) else "-"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
