"""One value from several recordings: by hand first, then what must hold for any."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.gait.measures import MDC_FACTOR, few_steps_reason
from evenstride.knowledge import load_knowledge
from evenstride.model import Measure
from evenstride.pipelines.fusion import (
    ErrorParts,
    Source,
    combine_measure,
    combine_measures,
    combine_values,
    error_parts,
)

SOURCES = {
    "l": Source("l", "left", "left side", "l.mp4"),
    "r": Source("r", "right", "right side", "r.mp4"),
    "r2": Source("r2", "right", "right side 2", "r2.mp4"),
    "b": Source("b", "rear", "from behind", "b.mp4"),
}
NUMBERS = st.floats(-50, 50)
ERRORS = st.floats(0.01, 10)
PARTS = st.builds(ErrorParts, NUMBERS, ERRORS, ERRORS, st.sampled_from(["left", "right", "rear"]))


def measured(source: str, value: float | str, error: float | None = 1.0, **changes: Any) -> Measure:
    made = Measure(
        "knee_flexion_ic", "left", value, "deg", error, 9, None, "ok", source, mdc=error and MDC_FACTOR * error
    )
    return replace(made, **changes)


def refused(source: str, reason: str) -> Measure:
    return Measure("knee_flexion_ic", "left", None, "deg", None, 0, None, "refused", source, (reason,))


def combined(*same: Measure) -> Measure:
    return combine_measure(same, SOURCES, carries=lambda view: view in ("left", "right"))


def test_two_independent_values_have_the_mean_and_error_of_a_textbook() -> None:
    found = combine_values([ErrorParts(10.0, 1.0, 0.0, "left"), ErrorParts(12.0, 2.0, 0.0, "right")])
    assert found.weights == pytest.approx((0.8, 0.2))
    assert found.value == pytest.approx(10.4)
    assert found.standard_error == pytest.approx(math.sqrt(0.8))
    assert (found.scale, found.agree) == (1.0, True)


def test_repeats_from_one_side_keep_the_persistent_error_and_average_the_rest() -> None:
    repeats = [ErrorParts(10.0, 2.0, 3.0, "right")] * 4
    assert combine_values(repeats).standard_error == pytest.approx(math.hypot(2.0 / 2.0, 3.0))


def test_different_sides_average_the_persistent_error_too() -> None:
    sides = [ErrorParts(10.0, 0.0, 3.0, "right"), ErrorParts(10.0, 0.0, 3.0, "left")]
    assert combine_values(sides).standard_error == pytest.approx(3.0 / math.sqrt(2.0))


def test_values_that_scatter_more_than_their_errors_get_the_birge_ratio_and_are_said_to_disagree() -> None:
    found = combine_values([ErrorParts(0.0, 1.0, 0.0, "left"), ErrorParts(10.0, 1.0, 0.0, "right")])
    assert found.scale == pytest.approx(math.sqrt(50.0))
    assert found.standard_error == pytest.approx(5.0)
    assert not found.agree


@pytest.mark.parametrize(("apart", "agree"), [(1.95, True), (1.97, False)])
def test_two_values_disagree_beyond_the_95_percent_error_of_their_difference(apart: float, agree: bool) -> None:
    each = math.sqrt(0.5)
    found = combine_values([ErrorParts(0.0, each, 0.0, "left"), ErrorParts(apart, 0.0, each, "right")])
    assert found.agree is agree


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_the_mean_lies_between_its_values_and_the_weights_are_shares(parts: list[ErrorParts]) -> None:
    found = combine_values(parts)
    assert min(part.value for part in parts) <= found.value <= max(part.value for part in parts)
    assert sum(found.weights) == pytest.approx(1.0)
    assert min(found.weights) >= 0.0


@given(st.lists(PARTS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_recordings_does_not_matter(parts: list[ErrorParts], random: Any) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)
    one, other = combine_values(parts), combine_values(shuffled)
    assert other.value == pytest.approx(one.value)
    assert other.standard_error == pytest.approx(one.standard_error)


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_from_one_side_the_error_never_falls_below_the_least_persistent_part(parts: list[ErrorParts]) -> None:
    same_side = [replace(part, shared_with="right") for part in parts]
    least = min(part.persistent_error for part in parts)
    assert combine_values(same_side).standard_error >= least * (1 - 1e-9)


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_what_is_shared_never_makes_the_error_smaller(parts: list[ErrorParts]) -> None:
    apart = [replace(part, shared_with=str(index)) for index, part in enumerate(parts)]
    together = [replace(part, shared_with="all") for part in parts]
    assert combine_values(together).standard_error >= combine_values(apart).standard_error * (1 - 1e-9)


@given(PARTS)
def test_one_value_stays_as_it_is(part: ErrorParts) -> None:
    found = combine_values([part])
    assert found.value == part.value
    assert found.standard_error == pytest.approx(math.sqrt(part.variance))


def test_the_error_is_split_by_what_the_steps_scatter() -> None:
    parts = error_parts(measured("r", 10.0, 5.0, sd_between_steps=9.0), SOURCES["r"])
    assert (parts.step_error, parts.persistent_error) == pytest.approx((3.0, 4.0))
    assert parts.shared_with == "right"


def test_a_length_shares_its_scale_with_every_recording() -> None:
    lengths = [measured(source, 1.2, 0.1, unit="m") for source in ("l", "r", "b")]
    assert combined(*lengths).standard_error == pytest.approx(0.1)


def test_one_recording_is_left_as_it_was() -> None:
    only = measured("r", 10.0)
    assert combined(only) is only
    assert combined(refused("l", "no"), only) is only


def test_a_combined_number_says_what_it_came_from() -> None:
    found = combined(measured("r", 10.0, 1.0), measured("l", 12.0, 2.0))
    assert (found.value, found.n_steps, found.status, found.source) == (pytest.approx(10.4), 18, "ok", "r")
    assert [(p.source, p.value, p.weight) for p in found.parts] == [
        ("r", 10.0, pytest.approx(0.8)),
        ("l", 12.0, pytest.approx(0.2)),
    ]
    assert found.mdc == pytest.approx(MDC_FACTOR * math.sqrt(0.8))


def test_the_scatter_of_steps_is_pooled() -> None:
    found = combined(
        measured("r", 10.0, 2.0, n_steps=5, sd_between_steps=1.0),
        measured("l", 10.0, 2.0, n_steps=9, sd_between_steps=2.0),
    )
    assert found.sd_between_steps == pytest.approx(math.sqrt((4 * 1.0 + 8 * 4.0) / 12))


def test_disagreement_keeps_the_value_and_names_both_recordings() -> None:
    found = combined(measured("r", 10.0, 1.0), measured("l", 20.0, 1.0))
    assert (found.value, found.status) == (pytest.approx(15.0), "low_confidence")
    (reason,) = found.reasons
    assert "10.0 ± 2.0° (right side, r.mp4)" in reason
    assert "20.0 ± 2.0° (left side, l.mp4)" in reason


def test_a_sure_value_is_not_moved_by_one_of_low_confidence_which_is_still_shown() -> None:
    unsure = measured("l", 30.0, 0.1, status="low_confidence", reasons=("far leg",))
    found = combined(unsure, measured("r", 10.0))
    assert (found.value, found.status, found.reasons) == (10.0, "ok", ())
    assert [(part.source, part.weight) for part in found.parts] == [("l", 0.0), ("r", 1.0)]


def test_passes_of_few_steps_make_a_stable_mean_together() -> None:
    few = [
        measured(source, 10.0, n_steps=4, status="low_confidence", reasons=(few_steps_reason(4),))
        for source in ("r", "r2")
    ]
    assert (combined(*few).status, combined(*few).reasons) == ("ok", ())
    still_few = [replace(each, n_steps=3, reasons=(few_steps_reason(3),)) for each in few]
    assert combined(*still_few).status == "low_confidence"


def test_a_reason_names_its_recording_where_it_does_not_hold_for_all() -> None:
    one = measured("r", 10.0, status="low_confidence", reasons=("Slow film.", "Dark."))
    other = measured("l", 10.0, status="low_confidence", reasons=("Dark.",))
    assert combined(one, other).reasons == ("Right side: Slow film.", "Dark.")


def test_where_all_refuse_the_reason_of_the_view_that_could_carry_it_is_given() -> None:
    found = combined(refused("b", "Seen from the side only."), refused("r", "Film at 120."))
    assert (found.status, found.reasons, found.source) == ("refused", ("Film at 120.",), "r")


def test_classes_that_agree_stay_and_others_become_uncertain() -> None:
    strike = [measured(source, "rearfoot", None, unit="class") for source in ("r", "l")]
    assert (combined(*strike).value, combined(*strike).status) == ("rearfoot", "ok")
    other = combined(strike[0], replace(strike[1], value="forefoot"))
    assert (other.value, other.status) == ("uncertain", "low_confidence")
    assert other.reasons == ("The recordings disagree: rearfoot (right side, r.mp4), forefoot (left side, l.mp4).",)
    unsure = combined(strike[0], replace(strike[1], value="uncertain"))
    assert (unsure.value, unsure.status) == ("rearfoot", "low_confidence")


def test_without_an_error_every_step_counts_alike() -> None:
    found = combined(measured("r", 10.0, None, n_steps=6), measured("l", 13.0, 1.0, n_steps=3))
    assert (found.value, found.standard_error, found.n_steps) == (pytest.approx(11.0), None, 9)


def test_every_measure_of_a_session_comes_out_once_in_the_order_of_the_first() -> None:
    left, right = replace(measured("r", 10.0), side="left"), replace(measured("r", 11.0), side="right")
    again = (replace(measured("l", 10.5), side="right"), replace(measured("l", 10.1), side="left"))
    found = combine_measures([(left, right), again], [SOURCES["r"], SOURCES["l"]], knowledge=load_knowledge())
    assert [(each.id, each.side, len(each.parts)) for each in found] == [
        ("knee_flexion_ic", "left", 2),
        ("knee_flexion_ic", "right", 2),
    ]


def test_the_knowledge_says_which_refusal_helps() -> None:
    behind, side = (replace(refused(source, source), id="pelvic_drop") for source in ("b", "r"))
    (found,) = combine_measures([(side,), (behind,)], [SOURCES["r"], SOURCES["b"]], knowledge=load_knowledge())
    assert found.source == "b"
