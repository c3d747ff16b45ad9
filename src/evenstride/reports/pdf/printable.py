"""Text as it can be printed: no control characters, no endless words, a name for what the fonts cannot show."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
LONGEST_WORD = 32  # characters; a longer one may be broken anywhere
BREAK_HERE = "\u200b"

#: Control characters other than line breaks, marks that turn the direction of what follows, halves of pairs, tags.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
_ENDLESS = re.compile(rf"[^\s{BREAK_HERE}]{{{LONGEST_WORD}}}(?=[^\s{BREAK_HERE}])")
#: Marks that change the look of the character before them and are not seen themselves.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f]")
_WITHOUT_PICTURE = frozenset({"Co", "Cn"})  # private use, unassigned
_NAMED_MISSING = re.compile(r'text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def printable(value: Any, *, missing: frozenset[str] = frozenset()) -> Any:
    """Plain values with every text made printable; keys and numbers stay.

    Parameters
    ----------
    value : text, numbers, None, and mappings and sequences of them.
    missing : characters the fonts do not have; each is replaced by its Unicode name in square brackets.
    """
    if isinstance(value, str):
        return _printable_text(value, missing)
    if isinstance(value, Mapping):
        return {key: item if key == "svg" else printable(item, missing=missing) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, missing=missing) for item in value]
    return value


def texts_of(value: Any) -> Iterator[str]:
    """Every text in plain values, drawings left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key != "svg":
                yield from texts_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_of(item)


def missing_characters(texts: Iterable[str]) -> frozenset[str]:
    """The characters of these texts that none of `FONTS` can show."""
    seen = {character for text in texts for character in text if not character.isascii()}
    asked = (c for c in sorted(seen) if not _UNPRINTABLE.match(c) and not _UNSEEN.match(c) and not c.isspace())
    named = {c for c in seen if unicodedata.category(c) in _WITHOUT_PICTURE}
    return _missing_of("".join(c for c in asked if c not in named)) | named


def _printable_text(text: str, missing: frozenset[str]) -> str:
    text = _UNPRINTABLE.sub("", text)
    if not missing.isdisjoint(text):
        text = "".join(f"[{_name_of(c)}]" if c in missing else c for c in text)
    return _ENDLESS.sub(rf"\g<0>{BREAK_HERE}", text)


def _name_of(character: str) -> str:
    """``grinning face``, or ``U+E000`` where Unicode has no name."""
    return unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


@lru_cache(maxsize=256)
def _missing_of(characters: str) -> frozenset[str]:
    """Ask Typst, under a standard that forbids characters without a picture; it names every one it misses."""
    import typst

    probe = b'#set document(title: "probe")\n#set text(font: json(bytes(sys.inputs.fonts)))\n#sys.inputs.characters'
    inputs = {"characters": " ".join(characters), "fonts": json.dumps(FONTS)}
    try:
        typst.compile(probe, ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        named = "".join(_NAMED_MISSING.findall(error.diagnostic))
        return frozenset(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), named)) & frozenset(characters)
    return frozenset()
