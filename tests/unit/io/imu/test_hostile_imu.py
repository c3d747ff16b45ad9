from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenstride.errors import EvenstrideError
from evenstride.io.imu import ImuDeclaration, read_imu_csv
from evenstride.pipelines.imu_run import measure_imu, to_run
from imu_files import sacrum_vertical_g, turned

_TIME_S = np.arange(0, 4, 0.01)
_GOOD = "time,acc_x,acc_y,acc_z\n" + "\n".join(
    f"{t:.2f},{x:.4f},{y:.4f},{z:.4f}"
    for t, (x, y, z) in zip(_TIME_S, turned(sacrum_vertical_g(_TIME_S), (0.1, 1.0, 0.2)), strict=True)
)
_DECLARATIONS = st.builds(
    ImuDeclaration,
    place=st.sampled_from(["sacrum", "shank_left", "shank_right"]),
    rate_hz=st.none() | st.floats(20, 5000),
    acceleration_unit=st.none() | st.sampled_from(["g", "mg", "m/s2"]),
    columns=st.sampled_from([(), ("1",), ("2", "3", "4"), ("acc_x",)]),
)
_CELL = st.one_of(
    st.floats().map(str),
    st.integers(-(10**30), 10**30).map(str),
    st.sampled_from(["", "nan", "inf", '"', "1e400", "acc_x", "time", "-", ",", "\x00", "1_0", "٣"]),
)


def read_and_measure(content: bytes, declared: ImuDeclaration) -> None:
    """Whatever a file holds, it gives a recording that can be measured, or one of our errors in one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        recording = None
        said = ""
        try:
            recording = read_imu_csv(path, declared=declared)
        except EvenstrideError as refusal:
            said = str(refusal)
        assert "\n" not in said
        if recording is None:
            return
        assert np.all(np.diff(recording.time_s) > 0)
        to_run(measure_imu(recording))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_CELL, min_size=1, max_size=6), min_size=1, max_size=30), _DECLARATIONS)
def test_tables_of_anything_never_crash(rows: list[list[str]], declared: ImuDeclaration) -> None:
    text = "\n".join(",".join(row) for row in rows * 20)
    read_and_measure(text.encode("utf-8", "replace"), declared)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, len(_GOOD) - 1), st.binary(min_size=0, max_size=6)), min_size=1, max_size=8),
    st.integers(0, len(_GOOD)),
    _DECLARATIONS,
)
def test_damaged_tables_never_crash(wounds: list[tuple[int, bytes]], end: int, declared: ImuDeclaration) -> None:
    content = bytearray(_GOOD.encode())
    for at, replacement in wounds:
        content[at : at + len(replacement)] = replacement
    read_and_measure(bytes(content[: max(end, 200)]), declared)
