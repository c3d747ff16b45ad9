"""YAML is read as it stands, with lines, and nothing is guessed."""

from __future__ import annotations

from evenstride.knowledge.yaml_source import path_text, read_yaml_source


def read(tmp_path, text: str):
    path = tmp_path / "things.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml_source(path)


def test_plain_values_keep_their_types(tmp_path):
    source = read(tmp_path, "a: 1\nb: 1.5\nc: text\nd: null\ne: [x, 2]\nf: true\n")
    assert source.data == {"a": 1, "b": 1.5, "c": "text", "d": None, "e": ("x", 2), "f": True}
    assert source.problems == []


def test_the_line_of_a_place_is_found_or_that_of_the_nearest_around_it(tmp_path):
    source = read(tmp_path, "list:\n- id: a\n  deep:\n    x: 1\n- id: b\n")
    assert source.line_of(("list", 0, "deep", "x")) == 4
    assert source.line_of(("list", 1, "id")) == 5
    assert source.line_of(("list", 0, "deep", "missing")) == 3
    assert source.line_of(("list", 7)) == 1


def test_a_duplicate_key_is_a_problem_at_its_second_place(tmp_path):
    source = read(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert [str(problem) for problem in source.problems] == ["things.yaml:3 a: duplicate key 'a'"]


def test_a_date_that_was_not_quoted_is_a_problem(tmp_path):
    source = read(tmp_path, "when: 2024-01-31\n")
    assert [str(p) for p in source.problems] == [
        "things.yaml:1 when: cannot read '2024-01-31' (timestamp); quote a text"
    ]


def test_a_key_that_is_not_a_text_is_a_problem(tmp_path):
    source = read(tmp_path, "a:\n  1: one\n")
    assert [str(problem) for problem in source.problems] == ["things.yaml:2 a: expected a text as key"]


def test_a_path_reads_as_people_write_it():
    assert path_text(("findings", 0, "exercises", 2)) == "findings[0].exercises[2]"
    assert path_text(()) == "(file)"
