"""Parts of assessments in memory: the ones asked for longest ago go."""

from __future__ import annotations

from evenstride.store.repositories.known_parts import KnownParts


def test_the_ones_asked_for_longest_ago_go() -> None:
    known = KnownParts(most_kept=2)
    known.keep({"a": ((), ()), "b": ((), ())})
    assert set(known.of(["a"])) == {"a"}
    known.keep({"c": ((), ())})
    assert set(known.of(["a", "b", "c"])) == {"a", "c"}
