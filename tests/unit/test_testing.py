"""The synthetic runner is what it says it is."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.testing import CONTACT_FRAC_OF_STRIDE, synthetic_analysis


def test_contacts_come_at_the_set_cadence_and_sides_alternate() -> None:
    analysis = synthetic_analysis(duration_s=6.0, cadence_spm=180.0)
    contacts_s = [step.initial_contact_s for step in analysis.steps]
    assert np.diff(contacts_s) == pytest.approx(60 / 180)
    assert [step.side for step in analysis.steps[:4]] == ["right", "left", "right", "left"]


def test_contact_time_is_the_set_share_of_the_stride() -> None:
    steps = synthetic_analysis(cadence_spm=160.0).steps
    assert steps[0].contact_time_s == pytest.approx(CONTACT_FRAC_OF_STRIDE * 120 / 160)


def test_the_knee_of_the_points_is_bent_as_the_curve_says() -> None:
    analysis = synthetic_analysis()
    track = analysis.pose_track
    thigh = track.point("right_knee") - track.point("right_hip")
    shank = track.point("right_ankle") - track.point("right_knee")
    cosine = np.sum(thigh * shank, axis=1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shank, axis=1)
    bent_deg = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    assert np.allclose(bent_deg, analysis.curves.angles_deg["right_knee_flexion"], atol=1e-5)


def test_left_is_right_half_a_stride_later() -> None:
    analysis = synthetic_analysis(duration_s=4.0, fps=60.0, cadence_spm=120.0)  # a stride is one second
    right, left = (analysis.curves.angles_deg[f"{side}_knee_flexion"] for side in ("right", "left"))
    assert np.allclose(left[30:], right[:-30])
