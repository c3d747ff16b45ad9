"""Real watch files against values that were read from them independently, and the same run in three formats."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.errors import RunFileError
from evenstride.io.runs import read_run, read_runs
from evenstride.model import Channel, RunRecording
from evenstride.model.run import UNIT_OF

#: The reference keeps the file's units: millimetres there are centimetres and metres here.
SCALE = {"vertical_oscillation": 10.0, "step_length": 1000.0}
#: What a difference from the reference may be; of everything else 2 % of its mean.
TOLERANCE = {"contact_time": 1.0, "cadence": 1.0, "contact_balance": 0.5, "heart_rate": 1.0}
#: The three quantities that the reference has as the file's raw numbers.
NOT_COMPARED = ("DEV:Elevation", "DEV:Stryd Humidity", "DEV:Distance")
MALFORMED_RUNS = {
    "fitparse_activity-filecrc.fit": "checksum",
    "fitparse_activity-unexpected-eof.fit": "byte 768",
    "fitparse_chained_activity-activity-filecrc.fit": "checksum",
    "fitparse_strava-android_undefined_local_msg.fit": "byte",
    "muktihari_activity_truncated.fit": "does not say which sport",
    "muktihari_triathlon_summary_first.fit": "swimming",
}
MALFORMED_OTHERS = {
    "fitparse_elemnt_no_application_id.fit": "cycling",
    "fitparse_null_compressed_speed_dist.fit": "cycling",
    "fitparse_settings_not_activity.fit": "settings",
}


@pytest.fixture(scope="module")
def watch(shared_data: Path) -> Path:
    return shared_data / "watch"


@cache
def _runs(path: Path) -> tuple[RunRecording, ...]:
    return read_runs(path)


@cache
def _reference(path: Path) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in json.loads(path.read_text("utf-8"))}


NAMES = (
    "alexhhh_920xt_run_66min",
    "comicmuse_fr965_strydduo_45min",
    "coursescope_fenix8_299min_43k",
    "fitparse_fenix2_47min",
    "fitparse_multiple_header_tri_158min",
    "fitparse_stryd_native_57min",
    "fitparser_fenix5x_stryd_28min",
    "fitparser_fr965_stamina_75min",
    "gc_fr955_stryd_52min",
    "gc_stryd_native_hrv_71min",
    "ricetim_coros_pace4_track_59min",
    "roznet_fenix5xplus_stryd_114min_18k",
    "runalyze_fr920xt_newdynamics_140min_23k",
    "runalyze_fr920xt_runscribe_plus_21min",
    "runalyze_fr920xt_stryd_32min",
    "runalyze_fr935_runpower_142min_25k",
    "runalyze_suunto_ambit3_nofinallap_83min",
    "runalyze_timejump",
    "sportslib_coros_apexpro_balance_49min",
    "sportslib_fr945_stryd_83min_14k",
    "sportslib_fr945_treadmill_63min",
)


def test_every_file_of_the_reference_is_tested(watch: Path) -> None:
    assert {f"{name}.fit" for name in NAMES} == set(_reference(watch / "truth/fit_reference_dev.json"))


@pytest.mark.parametrize("name", NAMES)
def test_values_match_the_reference(name: str, watch: Path) -> None:
    """Mean, and middle of the first and last third of the way, of values above 0 while faster than 1.8 m/s."""
    (run,) = _runs(watch / "fit" / f"{name}.fit")
    reference = _reference(watch / "truth/fit_reference_dev.json")[f"{name}.fit"]
    compared = 0
    for field, expected in reference["drift"].items():
        if field in NOT_COMPARED:
            continue
        channel = _channel(run, field)
        assert channel is not None, field
        scale = SCALE.get(channel.quantity, 1.0) if not field.startswith("DEV:") else 1.0
        strides = 2.0 if field == "DEV:Cadence" and expected["mean"] < 120 else 1.0
        allowed = TOLERANCE.get(channel.quantity, 0.02 * abs(expected["mean"]) + 0.05)
        count, *values = _summary(run, channel.values * scale)
        for value, key in zip(values, ("mean", "first", "last"), strict=True):
            if expected.get(key) is not None:
                assert value == pytest.approx(expected[key] * strides, abs=allowed), (field, key)
        assert count == pytest.approx(expected["n"], rel=0.01, abs=2) or "suunto" in name, field
        compared += 1
    assert compared >= 3


@pytest.mark.parametrize("name", NAMES)
def test_distance_and_duration_match_the_reference(name: str, watch: Path) -> None:
    (run,) = _runs(watch / "fit" / f"{name}.fit")
    reference = _reference(watch / "truth/fit_reference_dev.json")[f"{name}.fit"]
    distance = run.best("distance")
    assert distance is not None
    assert np.nanmax(distance.values) / 1000 == pytest.approx(reference["run_km"], rel=0.005)
    if "timejump" not in name:
        assert run.duration_s / 60 == pytest.approx(reference["run_min"], rel=0.005)


def test_the_time_jump_is_closed(watch: Path) -> None:
    (run,) = _runs(watch / "fit" / "runalyze_timejump.fit")
    assert run.duration_s == pytest.approx(3389.127)
    assert any("jumps by 20.2 days" in warning for warning in run.warnings)


def test_native_and_stryd_stand_side_by_side_where_native_stops(watch: Path) -> None:
    (run,) = _runs(watch / "fit" / "sportslib_fr945_treadmill_63min.fit")
    assert run.is_indoor
    sources = {c.source.device: c for c in run.all_of("contact_time")}
    native, stryd = sources["garmin hrm_tri"], sources["Stryd"]
    assert native.known_share < 0.2 < 0.9 < stryd.known_share
    best = run.best("contact_time")
    assert best is stryd
    assert len(run.pauses) == 3


def test_the_stryd_file_in_steps_is_recognised(watch: Path) -> None:
    (run,) = _runs(watch / "fit" / "runalyze_fr920xt_stryd_32min.fit")
    native, stryd = run.all_of("cadence")
    assert np.nanmedian(native.values - stryd.values) == pytest.approx(0, abs=2)
    assert any("counts steps" in warning for warning in run.warnings)


def test_balances_of_two_pods_and_of_a_strap(watch: Path) -> None:
    (duo,) = _runs(watch / "fit" / "comicmuse_fr965_strydduo_45min.fit")
    for quantity in ("contact_balance", "impact_balance", "leg_stiffness_balance", "oscillation_balance"):
        assert duo.best(quantity) is not None  # type: ignore[arg-type]
    (coros,) = _runs(watch / "fit" / "ricetim_coros_pace4_track_59min.fit")
    assert coros.best("contact_balance") is None


@pytest.mark.parametrize("name", MALFORMED_RUNS)
def test_malformed_files_give_what_is_there_and_say_what_is_lost(name: str, watch: Path) -> None:
    runs = _runs(watch / "fit_malformed" / name)
    said = [sentence for run in runs for sentence in (*run.lost, *run.warnings)]
    assert any(MALFORMED_RUNS[name] in sentence for sentence in said)


def test_a_file_with_bytes_missing_is_read_to_its_end(watch: Path) -> None:
    (run,) = _runs(watch / "fit_malformed" / "fitparse_strava-android_undefined_local_msg.fit")
    distance = run.best("distance")
    assert distance is not None
    assert np.nanmax(distance.values) == pytest.approx(11274.04, rel=0.001), "the session's own total"


@pytest.mark.parametrize("name", MALFORMED_OTHERS)
def test_what_is_no_run_is_refused_in_one_line(name: str, watch: Path) -> None:
    with pytest.raises(RunFileError, match=f"got {MALFORMED_OTHERS[name]}"):
        read_run(watch / "fit_malformed" / name)


def test_every_malformed_file_is_tested(watch: Path) -> None:
    assert {p.name for p in (watch / "fit_malformed").iterdir()} == {*MALFORMED_RUNS, *MALFORMED_OTHERS}


def test_one_run_as_fit_tcx_and_gpx_is_the_same_run(watch: Path) -> None:
    (fit,) = _runs(watch / "fit" / "sportslib_fr945_stryd_83min_14k.fit")
    folder = watch / "tcx_gpx"
    for ending in ("tcx", "gpx"):
        (other,) = _runs(folder / f"sportslib_6782987395_fr945.{ending}")
        assert other.start == fit.start
        assert other.duration_s == pytest.approx(fit.duration_s, abs=1)
        assert _last(other, "distance") == pytest.approx(_last(fit, "distance"), rel=0.005)
        for quantity, allowed in (("heart_rate", 0.5), ("cadence", 1.0)):
            assert _mean(other, quantity) == pytest.approx(_mean(fit, quantity), abs=allowed), (ending, quantity)


@pytest.mark.parametrize("name", ["sweatpy_polar_m400.tcx", "trackeR_310xt_66min.tcx.gz"])
def test_other_writers_of_tcx(name: str, watch: Path) -> None:
    (run,) = _runs(watch / "tcx_gpx" / name)
    assert run.lost == ()
    assert len(run.laps) > 1
    assert len(run.pauses) == 1
    assert (_last(run, "distance"), run.best("heart_rate") is not None) > (4000, False)


def test_a_step_back_in_time_is_left_out_and_said(watch: Path) -> None:
    (run,) = _runs(watch / "tcx_gpx" / "runalyze_runkeeper_negative_time_step.gpx")
    assert np.all(np.diff(run.time_s) > 0)
    assert any("out of line are left out: 1" in warning for warning in run.warnings)


def test_no_position_leaves_the_reader(watch: Path) -> None:
    """No field is named like one, and no channel but those of `UNIT_OF` exists."""
    for path in (watch / "fit" / "coursescope_fenix8_299min_43k.fit", watch / "tcx_gpx" / "sweatpy_polar_m400.tcx"):
        (run,) = _runs(path)
        fields = {c.source.field.lower() for c in run.channels}
        assert not fields & {"position_lat", "position_long", "lat", "lon", "latitudedegrees", "longitudedegrees"}
        assert {c.quantity for c in run.channels} <= set(UNIT_OF)


def _channel(run: RunRecording, field: str) -> Channel | None:
    name = {"_s": "enhanced_speed"}.get(field, field.removeprefix("DEV:"))
    origin = "developer" if field.startswith("DEV:") else "native"
    return next((c for c in run.channels if c.source.field == name and c.source.origin == origin), None)


def _summary(run: RunRecording, values: NDArray[np.float64]) -> tuple[int, float, float, float]:
    speed = next(c.values for c in run.channels if c.quantity == "speed" and c.source.origin == "native")
    distance = next(c.values for c in run.channels if c.quantity == "distance" and c.source.origin == "native")
    fast = speed > 1.8
    third = (np.nanmax(distance[fast]) - np.nanmin(distance[fast])) / 3
    with np.errstate(invalid="ignore"):
        counted = fast & (values > 0)
        first = values[counted & (distance < np.nanmin(distance[fast]) + third)]
        last = values[counted & (distance > np.nanmax(distance[fast]) - third)]
    middles = [float(np.median(part)) if len(part) else float("nan") for part in (first, last)]
    return int(counted.sum()), float(values[counted].mean()), middles[0], middles[1]


def _last(run: RunRecording, quantity: str) -> float:
    channel = run.best(quantity)  # type: ignore[arg-type]
    assert channel is not None
    return float(np.nanmax(channel.values))


def _mean(run: RunRecording, quantity: str) -> float:
    channel = run.best(quantity)  # type: ignore[arg-type]
    assert channel is not None
    return float(np.nanmean(channel.values))
