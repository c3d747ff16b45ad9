"""Every route, every method, with what no page of ours sends: never a 500, a traceback or a hang."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from api_on_trial import Trial, trial
from hostile_requests import (
    BODIES,
    HEADERS,
    METHODS,
    QUERIES,
    SEGMENTS,
    Answered,
    ask,
    forms_of,
    hostile_path,
    kept_path,
    routes_of,
)


@pytest.fixture
def on_trial(tmp_path: Path) -> Iterator[Trial]:
    with trial(tmp_path) as made:
        yield made


def _wrong(answers: list[Answered]) -> list[str]:
    return [f"{each.asked}: {each.status} {each.text[:200]}" for each in answers if each.is_wrong]


def test_no_route_fails_on_hostile_addresses(on_trial: Trial) -> None:
    async def walk() -> list[Answered]:
        return [
            await ask(on_trial, method, hostile_path(route, segment))
            for route in routes_of(on_trial.app)
            for segment in (SEGMENTS if route.param_convertors else SEGMENTS[:1])
            for method in (METHODS if segment is SEGMENTS[0] else sorted(route.methods or ()))
        ]

    answers = asyncio.run(walk())
    assert len(answers) > 1000
    assert not _wrong(answers)


def test_no_route_fails_on_hostile_bodies(on_trial: Trial) -> None:
    async def walk() -> list[Answered]:
        answers = []
        for route in routes_of(on_trial.app):
            for method in sorted((route.methods or set()) - {"GET", "HEAD"}):
                path = kept_path(route, on_trial.ids())
                for content_type, body in (*BODIES, *forms_of(route)):
                    answers.append(await ask(on_trial, method, path, content_type=content_type, body=body))
                    if answers[-1].status < 400:  # it may be deleted now
                        path = kept_path(route, on_trial.ids())
        return answers

    answers = asyncio.run(walk())
    assert len(answers) > 500
    assert not _wrong(answers)


def test_no_route_fails_on_hostile_questions_and_headers(on_trial: Trial) -> None:
    async def walk() -> list[Answered]:
        answers = []
        for route in routes_of(on_trial.app):
            if "GET" in (route.methods or ()):
                path = kept_path(route, on_trial.ids())
                answers += [await ask(on_trial, "GET", path, query=query) for query in QUERIES]
                answers += [await ask(on_trial, "GET", path, headers=headers) for headers in HEADERS]
        return answers

    answers = asyncio.run(walk())
    assert len(answers) > 500
    assert not _wrong(answers)
