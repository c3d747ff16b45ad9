"""Read a recorded exercise: repetitions, holds, faults, tempo, range, and what could not be judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.services.output_files import POSE_SUFFIXES, check_output

if TYPE_CHECKING:
    from evenstride.coaching import WatchPlan
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import FormWatch
    from evenstride.model import PoseTrack
    from evenstride.model.coached import CoachedSet
    from evenstride.model.gait import Side


@dataclass(frozen=True)
class CoachedClip:
    """What the coach saw in a clip.

    Attributes
    ----------
    coached : None where nobody was found.
    said : (seconds, sentence) the coach would have said while it was done.
    warnings : what makes the result less certain, as sentences.
    """

    exercise_id: str
    source: str
    duration_s: float
    coached: CoachedSet | None
    said: tuple[tuple[float, str], ...]
    warnings: tuple[str, ...]

    @property
    def says_something(self) -> bool:
        """Whether somebody was seen doing anything that can be read, if only standing there."""
        return self.coached is not None and self.coached.view != "unknown"

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.coached_set/1`` document; NaN becomes null."""
        from evenstride.model.coached import COACHED_SCHEMA

        seen = {} if self.coached is None else self.coached.to_dict()
        empty = {"repetitions": 0, "holds": [], "faults": []} if self.coached is None else {}
        said = [{"time_s": time_s, "text": text} for time_s, text in self.said]
        whole = {
            "schema": COACHED_SCHEMA,
            "exercise_id": self.exercise_id,
            **empty,
            **seen,
            "said": said,
            "warnings": list(self.warnings),
            "source": self.source,
            "duration_s": self.duration_s,
        }
        return {key: _plain(value) for key, value in whole.items()}


def coach_clip(
    exercise_id: str,
    path: str | Path,
    *,
    side: Side | None = None,
    save_pose: str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> CoachedClip:
    """Watch somebody do an exercise in a recording.

    Parameters
    ----------
    exercise_id : an exercise (``inner_quad_squat``), or one of its forms (``kegel_ball_squeeze/bridge``). Where the
        camera cannot count the basic form but some of its variations, the one that is seen is read.
    path : a video, or a pose track saved before.
    side : the leg that works, where it is known; else it is read from the body.
    save_pose : where to keep the pose track (``.npz`` or ``.parquet``).

    Raises
    ------
    InputError : there is no such exercise, the camera cannot count it, or the file cannot be used.
    """
    from evenstride.knowledge import load_knowledge

    path, pose_file = Path(path), None if save_pose is None else Path(save_pose)
    knowledge = load_knowledge()
    plans = plans_for(exercise_id, knowledge)
    if pose_file is not None:
        check_output(pose_file, "pose track", suffixes=POSE_SUFFIXES, source=path)
    track, warnings = exercise_track(path, on_progress)
    if track is None:
        return CoachedClip(plans[0].exercise_id, path.name, 0.0, None, (), warnings)
    if pose_file is not None:
        from evenstride.io.pose_files import save_pose_track

        save_pose_track(track, pose_file)
    return _watched(path.name, track, plans, side, warnings)


def coach_pose_track(exercise_id: str, track: PoseTrack, *, side: Side | None = None) -> CoachedClip:
    """The same for a body whose points are known already, such as those of `evenstride.model.track_of_points`.

    Raises
    ------
    InputError : there is no such exercise, or the camera cannot count it.
    """
    from evenstride.knowledge import load_knowledge

    return _watched(track.source, track, plans_for(exercise_id, load_knowledge()), side, ())


def coached_text(seen: CoachedClip) -> tuple[str, ...]:
    """The same in lines for a terminal."""
    from evenstride.reports.coached_text import coached_lines

    if seen.coached is None:
        return seen.warnings
    return tuple(coached_lines(seen.coached, warnings=seen.warnings))


def plans_for(exercise_id: str, knowledge: Knowledge) -> tuple[WatchPlan, ...]:
    """The forms of an exercise that the camera counts.

    Raises
    ------
    InputError : there is no such exercise, or it is done by timer; the message says why.
    """
    from evenstride.coaching import plan_watch

    watches = _watches_of(exercise_id, knowledge)
    counted = [watch for watch in watches if watch.by == "camera"]
    if not counted:
        why = " ".join(statement.text for statement in watches[0].unseen)
        raise InputError(
            f"Expected an exercise that the camera can count, got {exercise_id}, which goes by timer. "
            f"It cannot be seen: {why}"
        )
    return tuple(plan_watch(watch, knowledge) for watch in counted)


def _watches_of(exercise_id: str, knowledge: Knowledge) -> list[FormWatch]:
    """The form that was asked for; the basic form comes with its variations where the camera cannot count it."""
    wanted = exercise_id.replace("/", "_").replace("-", "_")
    if wanted in knowledge.form_watches:
        watch = knowledge.form_watches[wanted]
        if watch.by == "camera" or knowledge.movements[watch.movement].part is not None:
            return [watch]
        exercise = knowledge.movements[watch.movement].exercise
        parts = [each for each in knowledge.form_watches.values() if knowledge.movements[each.id].exercise == exercise]
        return [watch, *(each for each in parts if each is not watch)]
    known = ", ".join(_shown_id(each, knowledge) for each in knowledge.form_watches.values() if each.by == "camera")
    raise InputError(f"Expected the id of an exercise, got {exercise_id!r}. The camera counts: {known}.")


def _shown_id(watch: FormWatch, knowledge: Knowledge) -> str:
    movement = knowledge.movements[watch.movement]
    return movement.exercise if movement.part is None else f"{movement.exercise}/{movement.part}"


def exercise_track(
    path: Path, on_progress: Callable[[int, int], None] | None = None
) -> tuple[PoseTrack | None, tuple[str, ...]]:
    """The body in a clip or in a pose track saved before, None where nobody is found; and what makes it less certain.

    Raises
    ------
    InputError : the file cannot be used.
    """
    from evenstride.services.analyze_clip import is_keypoint_file, read_pose

    if is_keypoint_file(path):
        return read_pose(path)[0], ()
    from evenstride.pipelines.exercise_tracking import track_exercise

    tracked = track_exercise(path, on_progress=on_progress)
    warnings = []
    if tracked.pose_track is None:
        warnings.append("Nobody was found in the clip. Film the whole body, in good light.")
    if tracked.people_count > 1:
        warnings.append(f"{tracked.people_count} people or reflections were seen; the largest one was followed.")
    if tracked.ended_early:
        warnings.append("The file ends before it should; the rest of it was not seen.")
    return tracked.pose_track, tuple(warnings)


def _watched(
    name: str, track: PoseTrack, plans: tuple[WatchPlan, ...], side: Side | None, warnings: tuple[str, ...]
) -> CoachedClip:
    from evenstride.coaching.events import Cue
    from evenstride.pipelines.coached_clip import coach_likeliest

    seen = coach_likeliest(track, plans, side=side)
    said = tuple((event.time_s, event.text) for event in seen.events if isinstance(event, Cue))
    duration_s = float(track.time_s[-1] - track.time_s[0]) if len(track) else 0.0
    return CoachedClip(seen.coached.exercise_id, name, duration_s, seen.coached, said, warnings)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if value == value else None
    return value
