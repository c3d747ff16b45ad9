"""Files with flipped bits, cuts and absurd numbers: a run with finite values, or one line; never anything else."""

from __future__ import annotations

import gzip
import struct
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import RunFileError
from evenstride.io.runs import limits, read_runs
from evenstride.model import RunRecording
from evenstride.model.run import UNIT_OF
from fit_writer import BYTE, FLOAT32, RECORD, STRYD_APP, UINT8, UINT16, UINT32, FitWriter, steady_run
from unit.io.runs.mutations import mutated
from unit.io.runs.test_xml import gpx, gpx_point, tcx, tcx_point


def _rich_fit() -> bytes:
    fit = (
        FitWriter()
        .app(0, STRYD_APP)
        .describe(0, 3, UINT16, "Ground Time")
        .describe(0, 9, FLOAT32, "Leg Spring Stiffness")
    )
    for second in range(40):
        fit.record(
            second,
            [(3, 0, UINT16, 240), (9, 0, FLOAT32, 10.0)],
            speed=3,
            cadence=85,
            position_lat=45 + second / 9e4,
            position_long=7,
        )
        fit.add(RECORD, [(8, BYTE, bytes([second, 2, 3]))], seconds_after=second)
    return fit.session(0, 40).to_bytes() + steady_run(20).to_bytes()


def _read(path: Path) -> tuple[tuple[RunRecording, ...], str]:
    try:
        return read_runs(path), ""
    except RunFileError as refusal:
        return (), str(refusal)


SEEDS = {
    "fit": _rich_fit(),
    "tcx": tcx("".join(tcx_point(s) for s in range(20))).encode(),
    "gpx": gpx("".join(gpx_point(s) for s in range(20))).encode(),
    "gz": gzip.compress(_rich_fit()),
}


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_give_a_sound_run_or_one_line(kind: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(20)
    path = tmp_path / "run"
    outcomes = {"read": 0, "refused": 0}
    for _ in range(60):
        path.write_bytes(mutated(SEEDS[kind], rng))
        started = time.process_time()
        runs, line = _read(path)
        outcomes["read" if runs else "refused"] += 1
        assert "\n" not in line
        assert time.process_time() - started < 5
        for run in runs:
            for channel in run.channels:
                assert not np.isinf(channel.values).any()
                assert channel.quantity in UNIT_OF
    assert min(outcomes.values()) >= 3, outcomes


def test_thousands_of_new_developer_fields_stay_small(tmp_path: Path) -> None:
    body = bytearray()
    for number in range(3_000):
        body += struct.pack(
            "<BBBHB3BB3B", 0x60, 0, 0, RECORD, 1, 253, 4, UINT32, 1, number % 256, 1, number // 256 % 256
        )
        body += struct.pack("<BIB", 0, 1_000_000_000 + number, 7)
    fit = FitWriter(body=body)
    path = tmp_path / "run.fit"
    path.write_bytes(fit.to_bytes())
    tracemalloc.start()
    (run,) = read_runs(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(run.time_s) == 3_000
    assert peak < 20 * limits.MEBIBYTE
    assert any("more developer fields" in sentence for sentence in run.lost)
    assert len(run.lost) <= 21


def test_more_messages_than_any_run_has_stop_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstride.io.runs.fit_frames.MAX_FIT_MESSAGES", 30)
    path = tmp_path / "run.fit"
    path.write_bytes(steady_run().to_bytes())
    (run,) = read_runs(path)
    assert 20 < len(run.time_s) <= 30
    assert "more than 30 messages" in run.lost[0]


def test_times_a_century_apart_do_not_grow_anything(tmp_path: Path) -> None:
    fit = FitWriter()
    for index in range(2000):
        fit.add(RECORD, [(253, UINT32, (index * 2_654_435_761) % 2**32), (3, UINT8, 140)])
    path = tmp_path / "run.fit"
    path.write_bytes(fit.to_bytes())
    tracemalloc.start()
    (run,) = read_runs(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * limits.MEBIBYTE
    assert run.warnings
