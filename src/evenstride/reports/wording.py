"""The report's own fixed words: what statuses, sides, views and groups are called on a page."""

from __future__ import annotations

from collections.abc import Iterable

from evenstride.model.assessment import RecordingView
from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus
from evenstride.reports.model import Speaks

FINDING_STATUS_WORDS: dict[FindingStatus, str] = {
    "present": "Seen",
    "possible": "Possible",
    "absent": "Not seen",
    "unknown": "Cannot tell",
}

MEASURE_STATUS_WORDS: dict[MeasureStatus, str] = {
    "ok": "Measured",
    "low_confidence": "Less certain",
    "refused": "Not measured",
}

GRADE_WORDS = {
    "strong": "Strong: several good studies agree that it matters for injury.",
    "moderate": "Moderate: one good study or a consistent mechanism says that it matters for injury.",
    "limited": "Limited: small or backward-looking studies link it to injury.",
    "conflicting": "Conflicting: studies disagree on whether it matters for injury.",
    "none": "None: no study tests whether it matters for injury.",
}

#: Title of a group of measures -> the ids in it, in the order they are read.
MEASURE_GROUPS: dict[str, tuple[str, ...]] = {
    "Timing": ("cadence", "step_time", "contact_time", "flight_time", "duty_factor", "step_length"),
    "Landing": (
        "foot_strike_pattern",
        "foot_inclination_ic",
        "tibia_angle_loading",
        "tibia_angle_ic",
        "overstride",
        "knee_flexion_ic",
    ),
    "Legs": ("knee_flexion_peak_stance", "hip_extension_late_stance", "ankle_dorsiflexion_midstance"),
    "Trunk and body": ("trunk_lean", "vertical_oscillation"),
    "Alignment, from behind": (
        "fppa_running",
        "knee_window",
        "pelvic_drop",
        "hip_adduction",
        "lateral_trunk_lean",
        "base_of_support",
        "heel_eversion",
        "heel_whip",
        "foot_progression",
    ),
    "Loading, from force": ("peak_vgrf", "valr"),
    "Left and right": ("symmetry_index",),
    "Over the whole run": (
        "fade_shift",
        "fade_onset",
        "contact_time_drift",
        "cadence_drift",
        "step_length_drift",
        "symmetry_drift",
        "trunk_lean_drift",
    ),
}
OTHER_GROUP = "More"

STRIKE_WORDS = {"rearfoot": "heel first", "midfoot": "on the midfoot", "forefoot": "forefoot first"}
CLASS_WORDS = {**STRIKE_WORDS, "uncertain": "not certain", "told": "told", "not_told": "none told"}

VERDICT_WORDS: dict[Speaks, str] = {
    "for": "for it",
    "against": "against it",
    "unclear": "unclear",
    "not_measured": "not measured",
}

#: How to film so that the measures of a view are carried, in one line.
FILM_FROM_WORDS = {
    "side": "Film square from the side, the camera still and at knee to hip height, with the shoes, knees and hips "
    "sharp, well lit and not covered by wide clothing.",
}

MUSCLES_INTRO = (
    "A clip shows how you move, not how a muscle is. Movements like yours make these muscles worth checking; a home "
    "test tells more than the picture. Muscles that are not marked were not suspected, which does not clear them."
)

RUN_MUSCLES_INTRO = (
    "A run shows how your stride changes, not how a muscle is. Changes like yours make these muscles worth checking; a "
    "home test tells more than a watch or sensor. Muscles that are not marked were not suspected, which does not clear "
    "them."
)

_SEEN_WORDS = {"left": "left side", "right": "right side", "rear": "back", "front": "front", "unknown": "runner"}
_SURFACE_WORDS = {"treadmill": " on a treadmill", "overground": " over ground", "unknown": ""}

#: How to record a run of which nothing could be measured.
RECORDING_WORDS = (
    "Record the run with a watch that writes speed or position and cadence; contact time, balance and bounce need a "
    "strap, a pod or a watch that measures them.",
    "Run 40 minutes or more at a steady pace on level ground, so that tiring can be told from slowing down.",
    "Export the original FIT file: TCX and GPX have no place for contact time, balance and bounce.",
)

NOTHING_TITLE = "This clip could not be measured"
NOT_RUNNING_TITLE = "No run was found in this clip"

