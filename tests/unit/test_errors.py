"""The error tree: one root, stable codes, a sentence where none is given."""

from __future__ import annotations

import pytest

from evenstride import errors
from evenstride.errors import EvenstrideError, InputError, NotAVideoError, TruncatedVideoError

CLASSES = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, EvenstrideError)]


@pytest.mark.parametrize("error_class", CLASSES, ids=lambda c: c.__name__)
def test_every_error_says_a_sentence_and_has_a_code(error_class: type[EvenstrideError]) -> None:
    error = error_class()
    assert str(error) == (error_class.__doc__ or "").strip()
    assert str(error).endswith(".")
    assert error.code.replace("_", "").isalpha()


def test_codes_are_unique() -> None:
    assert len({c.code for c in CLASSES}) == len(CLASSES)


def test_a_message_replaces_the_sentence_and_facts_are_kept() -> None:
    error = TruncatedVideoError("Ends after 3 of 10 seconds.", seen_s=3.0)
    assert str(error) == "Ends after 3 of 10 seconds."
    assert error.facts == {"seen_s": 3.0}


def test_what_is_wrong_with_a_file_can_be_caught_together() -> None:
    assert issubclass(NotAVideoError, InputError)
    assert issubclass(TruncatedVideoError, InputError)
