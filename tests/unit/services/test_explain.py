"""Looking things up: by id or name, the whole chain, and what is nearest where nothing is called so."""

from __future__ import annotations

import json

import pytest

from evenstride.errors import InputError
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.wording import forbidden_words
from evenstride.services.explain import EXPLAINED_KINDS, chain_of, exercise_list, explain, explained_list

EVERYTHING = [(kind, identifier) for kind in EXPLAINED_KINDS for identifier in load_knowledge().of_kind(kind)]


@pytest.mark.parametrize(("kind", "identifier"), EVERYTHING)
def test_everything_can_be_explained_in_80_columns_and_plain_json(kind: str, identifier: str) -> None:
    found = explain(identifier)
    assert (found.kind, found.id) == (kind, identifier)
    assert max(map(len, found.lines)) <= 80
    document = json.loads(json.dumps(found.document, allow_nan=False))
    assert document["entry"]["id"] == identifier
    assert document["schema"] == "evenstride.explanation/1"


@pytest.mark.parametrize(("kind", "identifier"), EVERYTHING)
def test_no_explanation_says_what_must_not_be_said(kind: str, identifier: str) -> None:
    assert forbidden_words(" ".join(line.strip() for line in explain(identifier, kinds=(kind,)).lines)) == ()


@pytest.mark.parametrize("name", ["hip_drop", "Hip drop", "hip-drop", " HIP_DROP "])
def test_an_id_may_be_written_as_people_write_it(name: str) -> None:
    assert explain(name).id == "hip_drop"


def test_a_slip_of_the_finger_gets_the_nearest_names() -> None:
    with pytest.raises(InputError, match=r"'calf_relase'\. Nearest: calf_release"):
        explain("calf_relase", kinds=("exercise",))
    with pytest.raises(InputError, match=r"an exercise, got 'squat'\. Nearest: inner_quad_squat"):
        explain("squat", kinds=("exercise",))


@pytest.mark.parametrize("name", ["", "zzzzzzz", "x" * 10_000, "\n"])
def test_nonsense_gets_one_short_line(name: str) -> None:
    with pytest.raises(InputError) as refused:
        explain(name)
    assert len(str(refused.value)) < 300


def test_the_chain_holds_in_both_directions() -> None:
    knowledge = load_knowledge()
    for finding in knowledge.findings.values():
        forward = chain_of("finding", finding.id, knowledge)
        assert forward["exercises"] == list(finding.exercises)
        for exercise in finding.exercises:
            assert finding.id in chain_of("exercise", exercise, knowledge)["findings"]
        for measure in forward["measures"]:
            assert set(finding.exercises) <= set(chain_of("measure", measure, knowledge)["exercises"])
        for screen in finding.confirm_with:
            assert finding.id in chain_of("screen", screen, knowledge)["findings"]


def test_the_list_of_exercises_names_each_once_and_says_which_are_ours() -> None:
    knowledge = load_knowledge()
    lines = exercise_list().lines
    for exercise in knowledge.exercises.values():
        named = [line for line in lines if line.split()[:1] == [exercise.id]]
        assert len(named) == 1
        assert ("ours" in named[0]) == (exercise.origin == "ours")


def test_the_list_of_everything_holds_every_id() -> None:
    ids = explained_list().document["ids"]
    assert {identifier for names in ids.values() for identifier in names} == {
        identifier for _, identifier in EVERYTHING
    }