ERROR_WORDS = (
    "The number after ± is the 95 % error of the mean (1.96 standard errors). It counts how much the steps differ "
    "from each other, how exactly an instant can be read between two pictures, and what is known about the error of "
    "the points and of the camera's angle. A number is never printed finer than its error allows.",
    "n is the number of steps behind a value. Fewer than seven steps of a foot make an unsteady mean.",
    "L − R is left minus right. It is marked where it is larger than its own 95 % error. Hardly anybody runs the same "
    "on both sides, so a difference is something to know, not something to mend.",
    "A reference range is what other people were found with, often in a laboratory and at another speed. It is "
    "something to read your number beside, not a line between good and bad.",
    "“Less certain” means that the frame rate, the view or the visibility only just carries the measure; “not "
    "measured” means that it does not, so no number is given.",
)

FILMING_WORDS = (
    "Film from the side, square to the running direction, with the camera at hip height and standing still.",
    "Keep the whole body in the picture, head to shoes, with one runner in it and good light on the legs.",
    "Film at 120 pictures a second or more; 60 is enough for cadence, knees and trunk. Hand over the original file, "
    "not one edited or slowed down.",
    "Run at a steady, comfortable speed and film at least ten steps of each foot; on a treadmill that is ten seconds.",
)

DISCLAIMER = (
    "This page reports measurements of {clips}, and how they compare with published values. It is not a "
    "diagnosis, makes no forecast for one person, and is no substitute for being looked at by a professional.",
    "Pain that grows, pain at night or at rest, swelling, numbness, or pain on a single hop: stop and see a clinician "
    "before any exercise here.",
)


#: What the numbers of a watch's run mean.
RUN_ERROR_WORDS = (
    "The number after ± is the 95 % error (1.96 standard errors). For a mean it counts how its minutes scatter and "
    "remember each other, and the device's own scatter. A constant offset of a device is not known and not in it.",
    "A change over the run is the last fifth less the first at equal speed and slope. Its error holds what the run "
    "does not tell about the effects of speed and slope, and how the unexplained part remembers itself. MDC is the "
    "smallest change that would show.",
    "The fade index adds the signs of tiring with their weights. One unit is one standard deviation over its baseline.",
    "“Less certain” means that something doubts the number, which stands beside it; “not measured” means that no "
    "number is given.",
)


def disclaimer_of(clip_count: int, *, has_run: bool = False) -> tuple[str, ...]:
    """What a report of so many clips, of a watch's run, or of both is not."""
    clips = "one short clip" if clip_count == 1 else f"{clip_count} short clips"
    if has_run:
        clips = f"{clips} and of one run by a watch or sensor" if clip_count else "one run by a watch or sensor"
    return tuple(line.format(clips=clips) for line in DISCLAIMER)


def side_words(side: Side | None) -> str:
    """``Left``, ``Right``, or ``Both sides``."""
    return "Both sides" if side is None else side.capitalize()


def leg_label(side: Side, *, is_near: bool, has_near: bool) -> str:
    """``Right leg (near)``; without near and far only the side."""
    if not has_near:
        return f"{side.capitalize()} leg"
    return f"{side.capitalize()} leg ({'near' if is_near else 'far'})"


def view_words(view: RecordingView) -> str:
    """How the runner was filmed, as part of a sentence."""
    return f"the {_SEEN_WORDS[view.view]}{_SURFACE_WORDS[view.surface]}"


def class_words(value: str) -> str:
    """A class id in words."""
    return CLASS_WORDS.get(value, value.replace("_", " "))


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def decapitalised(text: str) -> str:
    """The text with a small first letter, to stand inside a sentence."""
    return text[:1].lower() + text[1:]


def join_words(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


#: Above the exercises where the clip settles nothing but leaves something open; the names come in between.
UNSETTLED_EXERCISES = (
    "{clips} nothing. These exercises answer what is left open ({names}), should better film or a home "
    "test point that way."
)

#: Instead of exercises where no finding that was measured asks for one.
NO_EXERCISES = (
    "Nothing that could be measured asks for an exercise of its own; “evenstride plan” makes a balanced maintenance "
    "set from the result that “evenstride analyze --json” saves."
)
