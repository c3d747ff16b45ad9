"""Tables hold the assessment's values, whole and unrounded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evenstride.errors import OutputError
from evenstride.model import ClipAnalysis
from evenstride.reports import measure_table, write_tables


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".CSV"])
def test_a_written_table_reads_back_as_the_measures(analysis: ClipAnalysis, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"measures{suffix}"
    write_tables(analysis.assessment, path)
    read: Any = pd.read_parquet(path) if suffix == ".parquet" else pd.read_csv(path)
    assert len(read) == len(analysis.assessment.measures)
    for row, measure in zip(read.to_dict("records"), analysis.assessment.measures, strict=True):
        assert row["id"] == measure.id
        assert row["n_steps"] == measure.n_steps
        if measure.number is None:
            assert pd.isna(row["value"])
        else:
            assert row["value"] == pytest.approx(measure.number, rel=1e-12)


def test_a_class_and_a_refusal_have_their_own_columns(analysis: ClipAnalysis) -> None:
    table = measure_table(analysis.assessment).set_index("id")
    assert set(table.loc[["foot_strike_pattern"], "value_class"]) == {"rearfoot"}
    assert table.loc["overstride", "status"] == "refused"
    assert "120 frames per second" in table.loc["overstride", "reasons"]


def test_another_suffix_is_refused_in_words(analysis: ClipAnalysis, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"ending in \.csv or \.parquet, got 'measures\.xlsx'"):
        write_tables(analysis.assessment, tmp_path / "measures.xlsx")
    assert list(tmp_path.iterdir()) == []
