"""The recorded runs whose course is known: one tires at equal pace, the others stay as they are or slow down."""

import pytest

from evenstride.fatigue import assess_fatigue
from evenstride.io.runs import read_run
from evenstride.knowledge import load_knowledge

TIRING = "runalyze_fr920xt_newdynamics_140min_23k.fit"
STEADY_OR_SLOWING = ("runalyze_fr935_runpower_142min_25k.fit", "sportslib_coros_apexpro_balance_49min.fit")
#: Five hours: long to read.
STEADY_MARATHON = "coursescope_fenix8_299min_43k.fit"


def assessed(shared_data, name):
    return assess_fatigue(read_run(shared_data / "watch" / "fit" / name), knowledge=load_knowledge())


def contact_of(found):
    return next(measure for measure in found.measures if measure.id == "contact_time_drift")


def test_the_tiring_run_is_flagged_with_an_onset_inside_it(shared_data):
    found = assessed(shared_data, TIRING)
    contact = contact_of(found)
    assert contact.number > 1.96 * contact.standard_error
    assert found.index.onset is not None
    assert 4 < found.index.onset.km < 21


@pytest.mark.parametrize("name", STEADY_OR_SLOWING)
def test_a_steady_and_a_slowing_run_are_not(shared_data, name):
    found = assessed(shared_data, name)
    contact = contact_of(found)
    assert found.index.onset is None
    assert contact.number is None or contact.number < 1.96 * contact.standard_error


@pytest.mark.slow
def test_the_steady_marathon_is_not(shared_data):
    assert assessed(shared_data, STEADY_MARATHON).index.onset is None
