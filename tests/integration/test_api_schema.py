"""Every route of the API answers as its description says, whatever is asked: never a 500, never another shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from api_on_trial import Depth, trial


def test_every_route_answers_as_described(tmp_path: Path) -> None:
    with trial(tmp_path) as on_trial:
        verdict = on_trial.hold(Depth(with_body=2, without_body=2, is_deterministic=True))
    assert not verdict.problems, "\n\n".join(verdict.problems)
    assert verdict.n_requests > 500


@pytest.mark.slow
def test_every_route_answers_as_described_for_minutes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with trial(tmp_path) as on_trial, capsys.disabled():  # what is found is seen though the run be broken off
        verdict = on_trial.hold(Depth(with_body=200, without_body=40), tell=print)
    assert not verdict.problems, "\n\n".join(verdict.problems)
    assert verdict.n_requests > 5000
