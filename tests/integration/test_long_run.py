"""A file of five hours: the whole command beside the reader library's own parsing, by the processor's seconds."""

import pytest
from benchmarks.speed.long_run import time_run_file

from fit_writer import steady_run

FIVE_HOURS_S = 5 * 3600
MOST_MB = 400


@pytest.mark.slow
def test_a_run_of_five_hours_costs_little_more_than_parsing_and_its_memory_is_bounded(tmp_path):
    path = tmp_path / "five_hours.fit"
    path.write_bytes(steady_run(FIVE_HOURS_S).to_bytes())
    times = time_run_file(path, rounds=2)
    assert times["with its page (s)"] <= times["allowed (s)"]
    assert times["most memory (MB)"] <= MOST_MB
