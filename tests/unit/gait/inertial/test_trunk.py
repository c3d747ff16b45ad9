from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.inertial.trunk_contact import CONTACT_METHODS, ContactEvenstrideSacrum, ContactHalfSineMorin2005
from evenstride.gait.inertial.trunk_gait import summarise_trunk
from evenstride.gait.inertial.trunk_steps import find_trunk_steps
from evenstride.gait.inertial.vertical import trunk_signals
from imu_files import sacrum_vertical_g, turned

RATE_HZ = 200.0
TIME_S = np.arange(0, 30, 1 / RATE_HZ)


@pytest.mark.parametrize("direction", [(0.0, 1.0, 0.0), (0.3, -0.8, 0.5), (1.0, 0.0, 0.0)])
def test_upright_is_found_however_the_sensor_sits(direction: tuple[float, float, float]) -> None:
    true = sacrum_vertical_g(TIME_S)
    signals = trunk_signals(TIME_S, turned(true, direction), rate_hz=RATE_HZ)
    np.testing.assert_allclose(signals.vertical_g, true, atol=1e-6)


@pytest.mark.parametrize("cadence_spm", [145.0, 170.0, 200.0, 228.0])
def test_rhythm_and_step_times_of_a_known_runner_are_found(cadence_spm: float) -> None:
    signals = trunk_signals(TIME_S, sacrum_vertical_g(TIME_S, cadence_spm=cadence_spm)[:, None], rate_hz=RATE_HZ)
    gait = summarise_trunk(signals, find_trunk_steps(signals))
    assert gait is not None
    assert gait.cadence_spm.value == pytest.approx(cadence_spm, abs=0.3)
    assert gait.stride_time_ms.value == pytest.approx(120_000 / cadence_spm, abs=0.5)


def test_the_half_sine_is_recovered_where_force_is_one() -> None:
    signals = trunk_signals(TIME_S, sacrum_vertical_g(TIME_S, contact_s=(0.22, 0.22))[:, None], rate_hz=RATE_HZ)
    (sequence,) = find_trunk_steps(signals)
    unfiltered = ContactHalfSineMorin2005(cut_off_hz=90.0)
    assert 1000 * unfiltered.contact_s(signals, sequence).mean() == pytest.approx(220, abs=2)


def test_longer_contact_is_told_as_longer_and_one_foot_from_the_other() -> None:
    found = []
    for contact_s in ((0.20, 0.20), (0.23, 0.23), (0.26, 0.20)):
        signals = trunk_signals(TIME_S, sacrum_vertical_g(TIME_S, contact_s=contact_s)[:, None], rate_hz=RATE_HZ)
        gait = summarise_trunk(signals, find_trunk_steps(signals))
        assert gait is not None
        found.append(gait)
    assert found[1].contact_time_ms.value > found[0].contact_time_ms.value + 15
    even, uneven = found[0].contact_difference_pct, found[2].contact_difference_pct
    assert even is not None
    assert uneven is not None
    assert even.value < 1
    assert uneven.value > 10
    assert uneven.standard_error >= 4


def test_the_stated_error_of_contact_is_that_of_other_runners_however_long_the_run() -> None:
    signals = trunk_signals(TIME_S, sacrum_vertical_g(TIME_S)[:, None], rate_hz=RATE_HZ)
    gait = summarise_trunk(signals, find_trunk_steps(signals))
    assert gait is not None
    assert gait.contact_time_ms.standard_error >= 20


def test_walking_and_standing_have_no_steps_of_running() -> None:
    walking = 1 + 0.35 * np.sin(2 * np.pi * 2.3 * TIME_S)
    standing = np.ones_like(TIME_S)
    for vertical in (walking, standing):
        signals = trunk_signals(TIME_S, vertical[:, None], rate_hz=RATE_HZ)
        assert find_trunk_steps(signals) == ()
        assert summarise_trunk(signals, ()) is None


def test_a_stop_and_a_gap_part_the_steps() -> None:
    vertical = sacrum_vertical_g(TIME_S)
    vertical[(TIME_S > 10) & (TIME_S < 20)] = 1.0
    kept = (TIME_S < 25) | (TIME_S > 26)
    signals = trunk_signals(TIME_S[kept], vertical[kept][:, None], rate_hz=RATE_HZ)
    sequences = find_trunk_steps(signals)
    assert len(sequences) == 3
    assert all(sequence.step_s.max() < 0.5 for sequence in sequences)
    assert not any(np.any((s.mark_s > 10.5) & (s.mark_s < 19.5)) for s in sequences)


def test_every_method_gives_one_contact_a_step_and_says_whether_it_needs_the_way_forward() -> None:
    vertical = sacrum_vertical_g(TIME_S)
    forward = np.gradient(vertical) * -5
    axes = np.column_stack([vertical, forward])
    signals = trunk_signals(TIME_S, axes, rate_hz=RATE_HZ, up=np.array([1.0, 0]), forward=np.array([0, 1.0]))
    blind = trunk_signals(TIME_S, axes, rate_hz=RATE_HZ, up=np.array([1.0, 0]))
    (sequence,) = find_trunk_steps(signals)
    for method in CONTACT_METHODS:
        assert method.contact_s(signals, sequence).shape == (sequence.count,)
        if method.needs_forward:
            with pytest.raises(ValueError, match="forward"):
                method.contact_s(blind, sequence)
    assert not ContactEvenstrideSacrum().needs_forward
