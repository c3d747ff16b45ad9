"""Fixed words and sentences about a run, the same on the terminal, the page and on paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.model import FindingStretch
from evenstride.model.drift import Decoupling, FadeIndex, FatigueAssessment, Onset
from evenstride.model.run_analysis import RunSummary
from evenstride.reports.numbers import fixed

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: Quantity -> what a rise and what a fall of it is called, to stand before "at the end".
CHANGE_WORDS = {
    "contact_time": ("longer", "shorter"),
    "duty_factor": ("more of the step on the ground", "less of the step on the ground"),
    "cadence": ("more steps a minute", "fewer steps a minute"),
    "leg_stiffness": ("stiffer", "softer"),
    "step_length": ("longer", "shorter"),
    "flight_time": ("longer", "shorter"),
    "vertical_oscillation": ("more bounce", "less bounce"),
    "vertical_ratio": ("more bounce for each step", "less bounce for each step"),
    "impact": ("harder", "softer"),
    "impact_loading_rate": ("faster", "slower"),
    "contact_balance": ("longer on the left", "longer on the right"),
    "leg_stiffness_balance": ("stiffer on the left", "stiffer on the right"),
    "oscillation_balance": ("more bounce on the left", "more bounce on the right"),
    "trunk_sway": ("more sway", "less sway"),
    "impact_balance": ("harder on the left", "harder on the right"),
}
#: Decimals of a quantity where it is read off a curve or given as a mean.
DECIMALS = {"cadence": 0, "contact_time": 0, "heart_rate": 0, "power": 0, "step_length": 2, "flight_time": 0}
NO_INDEX = "It needs contact time and one more sign of it, such as cadence, over the run."
OTHER_REASONS = "Heat, ground, shoes and wind can do the same; it does not tell which muscle tires."
NO_STATEMENT = "Nothing is said about tiring in this run."
#: An interval narrower than this is told in tenths of a kilometre.
_NARROW_KM = 2.0


def name_of(quantity: str, knowledge: Knowledge) -> str:
    """A quantity of a run as runners say it."""
    sign = knowledge.fade_signs.get(quantity)
    return sign.name if sign is not None else quantity.replace("_", " ").capitalize()


def clock_words(seconds: float) -> str:
    """``1:02:03``, or ``2:03`` below an hour.

    Examples
    --------
    >>> clock_words(3723), clock_words(123)
    ('1:02:03', '2:03')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def pace_words(seconds_per_km: float) -> str:
    """``5:52``."""
    minutes, seconds = divmod(round(seconds_per_km), 60)
    return f"{minutes}:{seconds:02d}"


def summary_words(summary: RunSummary) -> str:
    """Start, distance, time, pauses and pace in one line."""
    parts = [] if summary.start is None else [f"{summary.start:%Y-%m-%d %H:%M} UTC"]
    parts.append("distance not known" if summary.distance_km is None else f"{summary.distance_km:.2f} km")
    parts.append(clock_words(summary.timer_s))
    if summary.elapsed_s - summary.timer_s >= 1:
        parts.append(f"paused {clock_words(summary.elapsed_s - summary.timer_s)}")
    if summary.pace_s_per_km is not None:
        parts.append(f"{pace_words(summary.pace_s_per_km)} min/km")
    return ", ".join(parts)


def signed(text: str) -> str:
    """A change with its sign, a plus where it has none."""
    return text if text.startswith("\u2212") else f"+{text}"


def place_of_onset(onset: Onset) -> tuple[str, str]:
    """``km 17`` and ``km 15 to 18``; minutes where the run has no distance."""
    if any(math.isnan(km) for km in (onset.km, onset.km_low, onset.km_high)):
        return f"minute {onset.minute:.0f}", f"minute {onset.minute_low:.0f} to {onset.minute_high:.0f}"
    places = 0 if onset.km_high - onset.km_low >= _NARROW_KM else 1
    return f"km {onset.km:.{places}f}", f"km {onset.km_low:.{places}f} to {onset.km_high:.{places}f}"


def onset_headline(onset: Onset) -> str:
    """Where the signs of tiring begin, with the interval.

    Examples
    --------
    >>> onset_headline(Onset("step", 90.0, 80.0, 97.0, 17.0, 15.1, 18.2, 2.4, 0.8, 0.004))
    'Signs that fit tiring from about km 17 on (minute 90; 95 % interval km 15 to 18).'
    """
    at, interval = place_of_onset(onset)
    minute = f"minute {onset.minute:.0f}; " if at.startswith("km") else ""
    low, _, high = interval.partition(" to ")
    is_sharp = low.split()[-1] == high
    said = "95 % interval no wider than one point of the curve" if is_sharp else f"95 % interval {interval}"
    return f"Signs that fit tiring from about {at} on ({minute}{said})."


def onset_sentences(onset: Onset, *, baseline: str) -> tuple[str, ...]:
    """How the stride departs, how often chance shows as much, what else it may be."""
    against = "earlier runs" if baseline == "earlier_runs" else "the run's early part"
    course = "in one step" if onset.shape == "step" else "gradually"
    chance_pct = 100 * max(onset.false_alarm_probability, 0.001)
    return (
        f"At equal speed and slope the stride departs {course} from {against} and stays so, by {onset.shift_sd:.1f} "
        "times its usual scatter at the end.",
        f"Chance alone shows as much somewhere in about {chance_pct:.1f} % of such runs.",
        OTHER_REASONS,
    )


def fade_words(fatigue: FatigueAssessment) -> tuple[str, tuple[str, ...]]:
    """The answer about tiring in one sentence, and what belongs to it."""
    index: FadeIndex | None = fatigue.index
    if not fatigue.makes_statement:
        return NO_STATEMENT, fatigue.reasons
    if index is None:
        return "Onset of tiring: not sought.", (NO_INDEX,)
    if index.onset is None:
        return "Onset of tiring: none is told.", index.reasons
    return onset_headline(index.onset), onset_sentences(index.onset, baseline=index.baseline)


def heart_words(found: Decoupling) -> str:
    """Speed for each heart beat, second half against first, as context."""
    change = signed(fixed(found.change_pct, 1))
    return (
        f"{change} % speed for each beat, second half against first. Heat, drinking and slopes move it too, so it is "
        "no sign of tiring by itself."
    )


def stretch_words(stretches: Sequence[FindingStretch]) -> str:
    """``km 2 to 6 against km 19 to 23``, or the interval of an onset; empty without any.

    Examples
    --------
    >>> start = FindingStretch("run", "start", 10.0, 34.0, 1.8, 6.1, ())
    >>> end = FindingStretch("run", "end", 112.0, 137.0, 19.2, 23.5, ())
    >>> stretch_words([start, end])
    'km 2 to 6 against km 19 to 24'
    """
    said = [_one_stretch(stretch) for stretch in stretches]
    return " against ".join(said)


def _one_stretch(stretch: FindingStretch) -> str:
    if stretch.km_from is None or stretch.km_to is None:
        return f"minute {stretch.minute_from:.0f} to {stretch.minute_to:.0f}"
    return f"km {stretch.km_from:.0f} to {stretch.km_to:.0f}"
