"""Repetitions, holds, form and cues from landmarks, for exercises and home screens."""

from evenstride.coaching.engine import Coach
from evenstride.coaching.landmarks import LandmarkFrame, frames_of_track
from evenstride.coaching.watch_plan import WatchPlan, plan_screen, plan_watch

__all__ = ["Coach", "LandmarkFrame", "WatchPlan", "frames_of_track", "plan_screen", "plan_watch"]
