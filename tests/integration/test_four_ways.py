"""One recording by Python, by the command line, by the client and by HTTP: the same numbers to 1e-6."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest
from app_server import running_app
from benchmarks.accuracy.simulated_runs import simulate_run

import evenstride
from command_line import run_evenstride
from evenstride.client import App, AppRefusedError, connect
from evenstride.errors import InputError
from evenstride.services.api_tokens import create_api_token
from evenstride.store import open_store
from run_files import TIRING, write_fit

TOLERANCE = 1e-6
MONDAY = date.fromisoformat("2026-03-02")


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    simulated = simulate_run(TIRING, np.random.default_rng(1))
    return write_fit(tmp_path_factory.mktemp("fit") / "tiring.fit", simulated, minutes=60.0)


@pytest.fixture(scope="module")
def in_python(fit: Path) -> dict[str, Any]:
    return json.loads(json.dumps(evenstride.analyze_run(fit).to_dict()))


@pytest.fixture(scope="module")
def token_and_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    home = tmp_path_factory.mktemp("app") / "home"
    with open_store(home, url=f"sqlite:///{home / 'evenstride.db'}") as store:
        secret = create_api_token(store, "test").secret
    with running_app(home) as app:
        yield secret, app.origin


@pytest.fixture(scope="module")
def app(token_and_url: tuple[str, str]) -> Iterator[App]:
    token, url = token_and_url
    with connect(url, token) as connected:
        yield connected


@pytest.fixture(scope="module")
def assessment_id(app: App, fit: Path) -> str:
    runner = app.add_runner("Ada", agrees_to_storage=True)
    seen: list[int] = []
    app.upload(fit, on_progress=lambda sent, _: seen.append(sent))
    assert seen[-1] == fit.stat().st_size
    (job,) = app.analyse([fit], runner_id=runner["id"])
    done = app.wait(job, timeout_s=120.0)
    assert done.assessment_id is not None
    return done.assessment_id


def test_the_command_line_gives_the_numbers_of_python(fit: Path, in_python: dict[str, Any], tmp_path: Path) -> None:
    written = tmp_path / "out.json"
    assert run_evenstride("run", fit, "--json", written).code == 0
    assert_same_numbers(json.loads(written.read_text("utf-8")), in_python)


def test_the_client_gives_the_numbers_of_python(app: App, in_python: dict[str, Any], assessment_id: str) -> None:
    assert_same_numbers(app.assessment(assessment_id), in_python)
    measures = {(each["id"], each["side"]): each for each in in_python["measures"]}
    for each in app.measures(assessment_id):
        said = measures[each["measure_id"], each["side"]]["value"]
        got = each["value"] if each["class_name"] is None else each["class_name"]
        assert got == (pytest.approx(said, abs=TOLERANCE) if isinstance(said, float) else said)


def test_http_gives_the_numbers_of_python(
    token_and_url: tuple[str, str], in_python: dict[str, Any], assessment_id: str
) -> None:
    token, url = token_and_url
    asked = Request(f"{url}/api/assessments/{assessment_id}/document", headers={"Authorization": f"Bearer {token}"})
    with urlopen(asked) as answer:
        assert_same_numbers(json.loads(answer.read()), in_python)


def test_the_plan_of_the_app_is_the_plan_of_python(app: App, in_python: dict[str, Any], assessment_id: str) -> None:
    runner_id = app.runner("Ada")["id"]
    questions = app.ask("GET", "/api/knowledge/questions")
    answers: dict[str, bool | float] = {each["id"]: 0.0 if each["is_pain"] else False for each in questions}
    assert app.answer(runner_id, answers)["may_start"]
    start = date.today()
    made = app.make_plan(runner_id, start_on=start, minutes_a_day=15, days_a_week=4, assessment_id=assessment_id)
    profile = {"answers": answers, "minutes_a_day": 15, "days_a_week": 4}
    assert_same_numbers(
        made, json.loads(json.dumps(evenstride.make_plan(in_python, profile=profile, start_on=start).to_dict()))
    )
    assert app.progress(runner_id, today=start)["schema"] == "evenstride.progress/1"


def test_the_client_says_what_the_app_refuses(app: App, tmp_path: Path, token_and_url: tuple[str, str]) -> None:
    with pytest.raises(AppRefusedError) as refused:
        app.assessment("06" + "0" * 24)
    assert (refused.value.code, refused.value.status) == ("not_found", 404)
    no_recording = tmp_path / "notes.txt"
    no_recording.write_text("not a recording")
    with pytest.raises(InputError):
        app.upload(no_recording)
    with pytest.raises(InputError, match="a runner of the app"):
        app.runner("Nobody")
    with pytest.raises(AppRefusedError) as refused:
        connect(token_and_url[1], "evenstride_wrong")
    assert refused.value.code == "not_signed_in"


def assert_same_numbers(one: Any, other: Any, where: str = "document") -> None:
    """Everything equal, numbers to the tolerance; what tells the moment and the place of the making is left out."""
    if isinstance(other, Mapping):
        assert set(one) == set(other), where
        for key, value in other.items():
            if key not in ("created_at", "timings_s"):
                assert_same_numbers(one[key], value, f"{where}.{key}")
    elif isinstance(other, list):
        assert len(one) == len(other), where
        for at, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            assert_same_numbers(mine, theirs, f"{where}[{at}]")
    elif isinstance(other, float):
        assert one == pytest.approx(other, abs=TOLERANCE), where
    else:
        assert one == other, where
