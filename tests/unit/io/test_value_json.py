"""Values written as plain JSON are read back equal; what is not a value is told by its place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.errors import InputError
from evenstride.io.value_json import value_from_plain, value_to_plain


@dataclass(frozen=True)
class Part:
    side: Literal["left", "right"] | None
    reps: int | None


@dataclass(frozen=True)
class Whole:
    id: str
    at: datetime
    on: date | None
    is_on: bool
    level: float
    answer: bool | float
    parts: tuple[Part, ...] = ()
    names: tuple[str, ...] | None = None
    document: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.level > 10:
            raise ValueError("Expected a level of at most 10.")


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
WHOLES = st.builds(
    Whole,
    id=TEXT,
    at=st.datetimes(timezones=st.just(UTC)),
    on=st.none() | st.dates(),
    is_on=st.booleans(),
    level=st.floats(-1e300, 10),
    answer=st.booleans() | st.floats(0, 10),
    parts=st.lists(
        st.builds(Part, side=st.sampled_from([None, "left", "right"]), reps=st.none() | st.integers(0, 1000))
    ).map(tuple),
    names=st.none() | st.lists(TEXT).map(tuple),
    document=st.dictionaries(TEXT, PLAIN, max_size=3),
)


@given(WHOLES)
def test_what_was_written_is_read_back_equal(whole):
    plain = json.loads(json.dumps(value_to_plain(whole), allow_nan=False))
    read = value_from_plain(Whole, plain, where="whole")
    assert read == whole
    assert type(read.answer) is type(whole.answer)


GOOD = value_to_plain(Whole("a", datetime(2026, 3, 2, tzinfo=UTC), None, True, 1.5, False, (Part("left", 3),)))


def test_unknown_fields_are_left_alone_and_missing_ones_take_their_default():
    plain = {key: value for key, value in GOOD.items() if key not in ("parts", "names", "document")}
    assert value_from_plain(Whole, {**plain, "newer": 1}, where="w").parts == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"id": 3}, r"w\.id: expected a value of kind str, got 3"),
        ({"id": None}, "got nothing"),
        ({"id": "a\0b"}, "expected text"),
        ({"id": "\ud800"}, "expected text"),
        ({"at": "yesterday"}, "moment"),
        ({"at": "2026-03-02T00:00:00"}, "time zone"),
        ({"on": "2026-13-02"}, "day"),
        ({"is_on": 1}, "kind bool"),
        ({"level": True}, "kind float"),
        ({"level": float("inf")}, "finite"),
        ({"level": 11}, "at most 10"),
        ({"level": 10**400}, "others can read"),
        ({"answer": "yes"}, "kind float"),
        ({"parts": {"side": "left"}}, "a list"),
        ({"parts": [{"side": "up", "reps": 1}]}, r"parts\[0\]\.side: expected left or right"),
        ({"parts": [{"side": "left"}]}, r"parts\[0\]\.reps: expected a value, got nothing"),
        ({"parts": [{"side": "left", "reps": 1.5}]}, "kind int"),
        ({"parts": ["left"]}, "fields with their values"),
        ({"document": [1]}, "names with their values"),
        ({"id": "x" * 10_000, "at": "y" * 10_000}, r"got 'yyy.*\.\.\."),
    ],
)
def test_what_is_no_value_is_told_in_one_short_line(changed, says):
    with pytest.raises(InputError, match=says) as refused:
        value_from_plain(Whole, {**GOOD, **changed}, where="w")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200
