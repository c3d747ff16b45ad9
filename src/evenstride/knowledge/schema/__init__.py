"""The strict shape of the knowledge files. The only place of the science that knows pydantic."""

from evenstride.knowledge.schema.base import Entry, Evidence, Grade, IdOf, Quantity, Statement
from evenstride.knowledge.schema.body import Injury, Muscle
from evenstride.knowledge.schema.claim import Claim
from evenstride.knowledge.schema.exercise import Cue, Dose, Exercise, ExercisePart, PlanStage
from evenstride.knowledge.schema.fade_sign import FadeSign, LoadRule, RatioBand, RunEffect
from evenstride.knowledge.schema.finding import Condition, ConditionGroup, FindingDefinition, Trigger
from evenstride.knowledge.schema.form_watch import FormCheck, FormWatch, HoldRule, LegsApart, Repetition, ScreenProtocol
from evenstride.knowledge.schema.measure import MeasureDefinition, ReferenceBand, ThresholdLevel, Thresholds
from evenstride.knowledge.schema.movement import KeyPose, Movement, PosedMovement, ScreenMovement
from evenstride.knowledge.schema.plan_rule import PlanRule
from evenstride.knowledge.schema.reference import Publication
from evenstride.knowledge.schema.screen import RedFlag, Screen

__all__ = [
    "Claim",
    "Condition",
    "ConditionGroup",
    "Cue",
    "Dose",
    "Entry",
    "Evidence",
    "Exercise",
    "ExercisePart",
    "FadeSign",
    "FindingDefinition",
    "FormCheck",
    "FormWatch",
    "Grade",
    "HoldRule",
    "IdOf",
    "Injury",
    "KeyPose",
    "LegsApart",
    "LoadRule",
    "MeasureDefinition",
    "Movement",
    "Muscle",
    "PlanRule",
    "PlanStage",
    "PosedMovement",
    "Publication",
    "Quantity",
    "RatioBand",
    "RedFlag",
    "ReferenceBand",
    "Repetition",
    "RunEffect",
    "Screen",
    "ScreenMovement",
    "ScreenProtocol",
    "Statement",
    "ThresholdLevel",
    "Thresholds",
    "Trigger",
]
