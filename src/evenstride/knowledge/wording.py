"""Words that a runner must never read from us: no diagnosis, no promise, no probability for one person."""

from __future__ import annotations

import re

#: Said as a denial these are wanted; they are taken out before the guard looks.
_DENIALS = re.compile(
    r"(?:is|are) not an? diagnos[ie]s|no diagnosis|(?:does|do|can|could) not diagnose|diagnoses nothing"
    r"|nothing (?:here )?diagnoses|never a diagnosis",
    re.IGNORECASE,
)

_FORBIDDEN: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "diagnosis": r"diagnos",
        "you have": r"\byou(?:'ve| have| suffer| are suffering)\b(?! (?:filmed|told|a cable|a band|time))",
        "risk for one person": r"\b(?:your|you)\b[^.]{0,60}\brisk\b|\brisk of\b[^.]{0,40}%|%[^.]{0,20}\brisk\b",
        "prediction": r"\bwill (?:(?:get|be|become) (?:injured|hurt)|cause|lead to)\b|\bpredicts? (?:injury|your)",
        "probability for one person": r"\b(?:probability|likelihood|chance|odds) (?:of|that|for you)\b",
        "promise": r"\b(?:cures?|treats|prevents|heals|guarantee[sd]?|safe to run)\b",
        "cause": r"\bcauses? (?:your|you)\b|\bcausing your (?:pain|injury)",
        "judgement": r"\babnormal|\bdysfunction|\bpathological|\bshut(?:s|ting)? down\b|\binhibited\b",
    }.items()
}


def forbidden_words(text: str) -> tuple[str, ...]:
    """What a text says that it must not, as ``rule: 'the words'``; empty when it is fit to print.

    Examples
    --------
    >>> forbidden_words("This is not a diagnosis.")
    ()
    >>> forbidden_words("You have runner's knee.")
    ("you have: 'You have'",)
    """
    allowed = _DENIALS.sub(" ", text)
    hits = ((name, pattern.search(allowed)) for name, pattern in _FORBIDDEN.items())
    return tuple(f"{name}: '{hit.group()}'" for name, hit in hits if hit)
