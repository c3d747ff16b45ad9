"""What a plan has to fit, read strictly: every hostile value gives one clear line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

from evenstride.errors import InputError
from evenstride.model.gait import SIDES
from evenstride.model.plan import RunnerProfile, ScreenOutcome, ScreenResult
from evenstride.prescription.readiness import answer_problems
from evenstride.prescription.shown import shown

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

#: The least and the most that anybody may ask a session to take.
MINUTES_A_DAY = (1, 240)
DAYS_A_WEEK = (1, 7)

_MOST_ITEMS = 500
_OUTCOMES: tuple[str, ...] = get_args(ScreenOutcome)
_KEYS = tuple(field.name for field in fields(RunnerProfile))
_SCREEN_KEYS = tuple(field.name for field in fields(ScreenResult))


def profile_from_mapping(data: object, *, knowledge: Knowledge) -> RunnerProfile:
    """Read a profile from a JSON or YAML mapping.

    Parameters
    ----------
    data
        Keys are the fields of `RunnerProfile`: ``answers`` (question id to true, false or pain 0-10), ``equipment``
        (a list of names), ``minutes_a_day``, ``days_a_week``, ``screens`` (a list of ``screen_id``, ``side``,
        ``outcome``). A key that is absent or null takes its default, and so does nothing at all.
    knowledge
        Knows the questions and screens.

    Returns
    -------
    The profile; ``profile_from_mapping(dataclasses.asdict(profile))`` gives an equal one.

    Raises
    ------
    InputError
        With one line that says what was expected and what came.
    """
    given = _without_nulls(_mapping("profile", data, _KEYS))
    profile = RunnerProfile(
        answers=_without_nulls(_mapping("answers", given.get("answers"), tuple(knowledge.red_flags))),
        equipment=_equipment(given["equipment"]) if "equipment" in given else None,
        minutes_a_day=given.get("minutes_a_day"),
        days_a_week=given.get("days_a_week"),
        screens=tuple(_screen(f"screens[{at}]", each) for at, each in enumerate(_items("screens", given))),
    )
    check_profile(profile, knowledge)
    return profile


def check_profile(profile: RunnerProfile, knowledge: Knowledge) -> None:
    """Raise `InputError` with one line for the first value that no plan can fit."""
    for problem in _problems(profile, knowledge):
        raise InputError(problem)


def known_equipment() -> tuple[str, ...]:
    """The names that equipment goes by."""
    from evenstride.knowledge.schema.exercise import Equipment

    return get_args(Equipment)


def _problems(profile: RunnerProfile, knowledge: Knowledge) -> Iterator[str]:
    yield from answer_problems(profile.answers, knowledge)
    known = known_equipment()
    for name in profile.equipment or ():
        if not isinstance(name, str) or name not in known:
            yield f"equipment: expected names out of {', '.join(known)}; got {shown(name)}."
    if profile.minutes_a_day is not None and not _is_number_in(profile.minutes_a_day, *MINUTES_A_DAY):
        yield f"minutes_a_day: expected a number from 1 to 240, got {shown(profile.minutes_a_day)}."
    if profile.days_a_week is not None and not _is_days(profile.days_a_week):
        yield f"days_a_week: expected a whole number from 1 to 7, got {shown(profile.days_a_week)}."
    yield from _screen_problems(profile.screens, knowledge)


def _screen_problems(screens: tuple[ScreenResult, ...], knowledge: Knowledge) -> Iterator[str]:
    seen: set[tuple[str, str | None]] = set()
    for at, result in enumerate(screens):
        if not isinstance(result.screen_id, str) or result.screen_id not in knowledge.screens:
            yield (
                f"screens[{at}].screen_id: expected the id of a screen, got {shown(result.screen_id)}. "
                f"Known: {', '.join(knowledge.screens)}."
            )
        elif result.side is not None and result.side not in SIDES:
            yield f"screens[{at}].side: expected left, right or nothing, got {shown(result.side)}."
        elif not isinstance(result.outcome, str) or result.outcome not in _OUTCOMES:
            yield f"screens[{at}].outcome: expected one of {', '.join(_OUTCOMES)}; got {shown(result.outcome)}."
        elif (result.screen_id, result.side) in seen:
            yield f"screens[{at}]: expected each screen once a side, got {result.screen_id} twice. Keep the newer one."
        else:
            seen.add((result.screen_id, result.side))


def _is_number_in(value: object, low: float, high: float) -> bool:
    """Whether it is a number within the limits; NaN and infinity are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_days(value: object) -> bool:
    return isinstance(value, int) and _is_number_in(value, *DAYS_A_WEEK)


def _mapping(where: str, data: object, known: tuple[str, ...]) -> Mapping[str, Any]:
    """The mapping, its keys checked; nothing at all is an empty one."""
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise InputError(f"{where}: expected a mapping of names to values, got {shown(data)}.")
    for key in data:
        if not isinstance(key, str) or key not in known:
            raise InputError(f"{where}: expected only {', '.join(known)}; got {shown(key)}.")
    return data


def _without_nulls(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None}


def _items(where: str, given: Mapping[str, Any]) -> tuple[Any, ...]:
    listed = given.get(where, ())
    if not isinstance(listed, list | tuple):
        raise InputError(f"{where}: expected a list, got {shown(listed)}.")
    if len(listed) > _MOST_ITEMS:
        raise InputError(f"{where}: expected at most {_MOST_ITEMS} entries, got {len(listed)}.")
    return tuple(listed)


def _equipment(listed: object) -> tuple[str, ...]:
    items = _items("equipment", {"equipment": listed})
    for name in items:
        if not isinstance(name, str):
            raise InputError(f"equipment: expected names, got {shown(name)}.")
    return tuple(dict.fromkeys(items))


def _screen(where: str, data: object) -> ScreenResult:
    given = _mapping(where, data, _SCREEN_KEYS)
    for key in ("screen_id", "outcome"):
        if given.get(key) is None:
            raise InputError(f"{where}.{key}: expected a text, got nothing.")
    return ScreenResult(given["screen_id"], given.get("side"), given["outcome"])
