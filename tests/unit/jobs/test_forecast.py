from __future__ import annotations

import pytest

from evenstride.jobs.forecast import Forecast


def test_progress_is_by_what_stages_take_and_time_left_by_the_pace_of_this_one() -> None:
    clock = [100.0]
    forecast = Forecast([("probe", 1.0), ("pose", 8.0), ("report", 1.0)], now_s=lambda: clock[0])

    forecast.begin("pose")
    assert forecast.at(0.0) == (pytest.approx(0.1), pytest.approx(9.0))

    clock[0] += 8.0  # half of the stage in twice the time
    progress, left_s = forecast.at(0.5)
    assert progress == pytest.approx(0.5)
    assert left_s == pytest.approx(2.0 * (4.0 + 1.0))

    forecast.begin("report")  # the machine is as slow as before
    assert forecast.at(0.0) == (pytest.approx(0.9), pytest.approx(2.0))
    assert forecast.at(1.0)[0] < 1.0
