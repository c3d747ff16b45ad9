"""How the parts of a measure's error become the one standard error that is stated."""

from __future__ import annotations

from evenstride.signals.statistics import Summary

#: Half of a 95 % interval in standard deviations when the standard deviation is known.
NORMAL_95 = 1.959964


def student_95(degrees_of_freedom: float) -> float:
    """Half of a 95 % interval in standard errors when the standard deviation is itself estimated (Student's t).

    Examples
    --------
    >>> round(student_95(4), 3), round(student_95(1e9), 3)
    (2.776, 1.96)
    """
    from scipy.special import stdtrit

    return float(stdtrit(degrees_of_freedom, 0.975)) if degrees_of_freedom < 1e6 else NORMAL_95


def stated_error(steps: Summary, persistent: float) -> float:
    """Standard error of a mean over steps, such that value -+ 1.96 of it is a 95 % interval.

    Parameters
    ----------
    steps : scatter and number of the steps; holds what frame rate, keypoint noise and the runner's own variation do
        from step to step.
    persistent : one standard deviation of the error that stays however many steps are seen (view, keypoint source,
        definition of contact), see `evenstride.gait.keypoint_habits`.

    Notes
    -----
    Root of the sum of squares, times Student's t over 1.96 for the effective degrees of freedom of the sum
    (Welch-Satterthwaite: Satterthwaite 1946, Biometrics Bulletin 2:110, doi 10.2307/3002019). The factor matters
    where few steps scatter much; where the persistent part is the larger one it is near 1.

    Examples
    --------
    >>> round(stated_error(Summary(10.0, 2.0, 4), 0.0), 2)  # 1.00 x 3.18 / 1.96
    1.62
    >>> round(stated_error(Summary(10.0, 2.0, 4), 3.0), 2)
    3.17
    """
    between = steps.standard_error
    if between is None or between == 0.0:
        return persistent
    square = between**2 + persistent**2
    degrees_of_freedom = (steps.n - 1) * square**2 / between**4
    return square**0.5 * student_95(degrees_of_freedom) / NORMAL_95
