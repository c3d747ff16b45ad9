"""A saved assessment read back, and every way in which a file can be something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evenstride.errors import InputError
from evenstride.io.assessment_files import assessment_from_document, read_assessment
from evenstride.testing import synthetic_analysis


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(synthetic_analysis().to_dict()))


def with_finding(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    first, *others = document["findings"]
    return document | {"findings": [first | changes, *others]}


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    analysis = synthetic_analysis()
    path = tmp_path / "a.json"
    path.write_text(json.dumps(analysis.to_dict()), "utf-8")
    read = read_assessment(path)
    assert read.findings == analysis.assessment.findings
    assert read.created_at == analysis.assessment.created_at
    assert read.is_running is analysis.assessment.is_running
    assert read.source_names == tuple(each.path for each in analysis.assessment.recordings)


def test_a_field_that_a_later_version_adds_is_left_alone(document: dict[str, Any]) -> None:
    later = with_finding(document, colour="green") | {"weather": "rain"}
    assert assessment_from_document(later).findings == assessment_from_document(document).findings


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"hello", "is not JSON"),
        (b'{"schema": "evenstride.assessment/1", "find', "cut short or damaged at line 1"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": NaN}', "it holds NaN"),
        (b"\x00\x01\xff\xfe\xff", "a text file"),
        (b"[1, 2]", "got a list"),
        (b'{"a": 1}', "names no schema"),
        (b'{"schema": 3}', "names no schema"),
        (b'{"schema": "evenstride.plan/1"}', "is 'evenstride.plan/1'"),
        (b'{"schema": "evenstride.assessment/2"}', "written by a newer Evenstride"),
        (b'{"schema": "evenstride.assessment/' + b"9" * 5000 + b'"}', "is 'evenstride.assessment/99"),
        (b'{"schema": "evenstride.assessment/1"}', "Expected a list of findings"),
        (b'{"schema": "evenstride.assessment/1", "findings": {}}', "Expected a list of findings"),
    ],
)
def test_another_file_gets_one_line_that_says_what_came_and_what_to_do(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_assessment(path)
    message = str(refused.value)
    assert expected in message
    assert "a.json" in message
    assert "\n" not in message
    assert len(message) < 400
    assert "analy" in message.removeprefix("Expected")


def test_a_file_larger_than_any_assessment_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(40_000_000)
    with pytest.raises(InputError, match="at most 32 MB"):
        read_assessment(path)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="got the folder"):
        read_assessment(tmp_path)
    with pytest.raises(InputError, match="No such file"):
        read_assessment(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"id": None}, "findings[0].id"),
        ({"id": ""}, "findings[0].id"),
        ({"side": "up"}, "findings[0].side"),
        ({"status": "certain"}, "findings[0].status"),
        ({"status": None}, "findings[0].status"),
        ({"strength": "much"}, "findings[0].strength"),
        ({"strength": True}, "findings[0].strength"),
        ({"strength": 1e300}, "findings[0].strength"),
        ({"exercises": "all"}, "findings[0].exercises"),
        ({"exercises": [3]}, "findings[0].exercises[0]"),
        ({"suspected_muscles": [{"muscle": "soleus", "suspected": "sore"}]}, "suspected_muscles[0].suspected"),
        ({"suspected_muscles": ["soleus"]}, "suspected_muscles[0]"),
        ({"weighed": [{"measure_id": "cadence", "side": None, "speaks": "loudly"}]}, "weighed[0].speaks"),
    ],
)
def test_a_damaged_finding_is_named_with_its_place(
    document: dict[str, Any], changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(InputError) as refused:
        assessment_from_document(with_finding(document, **changes), name="a.json")
    assert place in str(refused.value)


def test_a_finding_that_is_no_mapping_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="expected a finding"):
        assessment_from_document(document | {"findings": ["hip_drop"]})


def test_a_list_of_findings_without_end_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="at most 500"):
        assessment_from_document(document | {"findings": document["findings"] * 400})
