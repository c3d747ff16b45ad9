"""Text is made printable without losing a word of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evenstride.reports.pdf.printable import BREAK_HERE, LONGEST_WORD, missing_characters, printable, texts_of


def test_plain_english_stays_as_it_is() -> None:
    assert printable("168 ± 1 steps/min, “less certain” – 3 °") == "168 ± 1 steps/min, “less certain” – 3 °"


def test_control_characters_and_direction_overrides_are_dropped() -> None:
    assert printable("a\x00b\x07c\u202ed\n") == "abcd\n"


def test_a_long_word_may_break_and_keeps_every_character() -> None:
    shown = printable("x" * 10_000)

    assert shown.replace(BREAK_HERE, "") == "x" * 10_000
    assert max(map(len, shown.split(BREAK_HERE))) <= LONGEST_WORD


def test_what_no_font_shows_gets_its_name() -> None:
    assert printable("run 😀 \ue000", missing=missing_characters(["run 😀 \ue000"])) == "run [grinning face] [U+E000]"


def test_letters_of_many_languages_are_in_the_fonts() -> None:
    assert missing_characters(["Zoë Łukasz Ñandú Ωmega Жук עברית العربية ± − × ≥ “” – ● ◐ ○"]) == frozenset()


def test_asking_twice_gives_the_same_answer() -> None:
    assert missing_characters(["日本"]) == missing_characters(["日本"]) == frozenset("日本")


def test_drawings_keys_and_numbers_are_left_alone() -> None:
    document = {"svg": "x" * 100, "items": [1, None, True, {"svg": "\x00"}]}

    assert printable(document) == document
    assert list(texts_of(document)) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"])))
def test_visible_text_is_never_lost(text: str) -> None:
    assert printable(text).replace(BREAK_HERE, "") == text.replace(BREAK_HERE, "")
