from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.model import GaitEvent
from evenstride.pipelines.event_comparison import compare_events, estimate_clock


def events_of(starts_s, *, contact_s=0.25):
    found = [
        GaitEvent("left" if number % 2 == 0 else "right", kind, float(start_s + later_s), 0.003)
        for number, start_s in enumerate(starts_s)
        for kind, later_s in (("initial_contact", 0.0), ("toe_off", contact_s))
    ]
    return tuple(sorted(found, key=lambda event: event.time_s))


def shifted(events, by_s):
    return tuple(replace(event, time_s=event.time_s + by_s) for event in events)


@pytest.fixture
def uneven():
    """Thirty steps of a runner whose steps vary by 25 ms: no shift by strides fits."""
    return events_of(np.cumsum(0.36 + 0.025 * np.random.default_rng(5).standard_normal(30)))


def test_instants_are_matched_by_kind_and_foot_after_the_offset(uneven):
    late = shifted(uneven, -2.0 + 0.005)

    rows = compare_events(uneven, late, offset_s=2.0)

    assert {(row.kind, row.side): row.n_matched for row in rows} == {
        (kind, side): 15 for kind in ("initial_contact", "toe_off") for side in ("left", "right")
    }
    for row in rows:
        assert row.mean_s == pytest.approx(0.005)
        assert row.sd_s == pytest.approx(0.0, abs=1e-9)
        assert (row.only_a, row.only_b) == (0, 0)


def test_only_the_time_both_were_recorded_counts(uneven):
    part = [event for event in uneven if 3.0 < event.time_s < 7.0]

    rows = compare_events(uneven, part, offset_s=0.0)

    assert sum(row.n_matched for row in rows) == len(part)
    assert sum(row.only_a + row.only_b for row in rows) == 0


def test_what_one_missed_is_counted(uneven):
    lacking = [event for event in uneven if event != uneven[20]]

    assert sum(row.only_a for row in compare_events(uneven, lacking, offset_s=0.0)) == 1


def test_the_clock_of_uneven_steps_is_found(uneven):
    part = shifted([event for event in uneven if 3.0 < event.time_s < 7.0], -3.1)

    clock = estimate_clock(uneven, part)

    assert clock.offset_s == pytest.approx(3.1, abs=0.002)
    assert clock.is_unique
    assert not clock.is_given


def test_even_steps_leave_the_clock_open_by_whole_strides():
    even = events_of(0.36 * np.arange(30))
    part = shifted([event for event in even if 3.0 < event.time_s < 7.0], -3.1)

    clock = estimate_clock(even, part)

    assert not clock.is_unique
    assert (clock.offset_s - 3.1) / 0.72 == pytest.approx(round((clock.offset_s - 3.1) / 0.72), abs=0.01)


def test_too_few_contacts_tell_no_clock(uneven):
    assert estimate_clock(uneven, uneven[:6]) is None
    assert estimate_clock(uneven, ()) is None
    assert compare_events(uneven, (), offset_s=0.0) == ()
