from __future__ import annotations

import json

import pytest

from evenstride.errors import InputError
from evenstride.io.assessment_measures import is_assessment, read_saved_measures
from evenstride.testing import synthetic_analysis


@pytest.fixture
def document():
    return synthetic_analysis().to_dict()


def saved(tmp_path, document):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document))
    return path


def test_what_was_written_is_read_back_equal(tmp_path, document):
    assessment = synthetic_analysis().assessment

    read = read_saved_measures(saved(tmp_path, document))

    assert [(m.id, m.side, m.value, m.unit, m.standard_error, m.n_steps, m.status) for m in read.measures] == [
        (m.id, m.side, m.value, m.unit, m.standard_error, m.n_steps, m.status) for m in assessment.measures
    ]
    assert read.events == {"clip-1": tuple(assessment.events[0])}
    assert read.names == ("synthetic.mp4",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda d: d["measures"][1].pop("unit"),
            "measures[1]: expected what an analysis writes, got no 'unit'",
        ),
        (lambda d: d["measures"][0].update(side="top"), "measures[0]: expected what an analysis writes, got 'top'"),
        (lambda d: d["measures"][0].update(value=None), "A measure without value is refused"),
        (lambda d: d["measures"][0].update(value=[1]), "neither number nor class"),
        (lambda d: d["events"][2].update(time_s="soon"), "events[2]: expected what an analysis writes"),
        (lambda d: d.update(measures={}), "Expected a list of measures in a.json"),
        (lambda d: d.update(schema="evenstride.plan/1"), "Expected evenstride.assessment/1"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, document, change, said):
    change(document)

    with pytest.raises(InputError) as error:
        read_saved_measures(saved(tmp_path, document))

    assert said in str(error.value)


def test_an_assessment_is_told_from_other_json(tmp_path, document):
    assert is_assessment(saved(tmp_path, document))
    assert not is_assessment(saved(tmp_path, {"schema": "gaitlab.pose/v1"}))
    assert not is_assessment(tmp_path / "gone.json")
