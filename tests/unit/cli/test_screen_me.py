"""The questions in the terminal: nothing is taken for an answer that is none, nothing is half-written."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from evenstride.cli.main import main
from evenstride.knowledge import load_knowledge

FLAGS = load_knowledge().red_flags


def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, *arguments: str | Path
) -> tuple[int, str, str]:
    """Exit code, output and standard error of ``evenstride screen-me`` with these lines typed."""
    monkeypatch.setattr(sys, "argv", ["evenstride", "screen-me", *map(str, arguments)])
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def in_order() -> list[str]:
    return sorted(FLAGS, key=lambda each: FLAGS[each].group != "now")


def typed(**answers: str) -> str:
    """A line for every question: no, or no pain, apart from those named."""
    usual = {each: "0" if FLAGS[each].answer == "pain_0_10" else "n" for each in in_order()}
    return "".join(f"{line}\n" for line in (usual | answers).values())


def test_all_answers_are_kept_and_nothing_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = ask(monkeypatch, capsys, typed(), "--answers", tmp_path / "me.json")
    assert code == 0
    assert "No answer stops the plan." in out
    answers = json.loads((tmp_path / "me.json").read_text("utf-8"))["answers"]
    assert set(answers) == set(FLAGS)
    assert not any(answers.values())


def test_a_red_flag_says_at_once_and_at_the_end_whom_to_see(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = ask(monkeypatch, capsys, typed(chest_signs="YES"))
    assert code == 0
    assert "This comes first. See: the emergency service" in err
    assert out.startswith("STOP. At once: see the emergency service")


@pytest.mark.parametrize("no_answer", ["", "   ", "maybe", "1", "n y", "ja"])
def test_enter_alone_or_another_word_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, no_answer: str
) -> None:
    path = tmp_path / "me.json"
    code, _, err = ask(monkeypatch, capsys, f"{no_answer}\n{no_answer}\n", "--answers", path)
    assert code == 1
    assert "Please type y or n" in err
    assert not path.exists()


@pytest.mark.parametrize("no_pain", ["", "11", "-1", "y", "nan", "inf"])
def test_pain_is_a_number_from_0_to_10(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, no_pain: str
) -> None:
    pain = next(each for each in FLAGS if FLAGS[each].answer == "pain_0_10")
    path = tmp_path / "me.json"
    code, _, err = ask(monkeypatch, capsys, typed(**{pain: f"{no_pain}\n4.5"}), "--answers", path)
    assert code == 0
    assert "a number from 0 to 10" in err
    assert json.loads(path.read_text("utf-8"))["answers"][pain] == 4.5


def test_skip_leaves_a_question_open_and_back_corrects_the_one_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, second = in_order()[:2]
    path = tmp_path / "me.json"
    code, out, _ = ask(monkeypatch, capsys, typed(**{first: "y", second: "back\nskip\nn"}), "--answers", path)
    answers = json.loads(path.read_text("utf-8"))["answers"]
    assert code == 0
    assert first not in answers
    assert answers[second] is False
    assert f"1 of {len(FLAGS)} questions is still open." in out


def test_what_is_left_open_can_be_answered_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "me.json"
    code, _, err = ask(monkeypatch, capsys, "n\nn\n", "--answers", path)
    assert code == 1
    assert err.splitlines()[-1].startswith("evenstride: Ended with")
    rest = "".join(typed().splitlines(keepends=True)[2:])
    code, out, _ = ask(monkeypatch, capsys, rest, "--from", path, "--answers", path)
    assert code == 0
    assert "still open" not in out
    assert list(tmp_path.iterdir()) == [path]
    code, out, err = ask(monkeypatch, capsys, "", "--from", path)
    assert (code, err) == (0, "")


def test_breaking_off_leaves_an_older_file_as_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "me.json"
    path.write_text("older answers", encoding="utf-8")
    code, _, err = ask(monkeypatch, capsys, "n\n", "--answers", path)
    assert code == 1
    assert "is left as it was" in err
    assert path.read_text("utf-8") == "older answers"


def test_json_holds_what_is_stopped_and_nothing_else_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = ask(monkeypatch, capsys, typed(chest_signs="y"), "--json", "-")
    document = json.loads(out)
    assert code == 0
    assert document["may_start"] is False
    assert document["stopped_by"][0]["red_flag_id"] == "chest_signs"
    assert document["stopped_by"][0]["urgency"] == "emergency"


@pytest.mark.parametrize("name", ["me.txt", "missing/me.json"])
def test_a_name_that_cannot_be_written_is_refused_before_the_first_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    code, _, err = ask(monkeypatch, capsys, typed(), "--answers", tmp_path / name)
    assert code == 1
    assert len(err.splitlines()) == 1
