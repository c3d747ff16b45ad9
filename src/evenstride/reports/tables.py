"""Tables for other programs: one row per measure and side, as CSV or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.errors import OutputError
from evenstride.model import Assessment, Measure
from evenstride.reports.files import write_whole

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".parquet")


def write_tables(assessment: Assessment, path: Path) -> None:
    """Write the measures as a table; the suffix of ``path`` chooses CSV or Parquet.

    Raises
    ------
    OutputError
        The suffix is neither, or the file cannot be written there.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise OutputError(f"Expected a table file ending in .csv or .parquet, got '{path.name}'.", path=str(path))
    table = measure_table(assessment)
    if suffix == ".csv":
        write_whole(path, lambda part: table.to_csv(part, index=False))
    else:
        write_whole(path, lambda part: table.to_parquet(part, index=False))


def measure_table(assessment: Assessment) -> pd.DataFrame:
    """One row per measure and side, unrounded; ``side`` is empty for the whole run.

    A measure is a number (``value``) or a class (``value_class``); a refused one has neither and says why in
    ``reasons``. Angles in degrees; every other unit is in ``unit``.
    """
    import pandas as pd

    rows = [measure_row(measure) for measure in assessment.measures]
    table = pd.DataFrame(rows, columns=list(MEASURE_COLUMNS))
    return table.astype(MEASURE_COLUMNS)


MEASURE_COLUMNS = {
    "id": "string",
    "side": "string",
    "value": "Float64",
    "value_class": "string",
    "unit": "string",
    "standard_error": "Float64",
    "n_steps": "Int64",
    "sd_between_steps": "Float64",
    "mdc": "Float64",
    "status": "string",
    "reasons": "string",
    "reference_low": "Float64",
    "reference_high": "Float64",
    "reference_source": "string",
    "source": "string",
    "sources": "string",
}


def measure_row(measure: Measure) -> dict[str, Any]:
    """One measure of one side by column; ``sources`` are the recordings that count in it, ``source`` the heaviest."""
    reference = measure.reference
    return {
        "id": measure.id,
        "side": measure.side,
        "value": measure.number,
        "value_class": measure.value if isinstance(measure.value, str) else None,
        "unit": measure.unit,
        "standard_error": measure.standard_error,
        "n_steps": measure.n_steps,
        "sd_between_steps": measure.sd_between_steps,
        "mdc": measure.mdc,
        "status": measure.status,
        "reasons": " ".join(measure.reasons),
        "reference_low": None if reference is None else reference.low,
        "reference_high": None if reference is None else reference.high,
        "reference_source": None if reference is None else reference.source,
        "source": measure.source,
        "sources": " ".join(part.source for part in measure.parts if part.weight) or measure.source,
    }
