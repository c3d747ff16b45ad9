"""Plans made by hand as fixtures."""

from __future__ import annotations

import pytest

from evenstride.model.plan import Plan
from plan_examples import example_plan, example_stop


@pytest.fixture
def plan() -> Plan:
    return example_plan()


@pytest.fixture
def stopped_plan() -> Plan:
    return example_stop()
