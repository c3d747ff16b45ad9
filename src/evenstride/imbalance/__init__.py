"""Measures to findings: plain comparisons that weigh each measure's error, always with reasons for and against."""

from evenstride.imbalance.assess import assess_findings
from evenstride.imbalance.comparison import compare_with_threshold
from evenstride.imbalance.frames import with_frames
from evenstride.imbalance.stretches import with_stretches

__all__ = ["assess_findings", "compare_with_threshold", "with_frames", "with_stretches"]
