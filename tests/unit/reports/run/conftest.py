"""A simulated season read back from its files: the last run tires."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from evenstride.model.run_analysis import RunAnalysis
from evenstride.reports import Report, build_report
from evenstride.services.analyze_run import analyze_run
from run_files import write_fit, write_season


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> RunAnalysis:
    return analyze_run(write_season(tmp_path_factory.mktemp("season")))


@pytest.fixture(scope="session")
def report(season: RunAnalysis, knowledge: Any) -> Report:
    return build_report(season, knowledge=knowledge)


@pytest.fixture(scope="session")
def short_run(tmp_path_factory: pytest.TempPathFactory) -> RunAnalysis:
    path = tmp_path_factory.mktemp("short") / "short.fit"
    return analyze_run(write_fit(path, simulate_run(Scenario(""), np.random.default_rng(5)), minutes=6))
