"""How a camera was turned, from the straight lines of a room.

Most straight edges of rooms, buildings and treadmills run in three directions: upright, and level in two directions
square to each other. In a picture the lines of one direction meet in one point. Roll, pitch and the yaw to the room
fix the three points, so that every line tells something about the turn, and lines of no direction can be told apart.

Frames: room x to the right, y down, z ahead, seen along ``yaw``; image x right, y down, from the image's centre in
units of its longer side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

#: Focal length over the longer side, and its standard deviation as a share. Main cameras of phones have 24 to 28 mm
#: of a 36 mm wide picture (0.67 to 0.78); films are cut by up to a fifth to steady them.
FOCAL_OVER_SIDE = 0.8
_FOCAL_SD_LOG = 0.15
#: Before looking: a phone set up by eye (standard deviations, degrees; our assumptions).
_ROLL_SD_DEG, _PITCH_SD_DEG, _YAW_SD_DEG = 3.0, 7.0, 30.0
#: How far things made upright and level are off, and how far all level ones may be off together (an inclined belt, a
#: path that climbs by 2 %).
_UPRIGHT_SD_DEG, _LEVEL_SD_DEG, _SLOPE_SD_DEG = 0.35, 0.5, 1.0
#: Error of a found segment's direction is this over its length in pixels (a third of a pixel at either end).
_DIRECTION_PX_DEG = 25.0
#: Share of segments that are upright, level across, level ahead, and of any direction (our assumption).
_SHARES = np.array([0.3, 0.25, 0.2])
_STRAY_SHARE = 0.25
_MOST_SEGMENTS = 100
#: Segments this near to each other (longer sides) with the same direction (degrees) come from one object.
_SAME_PLACE, _SAME_DIRECTION_DEG = 0.1, 2.0
#: A segment of this share of the longer side counts in full.
_FULL_LENGTH = 1 / 16
#: Fewer upright lines than this (counted by objects, over what chance brings) cannot tell a turned camera from a
#: sloping scene; nor can so few that a thicket brings them (standard deviations of their chance number: the best of
#: many turns is looked at, so that two would be reached by random lines, see the tests).
_LEAST_UPRIGHT, _LEAST_OVER_CHANCE = 1.0, 4.0
#: Chance is judged by the strays within this of upright. One of any direction is taken for upright where it lies
#: within twice its error.
_NEAR_UPRIGHT_DEG, _TAKEN_SD = 25.0, 4.0

_COARSE_ROLL_DEG = np.arange(-10.5, 10.6, 0.75)
_COARSE_PITCH_DEG = np.arange(-21.0, 21.1, 3.5)
_COARSE_YAW_DEG = np.arange(-45.0, 45.0, 3.0)
#: What lies between the grid's values, degrees of a line's direction.
_COARSE_SD_DEG = 0.6
_STARTS = 6
#: A start this much less probable (natural logarithm) than the best does not catch up.
_HOPELESS_LOG = 15.0
_STEPS, _SMALL_STEP = 12, 0.003
#: Parts of the picture left out in turn, across and down.
_PARTS = 4
#: Order of the parameters in the refinement.
_ROLL, _PITCH, _YAW, _SLOPE, _LOG_FOCAL = range(5)
_PRIOR_SD = np.array([_ROLL_SD_DEG, _PITCH_SD_DEG, _YAW_SD_DEG, _SLOPE_SD_DEG, _FOCAL_SD_LOG])


@dataclass(frozen=True)
class CameraOrientation:
    """How a camera was turned.

    Attributes
    ----------
    roll_deg : + the camera was turned clockwise as seen from behind it: upright things lean to image left.
    pitch_deg : + it looks down.
    yaw_deg : of the room, -45 to 45: + its direction ahead points to image right.
    roll_error_deg, pitch_error_deg, yaw_error_deg : one standard deviation.
    focal_over_side : focal length over the longer side, as far as the lines tell.
    upright_count, level_count : lines that support it, each object counted about once.
    """

    roll_deg: float
    pitch_deg: float
    yaw_deg: float
    roll_error_deg: float
    pitch_error_deg: float
    yaw_error_deg: float
    focal_over_side: float
    upright_count: float
    level_count: float


@dataclass(frozen=True)
class Lines:
    """Segments made ready: ``middle`` (line, xy) and unit ``direction`` (line, xy), image frame from the centre in
    longer sides; ``error_deg`` (line,) of the direction; ``weight`` (line,) about one for each object."""

    middle: Floats
    direction: Floats
    error_deg: Floats
    weight: Floats


def estimate_orientation(segments: NDArray[np.float64], *, image_size_px: tuple[int, int]) -> CameraOrientation | None:
    """Roll, pitch and yaw of a camera from the straight lines in its picture.

    Parameters
    ----------
    segments : (segment, x0 y0 x1 y1) image frame, pixels.
    image_size_px : (width, height).

    Returns
    -------
    None where there is not one upright line to hold on to.

    Notes
    -----
    Steps: a line's direction, at its middle, is compared with the direction towards each of the three vanishing
    points; a mixture of four kinds (upright, across, ahead, stray) gives the likelihood. A coarse grid over the three
    angles gives starts, Gauss-Newton steps with the kinds' probabilities as weights refine them
    (expectation-maximisation), and the result is the mean over the solutions weighted by their probability (Laplace):
    where two readings of a scene compete the error says so. It is never below what leaving out parts of the picture
    changes (jackknife). Focal length and a slope common to all level lines are
    unknowns of their own.

    Not modelled: a lens that bends lines. Wrong where what leans, leans together: an inclined treadmill with inclined
    posts before a wall without a mark.

    References
    ----------
    Coughlan & Yuille 1999, Manhattan world: compass direction from a single image by Bayesian inference, Proc. ICCV
    2:941-947, doi:10.1109/ICCV.1999.790349.
    """
    if len(segments) < 2:
        return None
    lines = prepare_lines(segments, image_size_px)
    solutions = [_refine(start, lines) for start in _coarse_starts(lines)]
    score = np.array([solution.log_probability for solution in solutions])
    if not np.isfinite(score).any():
        return None
    share = np.exp(score - score[np.isfinite(score)].max(), where=np.isfinite(score), out=np.zeros_like(score))
    share = _without_doubles(solutions, share)
    share /= share.sum()
    best = solutions[int(np.argmax(share))]
    upright_count, across, ahead = best.counts
    if upright_count - best.chance < max(_LEAST_UPRIGHT, _LEAST_OVER_CHANCE * np.sqrt(best.chance)):
        return None
    roll_deg, pitch_deg, yaw_deg = best.values[:3]
    spread = np.array([solution.values[:3] - best.values[:3] for solution in solutions])
    variance = np.array([np.diag(solution.covariance)[:3] for solution in solutions])
    competing = share @ np.where(share[:, None] > 0, variance + spread**2, 0.0)
    error_deg = np.sqrt(np.maximum(competing, _left_out_variance(best, lines)))
    return CameraOrientation(
        roll_deg=float(roll_deg),
        pitch_deg=float(pitch_deg),
        yaw_deg=float(yaw_deg),
        roll_error_deg=float(error_deg[_ROLL]),
        pitch_error_deg=float(error_deg[_PITCH]),
        yaw_error_deg=float(error_deg[_YAW]),
        focal_over_side=float(FOCAL_OVER_SIDE * np.exp(best.values[_LOG_FOCAL])),
        upright_count=float(upright_count),
        level_count=float(across + ahead),
    )


def vanishing_points(roll_deg: Floats, pitch_deg: Floats, yaw_deg: Floats, focal: float) -> tuple[Floats, ...]:
    """Homogeneous image points (..., 3) where upright, level-across and level-ahead lines meet.

    Room directions are seen after yaw, then pitch, then roll; image frame from the centre, longer sides.
    """
    roll, pitch, yaw = np.broadcast_arrays(*(np.radians(angle) for angle in (roll_deg, pitch_deg, yaw_deg)))
    cos_roll, sin_roll, cos_pitch, sin_pitch = np.cos(roll), np.sin(roll), np.cos(pitch), np.sin(pitch)

    def seen(x: Floats, y: Floats, z: Floats) -> Floats:
        down, ahead = y * cos_pitch - z * sin_pitch, y * sin_pitch + z * cos_pitch
        return np.stack(
            [focal * (x * cos_roll + down * sin_roll), focal * (down * cos_roll - x * sin_roll), ahead], axis=-1
        )

    zero = np.zeros_like(roll)
    return seen(zero, zero - 1, zero), seen(np.cos(yaw), zero, -np.sin(yaw)), seen(np.sin(yaw), zero, np.cos(yaw))


def sine_to_point(lines: Lines, point: Floats) -> Floats:
    """(..., line) sine of the angle between each line and the way from its middle to a homogeneous point (..., 3)."""
    towards_x = point[..., None, 0] - point[..., None, 2] * lines.middle[:, 0]
    towards_y = point[..., None, 1] - point[..., None, 2] * lines.middle[:, 1]
    across = lines.direction[:, 0] * towards_y - lines.direction[:, 1] * towards_x
    return np.asarray(across / np.sqrt(towards_x**2 + towards_y**2 + 1e-12))


def prepare_lines(segments: NDArray[np.float64], image_size_px: tuple[int, int]) -> Lines:
    """The longest segments, weighted so that an object with many edges has about one voice."""
    side_px = max(image_size_px)
    along = segments[:, 2:] - segments[:, :2]
    length_px = np.hypot(*along.T)
    longest = np.argsort(-length_px, kind="stable")[:_MOST_SEGMENTS]
    along, length_px = along[longest], length_px[longest]
    centre = np.array(image_size_px) / 2
    middle = (0.5 * (segments[longest, :2] + segments[longest, 2:]) - centre) / side_px
    direction = along / length_px[:, None]
    apart = np.hypot(*(middle[:, None] - middle[None]).transpose(2, 0, 1))
    is_parallel = np.abs(direction @ direction.T) > np.cos(np.radians(_SAME_DIRECTION_DEG))
    voice = np.minimum(length_px / (_FULL_LENGTH * side_px), 1.0)
    company = np.where(is_parallel & (apart < _SAME_PLACE), voice, 0.0).sum(axis=1)
    # Four edges of one object tell a little more than one edge: the fourth root of their number.
    return Lines(middle, direction, _DIRECTION_PX_DEG / length_px, voice / np.maximum(company, 1.0) ** 0.75)


def _coarse_starts(lines: Lines) -> list[NDArray[np.float64]]:
    """The best values of a coarse grid, each unlike the others."""
    log_probability = _coarse_log_probability(lines)
    grid = np.stack(np.meshgrid(_COARSE_ROLL_DEG, _COARSE_PITCH_DEG, _COARSE_YAW_DEG, indexing="ij"), axis=-1)
    starts: list[NDArray[np.float64]] = []
    highest_log = -np.inf
    for _ in range(_STARTS):
        place = np.unravel_index(np.argmax(log_probability), log_probability.shape)
        best, best_log = grid[place], float(log_probability[place])
        if starts and best_log < highest_log - _HOPELESS_LOG:
            break
        highest_log = max(highest_log, best_log)
        starts.append(np.array([*best, 0.0, 0.0]))
        alike = np.abs(grid - best) <= (1.5, 7.0, 6.0)
        log_probability[alike.all(axis=-1)] = -np.inf
    return starts


def _coarse_log_probability(lines: Lines) -> NDArray[np.float32]:
    """(roll, pitch, yaw) on the coarse grid, up to a constant; single precision, as it is the costly part."""
    small = Lines(*(np.asarray(part, np.float32) for part in vars(lines).values()))
    sd_deg = np.sqrt(_line_sd_deg(lines) ** 2 + _COARSE_SD_DEG**2).astype(np.float32)
    roll, pitch = np.meshgrid(_COARSE_ROLL_DEG, _COARSE_PITCH_DEG, indexing="ij")
    upright, _, _ = vanishing_points(roll, pitch, np.zeros(1), FOCAL_OVER_SIDE)
    base = np.float32(_STRAY_SHARE / 180) + _kind_density(small, upright.astype(np.float32), sd_deg[0], 0)
    result = np.empty((*roll.shape, len(_COARSE_YAW_DEG)), np.float32)
    prior = -0.5 * ((roll / _ROLL_SD_DEG) ** 2 + (pitch / _PITCH_SD_DEG) ** 2)
    for number, yaw in enumerate(_COARSE_YAW_DEG):
        _, across, ahead = vanishing_points(roll, pitch, np.full(1, yaw), FOCAL_OVER_SIDE)
        density = base + _kind_density(small, across.astype(np.float32), sd_deg[1], 1)
        density += _kind_density(small, ahead.astype(np.float32), sd_deg[2], 2)
        result[..., number] = np.log(density) @ small.weight + prior
    return result


def _kind_density(lines: Lines, point: Floats, sd_deg: Floats, kind: int) -> Floats:
    """(..., line) density per degree of a line's direction, times the kind's share."""
    share = np.float32(_SHARES[kind] / np.sqrt(2 * np.pi))
    distance = np.float32(180 / np.pi) * sine_to_point(lines, point) / sd_deg
    return np.asarray(np.exp(np.float32(-0.5) * distance * distance) * (share / sd_deg))


def _line_sd_deg(lines: Lines) -> NDArray[np.float64]:
    """(kind, line) how far a line of each kind may be off its direction."""
    made_deg = np.array([_UPRIGHT_SD_DEG, _LEVEL_SD_DEG, _LEVEL_SD_DEG])
    return np.hypot(made_deg[:, None], lines.error_deg)


@dataclass(frozen=True)
class _Solution:
    values: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_probability: float
    counts: NDArray[np.float64]
    chance: float


def _refine(start: NDArray[np.float64], lines: Lines) -> _Solution:
    """Gauss-Newton steps on the expected squares, the kinds of the lines weighed anew at each."""
    sd_deg = _line_sd_deg(lines)
    inverse_prior = np.diag(_PRIOR_SD**-2)
    # Yaw has no zero to be drawn to; its prior only keeps the equations solvable.
    drawn = inverse_prior * (np.arange(5) != _YAW)
    values, hessian = start, inverse_prior
    for _ in range(_STEPS):
        distance_deg = _distances_deg(values, lines)
        belongs, _ = _kinds(distance_deg, sd_deg)
        weight = belongs * lines.weight / sd_deg**2
        slopes = np.stack([(_distances_deg(values + step, lines) - distance_deg) / 1e-3 for step in 1e-3 * np.eye(5)])
        weighted = slopes * weight
        hessian = np.einsum("ikn,jkn->ij", weighted, slopes) + inverse_prior
        gradient = np.einsum("ikn,kn->i", weighted, distance_deg) + drawn @ values
        step = np.linalg.solve(hessian, gradient)
        largest = float(np.abs(step).max())
        values = values - step * min(1.0, 4.0 / max(largest, 1e-9))
        if largest < _SMALL_STEP:
            break
    distance_deg = _distances_deg(values, lines)
    belongs, density = _kinds(distance_deg, sd_deg)
    is_near = np.abs(distance_deg[0]) < _NEAR_UPRIGHT_DEG
    strays = (1 - belongs.sum(axis=0)) * lines.weight * is_near
    chance = float(strays @ sd_deg[0]) * _TAKEN_SD / (2 * _NEAR_UPRIGHT_DEG)
    fit = float(np.log(density) @ lines.weight - 0.5 * values @ drawn @ values)
    volume = -0.5 * float(np.linalg.slogdet(hessian)[1])
    return _Solution(values, np.linalg.inv(hessian), fit + volume, belongs @ lines.weight, chance)


def _left_out_variance(solution: _Solution, lines: Lines) -> NDArray[np.float64]:
    """(3,) variance of roll, pitch and yaw by the jackknife over parts of the picture.

    Lines of one thing that is itself askew (a door ajar, a mirror) are wrong together, which single lines do not show.
    Columns and rows of the picture are left out in turn.
    """
    variances = []
    for axis in (0, 1):
        part = np.argsort(np.argsort(lines.middle[:, axis], kind="stable")) * _PARTS // len(lines.weight)
        without = [
            _refine(solution.values, replace(lines, weight=np.where(part == number, 0.0, lines.weight))).values[:3]
            for number in range(_PARTS)
        ]
        variances.append((_PARTS - 1) * np.var(without, axis=0))
    return np.asarray(np.mean(variances, axis=0))


def _distances_deg(values: NDArray[np.float64], lines: Lines) -> NDArray[np.float64]:
    """(kind, line) angle of each line from where a line of each kind would point."""
    roll, pitch, yaw, slope, log_focal = values
    focal = FOCAL_OVER_SIDE * np.exp(log_focal)
    upright, _, ahead = vanishing_points(roll, pitch, yaw, focal)
    _, across, _ = vanishing_points(roll + slope, pitch, yaw, focal)
    return np.degrees(sine_to_point(lines, np.stack([upright, across, ahead])))


def _kinds(
    distance_deg: NDArray[np.float64], sd_deg: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(kind, line) probability of each kind, and (line,) the density over all."""
    each = _SHARES[:, None] * np.exp(-0.5 * (distance_deg / sd_deg) ** 2) / (sd_deg * np.sqrt(2 * np.pi))
    density = each.sum(axis=0) + _STRAY_SHARE / 180
    return each / density, density


def _without_doubles(solutions: list[_Solution], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Starts that ended in the same place count once."""
    kept = share.copy()
    for number, solution in enumerate(solutions):
        earlier = [other.values[:3] for other, weight in zip(solutions[:number], kept, strict=False) if weight > 0]
        if any(np.abs(solution.values[:3] - values).max() < 0.2 for values in earlier):
            kept[number] = 0.0
    return kept
