"""Every way to break the knowledge files is an error with its file, line and path."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evenstride.errors import KnowledgeError
from evenstride.knowledge import check, load_knowledge_from

SMALL = Path(__file__).parent / "small"

#: (what is wrong, file, text that is there, text put in its place, the problem lines it must give)
CASES = [
    (
        "unknown key",
        "measures.yaml",
        "  caveat: Few studies.",
        "  caveat: Few studies.\n  colour: red",
        ["measures.yaml:25 measures[0].colour: unknown key 'colour'"],
    ),
    (
        "unknown key deep inside",
        "exercises.yaml",
        "reps: {low: 8, high: 12, source: ours}",
        "reps: {low: 8, high: 12, source: ours, unit: s}",
        ["exercises.yaml:16 exercises[0].dose_ours.reps.unit: unknown key 'unit'"],
    ),
    (
        "unknown top-level key",
        "cues.yaml",
        "cues:",
        "hints:",
        ["cues.yaml:1 (file): expected one top-level key 'cues' holding a list"],
    ),
    (
        "missing key",
        "muscles.yaml",
        "  region: hip\n",
        "",
        ["muscles.yaml:2 muscles[0].region: missing"],
    ),
    (
        "dangling exercise",
        "findings.yaml",
        "exercises: [squat]",
        "exercises: [squat, lunge]",
        ["findings.yaml:28 findings[0].exercises[1]: no exercise 'lunge'"],
    ),
    (
        "dangling measure in a trigger",
        "findings.yaml",
        "{measure: shin_angle, level: mild}",
        "{measure: shin_angel, level: mild}",
        ["findings.yaml:13 findings[0].trigger.any[0].measure: no measure 'shin_angel'"],
    ),
    (
        "dangling source of a number",
        "measures.yaml",
        "mild: {above: 3, source: ours}",
        "mild: {above: 3, source: smith1999}",
        ["measures.yaml:18 measures[0].thresholds.mild.source: no reference 'smith1999'"],
    ),
    (
        "dangling muscle in a screen",
        "screens.yaml",
        "suspects_weak: [buttock]",
        "suspects_weak: [calf]",
        ["screens.yaml:5 screens[0].suspects_weak[0]: no muscle 'calf'"],
    ),
    (
        "dangling exercise in a red flag",
        "red_flags.yaml",
        "stops_exercises: [squat]",
        "stops_exercises: [lunge]",
        [
            "exercises.yaml:26 exercises[0].not_offered_if[0].asked_by[0]: "
            "question 'strong_pain' does not stop this exercise",
            "red_flags.yaml:7 red_flags[0].stops_exercises[0]: no exercise 'lunge'",
        ],
    ),
    (
        "exercise that does not say which question stops it",
        "exercises.yaml",
        "asked_by: [strong_pain]",
        "asked_by: [pain_number]",
        ["red_flags.yaml:7 red_flags[0].stops_exercises[0]: no not_offered_if of 'squat' is asked_by 'strong_pain'"],
    ),
    (
        "reason that no question asks for",
        "exercises.yaml",
        "asked_by: [strong_pain]",
        "asked_by: []",
        [
            "exercises.yaml:26 exercises[0].not_offered_if[0].asked_by: "
            "Tuple should have at least 1 item after validation, not 0"
        ],
    ),
    (
        "dangling question",
        "exercises.yaml",
        "asked_by: [strong_pain]",
        "asked_by: [strong_pain, weather]",
        ["exercises.yaml:26 exercises[0].not_offered_if[0].asked_by[1]: no red_flag 'weather'"],
    ),
    (
        "unknown part in a red flag",
        "red_flags.yaml",
        "stops_parts: [squat/slow]",
        "stops_parts: [squat/fast]",
        ["red_flags.yaml:22 red_flags[2].stops_parts[0]: exercise 'squat' has no part 'fast'"],
    ),
    (
        "part of an unknown exercise in a red flag",
        "red_flags.yaml",
        "stops_parts: [squat/slow]",
        "stops_parts: [lunge/slow]",
        ["red_flags.yaml:22 red_flags[2].stops_parts[0]: no exercise 'lunge'"],
    ),
    (
        "part that is no reference",
        "red_flags.yaml",
        "stops_parts: [squat/slow]",
        "stops_parts: [squat]",
        [
            "red_flags.yaml:22 red_flags[2].stops_parts[0]: "
            "String should match pattern '^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$', got 'squat'"
        ],
    ),
    (
        "pain question without a line",
        "red_flags.yaml",
        "  above: 5\n",
        "",
        ["red_flags.yaml:8 red_flags[1]: a pain question has above, a yes-or-no question has none"],
    ),
    (
        "line for pain without its source",
        "red_flags.yaml",
        "  above: 5\n  source: ours\n",
        "  above: 5\n",
        ["red_flags.yaml:11 red_flags[1].above: a line for pain and its source go together"],
    ),
    (
        "yes-or-no question with a line",
        "red_flags.yaml",
        "  question: Brittle bones?",
        "  question: Brittle bones?\n  above: 3",
        ["red_flags.yaml:16 red_flags[2]: a pain question has above, a yes-or-no question has none"],
    ),
    (
        "stage outside its dose",
        "exercises.yaml",
        "{weeks: [1, 2], sets: 2, reps: 8,",
        "{weeks: [1, 2], sets: 2, reps: 15,",
        ["exercises.yaml:31 exercises[0].stages[0].reps: 15 is outside dose_ours.reps (8 to 12)"],
    ),
    (
        "stage outside the article's dose of its variation",
        "exercises.yaml",
        "reps: 12, hold_s: 5,",
        "reps: 12, hold_s: 6,",
        ["exercises.yaml:32 exercises[0].stages[1].hold_s: 6 is outside dose_article.hold_s (5)"],
    ),
    (
        "stage with a number that no dose states",
        "exercises.yaml",
        "{weeks: [1, 2], sets: 2, reps: 8,",
        "{weeks: [1, 2], sets: 2, reps: 8, rest_s: 60,",
        ["exercises.yaml:31 exercises[0].stages[0].rest_s: no dose of 'squat' states rest_s"],
    ),
    (
        "stage naming an unknown variation",
        "exercises.yaml",
        "part: slow",
        "part: fast",
        ["exercises.yaml:32 exercises[0].stages[1].part: no part 'fast' (it has slow)"],
    ),
    (
        "overlapping weeks of stages",
        "exercises.yaml",
        "weeks: [3, 4]",
        "weeks: [2, 3, 4]",
        ["exercises.yaml:32 exercises[0].stages[1].weeks: week 2 is covered twice"],
    ),
    (
        "week without a stage",
        "exercises.yaml",
        "weeks: [3, 4]",
        "weeks: [3]",
        ["exercises.yaml:30 exercises[0].stages: no stage covers week 4"],
    ),
    (
        "week after the end",
        "exercises.yaml",
        "weeks: [5, 6]",
        "weeks: [5, 6, 7]",
        ["exercises.yaml:33 exercises[0].stages[2].weeks[2]: Input should be less than or equal to 6, got 7"],
    ),
    (
        "stage without repetitions or time",
        "exercises.yaml",
        "{weeks: [1, 2], sets: 2, reps: 8,",
        "{weeks: [1, 2], sets: 2,",
        ["exercises.yaml:31 exercises[0].stages[0]: expected either reps or work_s"],
    ),
    (
        "exercise that does not say whose it is",
        "exercises.yaml",
        "  origin: ours\n",
        "",
        ["exercises.yaml:2 exercises[0].origin: missing"],
    ),
    (
        "further muscles without their source",
        "exercises.yaml",
        "{worked: [buttock], source: ours}",
        "{worked: [buttock], also_worked: [buttock], source: ours}",
        ["exercises.yaml:10 exercises[0].muscles: also_worked and also_source go together"],
    ),
    (
        "unit that does not exist",
        "measures.yaml",
        "  unit: deg\n  sides",
        "  unit: degrees\n  sides",
        [
            "measures.yaml:6 measures[0].unit: Input should be 'deg', 'cm', 'm', 'ms', 's', 'steps/min', '%', "
            "'% leg length', 'SD', 'BW', 'BW/s', 'g', 'reps' or 'class', got 'degrees'"
        ],
    ),
    (
        "threshold in another unit than its measure",
        "measures.yaml",
        "    unit: deg\n    mild",
        "    unit: cm\n    mild",
        ["measures.yaml:17 measures[0].thresholds.unit: wrong unit 'cm': the measure is in 'deg'"],
    ),
    (
        "reference band in another unit than its measure",
        "measures.yaml",
        "high: 2, unit: deg",
        "high: 2, unit: ms",
        ["measures.yaml:21 measures[0].references[0].unit: wrong unit 'ms': the measure is in 'deg'"],
    ),
    (
        "duplicate id",
        "references.yaml",
        "- {id: ours,",
        "- {id: article, short: again, status: internal, cite: Again}\n- {id: ours,",
        ["references.yaml:3 references[1].id: duplicate id 'article'"],
    ),
    (
        "duplicate key",
        "injuries.yaml",
        "  plain: Pain at the knee.",
        "  plain: Pain at the knee.\n  name: Again",
        ["injuries.yaml:5 injuries[0].name: duplicate key 'name'"],
    ),
    (
        "reference band upside down",
        "measures.yaml",
        "{low: -5, high: 2,",
        "{low: 5, high: 2,",
        ["measures.yaml:21 measures[0].references[0]: bad range: low 5 is above high 2"],
    ),
    (
        "dose upside down",
        "exercises.yaml",
        "reps: {low: 8, high: 12,",
        "reps: {low: 18, high: 12,",
        ["exercises.yaml:16 exercises[0].dose_ours.reps: bad range: low 18 is above high 12"],
    ),
    (
        "half a range",
        "exercises.yaml",
        "reps: {low: 8, high: 12,",
        "reps: {low: 8,",
        ["exercises.yaml:16 exercises[0].dose_ours.reps: expected either value, or low and high"],
    ),
    (
        "marked line short of the mild one",
        "measures.yaml",
        "marked: {above: 8,",
        "marked: {above: 2,",
        ["measures.yaml:16 measures[0].thresholds: bad range: marked above 2 is not beyond mild above 3"],
    ),
    (
        "number as text",
        "measures.yaml",
        "min_fps: 120\n  fps_source: ours\n  decimals: 1",
        'min_fps: "120"\n  fps_source: ours\n  decimals: 1',
        ["measures.yaml:13 measures[0].min_fps: Input should be a valid number, got '120'"],
    ),
    (
        "number without a source",
        "measures.yaml",
        "mild: {above: 3, source: ours}",
        "mild: {above: 3}",
        ["measures.yaml:18 measures[0].thresholds.mild.source: missing"],
    ),
    (
        "level on a measure without thresholds",
        "findings.yaml",
        "{measure: strike, is: rearfoot}",
        "{measure: strike, level: mild}",
        ["findings.yaml:11 findings[0].trigger.all[0].level: 'strike' has no thresholds"],
    ),
    (
        "class that the measure does not have",
        "findings.yaml",
        "is: rearfoot",
        "is: heel",
        ["findings.yaml:11 findings[0].trigger.all[0].is: 'strike' has no class 'heel' (it has rearfoot, forefoot)"],
    ),
    (
        "direction the measure has no line for",
        "findings.yaml",
        "{measure: shin_angle, level: mild}",
        "{measure: shin_angle, level: mild, direction: below}",
        ["findings.yaml:13 findings[0].trigger.any[0].direction: 'shin_angle' has no line below"],
    ),
    (
        "condition that compares nothing",
        "findings.yaml",
        "{measure: shin_angle, level: mild}",
        "{measure: shin_angle}",
        ["findings.yaml:13 findings[0].trigger.any[0]: expected either level or is"],
    ),
    (
        "our number among the article's dose",
        "exercises.yaml",
        "hold_s: {value: 5, source: article}",
        "hold_s: {value: 5, source: ours}",
        [
            "exercises.yaml:23 exercises[0].variations[0].dose_article.hold_s: "
            "the article's dose cannot come from 'ours'"
        ],
    ),
    (
        "muscle without identifier that claims to be sure",
        "muscles.yaml",
        "fma_id: FMA22314",
        "fma_id: null",
        ["muscles.yaml:2 muscles[0]: a muscle without an anatomical identifier has anatomy_status to_be_checked"],
    ),
    (
        "not YAML",
        "cues.yaml",
        "  name: Quick steps",
        "  name: [Quick steps",
        ["cues.yaml:4 (file): not YAML: did not find expected ',' or ']'"],
    ),
]


def broken_copy(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the small knowledge with one text replaced."""
    copy = folder / "content"
    shutil.copytree(SMALL, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must stand exactly once in {file}"
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


@pytest.mark.parametrize(("file", "old", "new", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_broken_file_is_reported_with_line_and_path(tmp_path, file, old, new, expected):
    folder = broken_copy(tmp_path, file, old, new)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge_from(folder)
    assert caught.value.facts["problems"] == expected
    assert check(folder) == expected


def test_all_problems_are_listed_together(tmp_path):
    folder = broken_copy(tmp_path, "findings.yaml", "exercises: [squat]", "exercises: [lunge]")
    muscles = folder / "muscles.yaml"
    muscles.write_text(muscles.read_text(encoding="utf-8").replace("region: hip", "region: elbow"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="2 problem") as caught:
        load_knowledge_from(folder)
    message = str(caught.value)
    assert "findings.yaml:28 findings[0].exercises[0]: no exercise 'lunge'" in message
    assert "muscles.yaml:5 muscles[0].region:" in message


def test_a_missing_file_and_a_bad_version_are_problems(tmp_path):
    folder = broken_copy(tmp_path, "VERSION", "0.1.0", "first")
    (folder / "red_flags.yaml").unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge_from(folder)
    assert caught.value.facts["problems"] == [
        "VERSION:1 (file): expected a version like 1.0.0, got 'first'",
        "red_flags.yaml:1 (file): expected this file in content/",
    ]


def test_an_empty_file_is_a_problem(tmp_path):
    folder = broken_copy(tmp_path, "VERSION", "0.1.0", "0.1.1")
    (folder / "red_flags.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert check(folder) == ["red_flags.yaml:1 (file): expected one top-level key 'red_flags' holding a list"]


def test_the_small_knowledge_itself_is_good():
    assert check(SMALL) == []
    assert load_knowledge_from(SMALL).version == "0.1.0"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "exercises.yaml",
            "worked: [buttock]",
            "released: [buttock]",
            "findings.yaml: hard_landing: no exercise works the suspected weak 'buttock'",
        ),
        (
            "findings.yaml",
            "cues: [quick]",
            "cues: []",
            "cues.yaml: quick: finding 'hard_landing' does not name this cue",
        ),
        (
            "findings.yaml",
            "exercises: [squat]",
            "exercises: []",
            "exercises.yaml: squat: finding 'hard_landing' does not name this exercise",
        ),
        (
            "findings.yaml",
            "{literature: [knee_pain], note",
            "{note",
            "injuries.yaml: knee_pain: nothing names this injury",
        ),
        (
            "screens.yaml",
            "suspects_weak: [buttock]",
            "suspects_weak: []",
            "findings.yaml: hard_landing: screen 'stand_up' tells nothing about a suspected muscle",
        ),
        (
            "muscles.yaml",
            "tested_weak_by: [stand_up]",
            "tested_weak_by: []",
            "muscles.yaml: buttock: this muscle and screen 'stand_up' do not agree "
            "that the screen tells whether it is weak",
        ),
        (
            "findings.yaml",
            "plain: The leg is set in front.",
            "plain: You have a bad knee.",
            "findings.yaml: hard_landing: you have: 'You have' in: You have a bad knee.",
        ),
    ],
)
def test_a_broken_chain_or_a_forbidden_word_is_found_by_the_check(tmp_path, file, old, new, expected):
    assert expected in check(broken_copy(tmp_path, file, old, new))
