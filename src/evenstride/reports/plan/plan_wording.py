"""The plan page's own fixed words."""

from __future__ import annotations

from typing import Literal

from evenstride.model.finding import FindingStatus
from evenstride.reports.plan.plan_model import ExerciseKind, Light

KIND_TITLES: dict[ExerciseKind, str] = {
    "release": "First: release",
    "activation": "Then: activation",
    "strength": "Last: strength",
}
KIND_ALONE: dict[ExerciseKind, str] = {"release": "Release", "activation": "Activation", "strength": "Strength"}
KIND_WHY: dict[ExerciseKind, str] = {
    "release": "Slow pressure on muscles that may be tense, so that what follows moves more freely.",
    "activation": "Light work that wakes up muscles which may do too little of their job.",
    "strength": "Harder work that builds up over the weeks. Strength comes from repeating it.",
}
ORIGIN_WORDS = {
    "article": "From the article this plan starts from",
    "ours": "Added by us: the article names the muscle but gives no exercise",
}
STATUS_SAID: dict[FindingStatus, str] = {
    "present": "seen",
    "possible": "possible",
    "absent": "not seen",
    "unknown": "open",
}
URGENCY_WORDS: dict[Literal["emergency", "same_day", "before_continuing"], str] = {
    "emergency": "Now",
    "same_day": "Today",
    "before_continuing": "Before you go on",
}
LIGHT_TITLES: dict[Light | None, str] = {
    "go_on": "Go on when",
    "step_back": "Step back when",
    "stop": "Stop when",
    None: "Good habits",
}
PAIN_SAID: dict[Light, str] = {
    "go_on": "Fine, if back to usual by the next morning",
    "step_back": "Stay at this stage or do less",
    "stop": "Stop this exercise",
}
#: Kind of a rule of the knowledge -> where it stands.
LIGHT_OF_RULE: dict[str, Light | None] = {"progress": "go_on", "step_back": "step_back", "stop": "stop", "habit": None}

GRADE_SAID = {
    "strong": "Strong evidence",
    "moderate": "Moderate evidence",
    "limited": "Limited evidence",
    "conflicting": "Studies disagree",
    "none": "Not tested in trials",
}

PLAN_DOES_NOT_SAY = (
    "It is not a diagnosis. A film shows how you move, not which muscle is tight or weak; those are suspicions.",
    "It makes no forecast about injury, and no promise about speed or pain.",
)
NOTHING_TITLE = "No exercises for now"
STOPPED_TITLE = "Not yet: see somebody first"
STOPPED_LEAD = (
    "One of your answers comes before any exercise. There is no plan for now, on purpose. Once somebody has looked at "
    "it and agrees, ask for the plan again."
)
STOPPED_NOT_SAY = (
    "It is not a diagnosis. It says that this answer should be looked at by somebody who can examine you.",
)
HOW_TO_RETEST = (
    "Film the same way as the first time: same side, same place, same shoes, same speed.",
    "Keep the camera still at hip height, square to the running direction, the whole body in the picture.",
    "Use 120 pictures a second or more where the phone can, and film at least ten steps of each foot.",
    "Film rested, on a day without training before it. A change counts only where it is larger than its error.",
)
PLAN_DISCLAIMER = (
    "This plan is made from a film of a few steps and from your answers. It is not a diagnosis and no substitute for "
    "being looked at by a professional.",
    "Exercise may feel like work. It must not leave pain that is stronger the next morning.",
)
