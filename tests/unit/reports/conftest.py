"""What the reports' tests share: the shipped knowledge and a synthetic run."""

from __future__ import annotations

from typing import Any

import pytest

from evenstride.model import ClipAnalysis
from evenstride.testing import synthetic_analysis


@pytest.fixture(scope="session")
def knowledge() -> Any:
    from evenstride.knowledge import load_knowledge

    return load_knowledge()


@pytest.fixture
def analysis() -> ClipAnalysis:
    return synthetic_analysis()
