"""The public document: plain types, nothing dropped, refusals with reasons."""

from __future__ import annotations

import json

import pytest

from evenstride.model import SCHEMA, Assessment
from evenstride.testing import refused_analysis, synthetic_analysis


@pytest.fixture
def assessment() -> Assessment:
    return synthetic_analysis().assessment


def test_the_document_is_plain_json_and_names_its_schema(assessment: Assessment) -> None:
    document = json.loads(json.dumps(assessment.to_dict(), allow_nan=False))
    assert document["schema"] == SCHEMA == "evenstride.assessment/1"
    required = {"version", "created_at", "runner", "recordings", "events", "measures", "findings", "plan", "stopped_by",
                "provenance"}  # fmt: skip
    assert required <= set(document)


def test_every_measure_and_event_is_in_the_document_as_it_is(assessment: Assessment) -> None:
    document = assessment.to_dict()
    assert [(m["id"], m["side"], m["value"], m["status"]) for m in document["measures"]] == [
        (m.id, m.side, m.value, m.status) for m in assessment.measures
    ]
    assert all(m["reasons"] for m in document["measures"] if m["status"] == "refused")
    assert [e["time_s"] for e in document["events"]] == [e.time_s for e in assessment.events[0]]
    assert {e["recording"] for e in document["events"]} == {assessment.recordings[0].id}


def test_the_recording_tells_how_the_runner_stood_to_the_camera(assessment: Assessment) -> None:
    (recording,) = assessment.to_dict()["recordings"]
    assert (recording["view"], recording["facing"], recording["surface"]) == ("right", "right", "treadmill")
    assert recording["frame_count"] == 240
    assert recording["duration_s"] == pytest.approx(4.0)
    assert recording["timestamps"] == "constant"


def test_muscles_are_suspected_as_tight_or_weak(assessment: Assessment) -> None:
    muscles = assessment.to_dict()["findings"][0]["suspected_muscles"]
    assert {"muscle": "gluteus_maximus", "suspected": "weak"} in muscles
    assert {"muscle": "iliopsoas", "suspected": "tight"} in muscles


def test_left_right_differences_are_left_minus_right(assessment: Assessment) -> None:
    left, right = (assessment.measure("knee_flexion_ic", side) for side in ("left", "right"))
    assert left is not None
    assert right is not None
    difference = next(d for d in assessment.left_right_differences if d.id == "knee_flexion_ic")
    assert difference.left_minus_right == pytest.approx((left.number or 0) - (right.number or 0))
    document = assessment.to_dict()["left_right_differences"]
    assert {d["id"] for d in document} == {d.id for d in assessment.left_right_differences}
    assert all(isinstance(d["is_beyond_error"], bool) for d in document)


def test_a_measure_is_found_by_id_and_side(assessment: Assessment) -> None:
    cadence = assessment.measure("cadence")
    assert cadence is not None
    assert cadence.side is None
    assert assessment.measure("cadence", "left") is None


def test_an_assessment_of_refusals_says_nothing(assessment: Assessment) -> None:
    assert assessment.says_something
    assert not refused_analysis(reason="Nobody ran.", warning="Nobody ran.").assessment.says_something
