"""The numbers behind a drift's error."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from evenstride.fatigue.noise import noise_grid, widening


@pytest.mark.parametrize("degrees", [5, 9, 20, 60, 160])
def test_errors_are_widened_to_student_s_t(degrees: int) -> None:
    assert widening(degrees) == pytest.approx(t.ppf(0.975, degrees) / 1.959964, abs=2e-4)


def test_colouring_makes_the_errors_that_whitening_undoes() -> None:
    position = np.delete(np.arange(30.0), [4, 5, 17])
    grid = noise_grid(position)
    np.testing.assert_allclose(
        grid.colouring @ grid.whitening, np.broadcast_to(np.eye(27), (len(grid.memory_bins), 27, 27)), atol=1e-10
    )
    made = grid.colouring[-1] @ np.random.default_rng(0).standard_normal((27, 20_000))
    assert np.corrcoef(made[0], made[1])[0, 1] == pytest.approx(
        (grid.colouring[-1] @ grid.colouring[-1].T)[0, 1], abs=0.02
    )
