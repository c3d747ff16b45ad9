"""From findings, screens and the runner's answers to a plan: safety first, then choice, dose and weeks."""

from evenstride.prescription.plan import make_plan
from evenstride.prescription.profile import check_profile, profile_from_mapping
from evenstride.prescription.readiness import Readiness, check_answers

__all__ = ["Readiness", "check_answers", "check_profile", "make_plan", "profile_from_mapping"]
