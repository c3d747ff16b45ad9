"""What changed over weeks: measures beyond their error, sessions done, pain, distance, the next retest. Pure."""

from evenstride.progress.adherence import Adherence, stage_began_on, summarise_adherence
from evenstride.progress.advice import Advice, advise_next_session
from evenstride.progress.pain import LevelWeek, PainCourse, summarise_levels, summarise_pain
from evenstride.progress.retest import NextRetest, next_retest
from evenstride.progress.series import ComparedReading, MeasureReading, MeasureSeries, compare_with_baseline
from evenstride.progress.trend import Trend, estimate_trend
from evenstride.progress.weekly import summarise_load

__all__ = [
    "Adherence",
    "Advice",
    "ComparedReading",
    "LevelWeek",
    "MeasureReading",
    "MeasureSeries",
    "NextRetest",
    "PainCourse",
    "Trend",
    "advise_next_session",
    "compare_with_baseline",
    "estimate_trend",
    "next_retest",
    "stage_began_on",
    "summarise_adherence",
    "summarise_levels",
    "summarise_load",
    "summarise_pain",
]
