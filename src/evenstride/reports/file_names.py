"""Names of files as a page shows them: they break between their words, and no letter turns the others around."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

#: A name of so many letters stands on one line of the narrowest phone.
_SHORT = 18
_AFTER_A_MARK = re.compile(r"(?<=[_\-+,;)\]])(?=[^\W_])|(?=\.[^\W_])")
#: Letters without a form that turn the direction of writing: with one, ``run_gpm.exe`` reads as ``run_exe.mpg``.
_TURNS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def breakable_name(name: str) -> Markup:
    """The name, escaped, with places where a line may break: after ``_ - + , ; ) ]`` and before a dot.

    Examples
    --------
    >>> str(breakable_name("treadmill_left_side.mp4"))
    'treadmill_<wbr>left_<wbr>side<wbr>.mp4'
    >>> str(breakable_name("a_&_b.mp4"))
    'a_&amp;_b.mp4'
    """
    from markupsafe import Markup

    shown = name.translate(_TURNS)
    parts = [shown] if len(shown) <= _SHORT else [part for part in _AFTER_A_MARK.split(shown) if part]
    return Markup("<wbr>").join(parts)
