"""What a deletion takes is said before, kind by kind."""

from __future__ import annotations

from evenstride.services.keeping.data_page import what_goes
from evenstride.services.keeping.export_format import KINDS
from evenstride.store import Store
from stored_examples import keep_everything


def test_every_kind_of_value_is_counted_in_words_of_its_own(store: Store) -> None:
    kept = keep_everything(store)
    goes = what_goes(store, kept.runner.id)
    assert len(goes.counts) == len(KINDS) - 1
    assert {"1 pair of shoes", "1 answer to a question about health", "1 note of pain or effort"} <= set(goes.counts)


def test_a_file_that_another_runner_has_too_stays(store: Store) -> None:
    ada = keep_everything(store, name="Ada", film=b"one film")
    alone = what_goes(store, ada.runner.id)
    keep_everything(store, name="Grace", film=b"one film")
    assert what_goes(store, ada.runner.id).n_files < alone.n_files
