"""The drawn lines stand where the findings put them, and their labels never run together."""

from __future__ import annotations

import re
from typing import Any

import pytest

from evenstride.imbalance.conditions import judge_condition
from evenstride.imbalance.running_speed import RunningSpeed
from evenstride.model import Measure
from evenstride.reports.scales import evidence_scale, lines_words, screening_lines

SPEED = RunningSpeed(2.2, 0.1, is_sure=True)


@pytest.mark.parametrize("speed_mps", [2.2, 3.0, 4.1])
def test_a_line_is_drawn_where_the_finding_compares_with_it(knowledge: Any, speed_mps: float) -> None:
    speed = RunningSpeed(speed_mps, 0.1, is_sure=True)
    condition = knowledge.findings["limited_hip_extension"].trigger.conditions[0]
    definition = knowledge.measures[condition.measure]
    judged = judge_condition(condition, _thigh(14.0), knowledge, speed=speed)
    said = re.search(rf"The {condition.level} line is below ([\d.]+)", judged.evidence.text)
    assert said is not None
    drawn = {level: value for level, _, value in screening_lines(definition.thresholds, speed)}
    assert drawn[condition.level] == float(said[1])


def test_the_words_of_a_scale_say_at_which_speed_its_lines_stand(knowledge: Any) -> None:
    definition = knowledge.measures["hip_extension_late_stance"]
    assert lines_words(definition, SPEED).endswith(", moved to a speed of about 2.2 m/s")
    assert lines_words(definition).endswith(", which hold at 3 m/s only")
    assert "m/s" not in lines_words(knowledge.measures["knee_flexion_ic"], SPEED)


def test_labels_of_close_lines_stand_on_either_side_of_the_pair(knowledge: Any) -> None:
    definition = knowledge.measures["hip_extension_late_stance"]
    measure = _thigh(40.0)
    scale = evidence_scale(measure, both_sides=[measure], definition=definition, role="near", speed=SPEED)
    assert scale is not None
    low, high = sorted(scale.lines, key=lambda line: line.at_pct)
    assert (low.level, low.label_at, high.level, high.label_at) == ("marked", "before", "mild", "after")


def test_labels_with_room_stay_under_their_lines_and_leave_out_a_unit_in_letters(knowledge: Any) -> None:
    definition = knowledge.measures["cadence"]
    measure = Measure("cadence", None, 165.0, "spm", 0.5, 30, None, "ok", "clip-1")
    scale = evidence_scale(measure, both_sides=[measure], definition=definition, role=None)
    assert scale is not None
    assert {line.label_at for line in scale.lines} == {"centre"}
    assert all(re.fullmatch(r"[\d.]+", line.label) for line in scale.lines)


def _thigh(value: float) -> Measure:
    return Measure("hip_extension_late_stance", "left", value, "deg", 1.0, 16, None, "ok", "clip-1")
