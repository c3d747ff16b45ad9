from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evenstride.cli.run import run


def test_the_sample_of_a_sensor_is_told_on_the_terminal_and_as_json(shared_data: Path, tmp_path: Path) -> None:
    sample = shared_data / "imu" / "sacrum_alcantara" / "Sample_test_data_shimmer512.csv"
    out = tmp_path / "imu.json"
    result = CliRunner().invoke(run, [str(sample), "--imu-place", "sacrum", "--json", str(out)], standalone_mode=False)
    assert result.exception is None
    assert "sensor at the sacrum" in result.output
    assert "Cadence (step rate)" in result.output
    document = json.loads(out.read_text(encoding="utf-8"))
    found = {(each["id"], each["side"]): each for each in document["measures"]}
    assert found["cadence", None]["value"] == pytest.approx(160, abs=2)
    assert found["contact_time", None]["standard_error"] >= 20
