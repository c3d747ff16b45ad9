"""Groups of conditions, comparisons of the sides and findings without suspects: read right, and told where wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evenstride.errors import KnowledgeError
from evenstride.knowledge import check, load_knowledge_from
from evenstride.knowledge.compiled import read_compiled, write_compiled

SMALL = Path(__file__).parent / "small"
SHIN = "    - {measure: shin_angle, level: mild}\n"
GROUP = "    - all_of:\n      - {measure: shin_angle, level: mild}\n      - {measure: strike, is: forefoot}\n"
SUSPECTS = "    weak:\n    - {muscle: buttock, basis: inferred}\n"


def changed(folder: Path, *replacements: tuple[str, str], file: str = "findings.yaml") -> Path:
    """A copy of the small knowledge with texts of one file replaced."""
    copy = folder / "content"
    if not copy.exists():
        shutil.copytree(SMALL, copy)
    text = (copy / file).read_text(encoding="utf-8")
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} must stand exactly once in {file}"
        text = text.replace(old, new)
    (copy / file).write_text(text, encoding="utf-8")
    return copy


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge_from(folder)
    problems = caught.value.facts["problems"]
    assert isinstance(problems, list)
    return problems


def test_an_alternative_may_be_a_group(tmp_path):
    folder = changed(tmp_path, (SHIN, GROUP + SHIN))
    finding = load_knowledge_from(folder).findings["hard_landing"]
    assert [[each.measure for each in group] for group in finding.trigger.alternatives] == [
        ["shin_angle", "strike"],
        ["shin_angle"],
    ]
    assert finding.measure_ids == ("strike", "shin_angle")
    assert check(folder) == []


def test_a_group_survives_the_compiled_form(tmp_path):
    folder = changed(tmp_path, (SHIN, GROUP))
    write_compiled(folder)
    compiled = read_compiled(folder)
    assert compiled is not None
    assert compiled.findings["hard_landing"] == load_knowledge_from(folder).findings["hard_landing"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            GROUP.replace("level: mild", "level: mild, colour: red"),
            "findings.yaml:14 findings[0].trigger.any[0].all_of[0].colour: unknown key 'colour'",
        ),
        (
            GROUP.replace("strike, is", "stride, is"),
            "findings.yaml:15 findings[0].trigger.any[0].all_of[1].measure: no measure 'stride'",
        ),
        (
            GROUP.replace("is: forefoot", "is: heel"),
            "findings.yaml:15 findings[0].trigger.any[0].all_of[1].is: "
            "'strike' has no class 'heel' (it has rearfoot, forefoot)",
        ),
        (
            GROUP + "      note: both\n",
            "findings.yaml:16 findings[0].trigger.any[0].note: unknown key 'note'",
        ),
        (
            "    - {measure: shin_angle, sides: differ}\n",
            "findings.yaml:13 findings[0].trigger.any[0].sides: "
            "the finding is per side, so its sides cannot be compared",
        ),
        (
            "    - {measure: shin_angle, sides: differ, level: mild}\n",
            "findings.yaml:13 findings[0].trigger.any[0]: sides goes without level, is and direction",
        ),
    ],
)
def test_what_is_wrong_in_an_alternative_is_told_at_its_place(tmp_path, new, expected):
    assert expected in problems_of(changed(tmp_path, (SHIN, new)))


def test_a_group_of_one_is_no_group(tmp_path):
    one = "    - all_of:\n      - {measure: shin_angle, level: mild}\n"
    (problem,) = problems_of(changed(tmp_path, (SHIN, one)))
    assert problem.startswith("findings.yaml:13 findings[0].trigger.any[0].all_of: ")
    assert "at least 2 items" in problem


def test_sides_are_compared_only_where_a_usual_difference_is_known(tmp_path):
    folder = changed(
        tmp_path,
        ("sides: per_side", "sides: both"),
        ("    - {measure: strike, is: rearfoot}\n", "    - {measure: shin_angle, sides: differ}\n"),
        ("    any:\n" + SHIN, ""),
    )
    assert problems_of(folder) == [
        "findings.yaml:11 findings[0].trigger.all[0].sides: 'shin_angle' has no single usual_difference"
    ]
    usual = "  left_right_difference: absolute\n  usual_difference: {value: 3, source: ours}\n"
    changed(tmp_path, ("  caveat: Few studies.\n", "  caveat: Few studies.\n" + usual), file="measures.yaml")
    assert load_knowledge_from(folder).findings["hard_landing"].trigger.all[0].sides == "differ"


def test_information_leads_to_no_exercise(tmp_path):
    folder = changed(tmp_path, ("  to_know: [Film longer.]", "  to_know: [Film longer.]\n  information_only: true"))
    (problem,) = problems_of(folder)
    assert problem.endswith("a finding that is information only has no suspected muscles, exercises and cues")


def test_a_finding_without_suspects_may_name_exercises_if_it_names_a_cue(tmp_path):
    folder = changed(tmp_path, (SUSPECTS, "    weak: []\n"), ("confirm_with: [stand_up]", "confirm_with: []"))
    told = [line for line in check(folder) if "nothing names" not in line]
    assert told == []
    changed(tmp_path, ("  cues: [quick]\n", ""))
    assert (
        "findings.yaml: hard_landing: it suspects no muscle, so it is a matter of technique and must name a cue"
    ) in check(folder)


def test_a_finding_that_no_exercise_answers_is_told(tmp_path):
    folder = changed(tmp_path, ("exercises: [squat]", "exercises: []"))
    assert (
        "findings.yaml: hard_landing: no exercise answers it; only a finding that is information_only may go without"
    ) in check(folder)
