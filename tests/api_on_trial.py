"""The API put on trial by its own description: an app with something of everything, ids that exist, a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception
from typing import Any
from zlib import crc32

import schemathesis
from fastapi import FastAPI
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    NotAServerErrorConfig,
    OperationConfig,
    OperationsConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    SimpleCheckConfig,
    StatefulPhaseConfig,
)
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.filters import FilterSet

from app_client import ORIGIN, PORT
from evenstride.model.ids import is_id
from evenstride.services.api_tokens import create_api_token
from evenstride.store import Store, open_store
from evenstride.web.app import create_app
from evenstride.web.settings import ServeSettings
from stored_examples import Kept, keep_everything

SCHEMA_PATH = "/api/openapi.json"


@dataclass(frozen=True)
class Depth:
    """How many made-up requests each route is asked; one with a body has more to get wrong than one with an id."""

    with_body: int
    without_body: int
    is_deterministic: bool = False


@dataclass(frozen=True)
class Verdict:
    """How many requests were made, and what was wrong with the answers."""

    n_requests: int
    problems: tuple[str, ...]


@schemathesis.serializer("application/zip")
def _as_it_is(context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


class Trial:
    """One app and a client with a token; what a request deletes is there again for the next."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.app: FastAPI = create_app(ServeSettings(port=PORT), store=store)
        self.token = create_api_token(store, "trial").secret
        self._kept: Kept | None = None
        self._number = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Host": ORIGIN.removeprefix("http://")}

    def ids(self) -> dict[str, str]:
        """Ids that exist now, by the name of the parameter that takes them."""
        kept = self._everything()
        return {
            "runner_id": kept.runner.id,
            "recording_id": kept.recording.id,
            "assessment_id": kept.assessment.id,
            "baseline_id": kept.assessment.id,
            "a": kept.assessment.id,
            "b": kept.assessment.id,
            "plan_id": kept.plan.id,
            "session_id": kept.session.id,
            "run_id": kept.run.id,
            "shoe_id": kept.shoe.id,
            "retest_id": kept.retest.id,
            "entry_id": kept.pain.id,
            "job_id": kept.job.id,
        }

    def _everything(self) -> Kept:
        kept = self._kept
        with self.store.read() as work:
            is_whole = kept is not None and all(
                repository.find(value.id) is not None
                for repository, value in (
                    (work.runners, kept.runner),
                    (work.assessments, kept.assessment),
                    (work.plans, kept.plan),
                    (work.sessions, kept.session),
                    (work.runs, kept.run),
                    (work.shoes, kept.shoe),
                    (work.retests, kept.retest),
                    (work.diary, kept.pain),
                )
            )
        if kept is None or not is_whole:
            self._number += 1
            kept = self._kept = keep_everything(
                self.store, name=f"Ada {self._number}", film=f"film {self._number}".encode()
            )
        return kept

    def hold(self, depth: Depth, *, tell: Callable[[str], object] = str) -> Verdict:
        """Ask every route what its description allows and what it does not; `tell` hears each problem as it comes."""
        schema = schemathesis.openapi.from_asgi(
            SCHEMA_PATH,
            self.app,
            config=_configuration(self.headers, depth),
            headers=self.headers,
        )
        self._hook(schema)
        n_requests, problems = 0, list[str]()
        for event in from_schema(schema).execute():
            if isinstance(event, ScenarioFinished):
                n_requests += len(event.recorder.interactions)
            for problem in _problems(event):
                if problem not in problems:
                    problems.append(problem)
                    tell(problem)
        return Verdict(n_requests, tuple(problems))

    def _hook(self, schema: Any) -> None:
        def with_own(values: Any) -> Any:
            """Every second time ids that exist for well-formed ones, so that more than refusals is tried."""
            if isinstance(values, dict) and crc32(str(sorted(map(str, values.items()))).encode(errors="replace")) % 2:
                own = self.ids()
                return {
                    name: own.get(name, value) if isinstance(value, str) and is_id(value) else value
                    for name, value in values.items()
                }
            return values

        @schema.hook
        def map_path_parameters(context: Any, path_parameters: Any) -> Any:
            return with_own(path_parameters)

        @schema.hook
        def map_query(context: Any, query: Any) -> Any:
            return with_own(query)

        @schema.hook
        def map_body(context: Any, body: Any) -> Any:
            return with_own(body)


def _configuration(headers: dict[str, str], depth: Depth) -> SchemathesisConfig:
    generation, quicker_generation = (
        GenerationConfig(max_examples=count, deterministic=depth.is_deterministic, database="none")
        for count in (depth.with_body, depth.without_body)
    )
    bodiless = FilterSet()
    bodiless.include(lambda context: not context.operation.body)
    quicker = OperationConfig(filter_set=bodiless, generation=quicker_generation)
    off = SimpleCheckConfig(enabled=False)
    checks = ChecksConfig(
        # What a sentence of the service refuses, no schema can say: a name that is taken, a plan without an assessment.
        positive_data_acceptance=PositiveDataAcceptanceConfig(enabled=False),
        not_a_server_error=NotAServerErrorConfig(),
        # Ids are put in the place of others, so that what was deleted is asked for on purpose.
        use_after_free=off,
        ensure_resource_availability=off,
    )
    project = ProjectConfig(
        base_url=ORIGIN,
        headers=headers,
        continue_on_failure=True,
        generation=generation,
        operations=OperationsConfig(operations=[quicker]),
        checks=checks,
        phases=PhasesConfig(stateful=StatefulPhaseConfig(enabled=False)),
    )
    return SchemathesisConfig(projects=ProjectsConfig(default=project), seed=1 if depth.is_deterministic else None)


def _problems(event: EngineEvent) -> list[str]:
    match event:
        case NonFatalError():
            return [f"{event.label}: {''.join(format_exception(event.value))}"]
        case FatalError():
            return ["".join(format_exception(event.exception))]
        case ScenarioFinished():
            return _failures(event.recorder)
    return []


def _failures(recorder: ScenarioRecorder) -> list[str]:
    """What was wrong, each with the request that shows it."""
    wrong = [
        (check.name, check.failure_info)
        for checks in recorder.checks.values()
        for check in checks
        if check.failure_info is not None
    ]
    return [
        f"{recorder.label}: {name}: {shown.failure.title} {shown.failure.message}\n{shown.code_sample}"
        for name, shown in wrong
    ]


@contextmanager
def trial(home: Path) -> Iterator[Trial]:
    """An app on data of its own."""
    with open_store(home, url=f"sqlite:///{home / 'evenstride.db'}") as store:
        yield Trial(store)
