"""Every route of the API answers as its description says, whatever is asked: never a 500, never another shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from api_on_trial import trial


def test_every_route_answers_as_described(tmp_path: Path) -> None:
    with trial(tmp_path) as on_trial:
        verdict = on_trial.hold(max_examples=2, deterministic=True)
    assert not verdict.problems, "\n\n".join(verdict.problems)
    assert verdict.n_requests > 500


@pytest.mark.slow
def test_every_route_answers_as_described_for_minutes(tmp_path: Path) -> None:
    with trial(tmp_path) as on_trial:
        verdict = on_trial.hold(max_examples=300, deterministic=False)
    assert not verdict.problems, "\n\n".join(verdict.problems)
