"""Frozen domain values. Nothing here reads a file, runs a model or knows a web page."""

from evenstride.model.assessment import (
    SCHEMA,
    Assessment,
    ClipAnalysis,
    Preview,
    Provenance,
    Runner,
    SessionAnalysis,
)
from evenstride.model.camera import ASSUMED_LEVEL, LEVEL_BY_LABORATORY, CameraTilt
from evenstride.model.curves import AngleCurves
from evenstride.model.finding import Finding, FindingEvidence, FindingFrame, FindingStretch
from evenstride.model.gait import GaitEvent, GaitEvents, Step
from evenstride.model.measure import Measure, MeasurePart, Reference, SideDifference, compare_sides
from evenstride.model.point_arrays import track_of_points
from evenstride.model.pose_track import CANONICAL_KEYPOINTS, SURFACE_KEYPOINTS, PoseTrack
from evenstride.model.recording import Recording
from evenstride.model.run import Channel, ChannelSource, Interval, Quantity, RunRecording

__all__ = [
    "ASSUMED_LEVEL",
    "CANONICAL_KEYPOINTS",
    "LEVEL_BY_LABORATORY",
    "SCHEMA",
    "SURFACE_KEYPOINTS",
    "AngleCurves",
    "Assessment",
    "CameraTilt",
    "Channel",
    "ChannelSource",
    "ClipAnalysis",
    "Finding",
    "FindingEvidence",
    "FindingFrame",
    "FindingStretch",
    "GaitEvent",
    "GaitEvents",
    "Interval",
    "Measure",
    "MeasurePart",
    "PoseTrack",
    "Preview",
    "Provenance",
    "Quantity",
    "Recording",
    "Reference",
    "RunRecording",
    "Runner",
    "SessionAnalysis",
    "SideDifference",
    "Step",
    "compare_sides",
    "track_of_points",
]
