"""Earlier runs of one runner, of whom the simulator knows what speed does to contact and rhythm."""

import numpy as np
from benchmarks.accuracy.simulated_runs import Scenario, draw_runner, simulate_run, slowing, true_change_pct

from evenstride.fatigue import assess_fatigue
from evenstride.knowledge import load_knowledge

RUNNERS = range(4)
EARLIER_PCT = (-9, -6, 6, 9, 12, -12)


def runs_of(seed, last):
    """Six earlier runs with changing pace and the run in question, of one runner."""
    runner = draw_runner(np.random.default_rng([seed, 50]), 3.0)
    earlier = [
        simulate_run(Scenario("", slowing(by_pct)), np.random.default_rng([seed, 51, number]), runner=runner).run
        for number, by_pct in enumerate(EARLIER_PCT)
    ]
    return earlier, simulate_run(last, np.random.default_rng([seed, 52]), runner=runner)


def found_in(seed, last, *, with_earlier):
    earlier, simulated = runs_of(seed, last)
    found = assess_fatigue(simulated.run, knowledge=load_knowledge(), earlier=earlier if with_earlier else ())
    curve = next(curve for curve in found.curves if curve.quantity == "contact_time")
    return found, curve, true_change_pct(simulated, curve.minute)


def test_the_runners_own_speed_effect_narrows_the_error_of_a_slowing_run():
    errors = {}
    for with_earlier in (False, True):
        found = [found_in(seed, Scenario("", slowing(12)), with_earlier=with_earlier) for seed in RUNNERS]
        assert all(each.index.baseline == ("earlier_runs" if with_earlier else "within_run") for each, _, _ in found)
        errors[with_earlier] = np.array([curve.change.standard_error or np.inf for _, curve, _ in found])
    assert np.median(errors[True]) < np.median(errors[False])


def test_slowing_beside_earlier_runs_has_no_onset():
    onsets = [found_in(seed, Scenario("", slowing(10)), with_earlier=True)[0].index.onset for seed in RUNNERS]
    assert sum(onset is not None for onset in onsets) == 0
