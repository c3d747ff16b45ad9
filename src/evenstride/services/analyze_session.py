"""Analyse the recordings of one session, from several sides or repeated, to one assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evenstride.errors import InputError
from evenstride.model import SessionAnalysis
from evenstride.model.run_analysis import RunAnalysis
from evenstride.services.analyze_clip import analyze, checked_options, is_keypoint_file, read_pose
from evenstride.services.analyze_markers import is_trial

MOST_CLIPS = 20
Progress = Callable[[int, int], None]
_Option = TypeVar("_Option")


@dataclass(frozen=True)
class _Input:
    """One recording before it is looked at: what makes it the same file as another, and its picture count."""

    path: Path
    sha256: str
    picture_count: int
    view: str
    recorded_fps: float | None


def analyze_session(
    paths: Sequence[str | Path],
    *,
    height_m: float | None = None,
    recorded_fps: float | Sequence[float | None] | None = None,
    view: str | Sequence[str] = "auto",
    with_preview: bool = False,
    rtmpose: str | Path | None = None,
    save_pose: str | Path | None = None,
    force: str | Path | None = None,
    watch: str | Path | None = None,
    on_progress: Progress | None = None,
    processes: int | None = None,
) -> SessionAnalysis:
    """Measure a run from one or several recordings of one session: both sides, from behind, repeats.

    Parameters
    ----------
    paths : recordings of one runner at one speed; each as for `evenstride.analyze`. All are opened before the first is
        analysed; one given twice counts once.
    height_m : the runner's height.
    recorded_fps, view : once for all recordings, or one for each in their order; see `evenstride.analyze`.
    with_preview, rtmpose, processes : as for `evenstride.analyze`.
    save_pose : where to keep the pose track; with one recording only.
    force : of a laboratory's trial, see `evenstride.services.analyze_markers`.
    watch : what a watch or sensor recorded of the same run, as for `evenstride.analyze_run`; findings then weigh both.
    on_progress : called with (pictures done, pictures expected) of all recordings together.

    Returns
    -------
    SessionAnalysis : ``.assessment`` is the public result, ``.clips`` what each recording showed on its own, ``.run``
        and ``.agreement`` what the watch showed and how far it agrees.

    Raises
    ------
    InputError : a file cannot be used, or an option makes no sense; the message says what to do.
    OutputError : the pose track cannot be saved under that name.

    Examples
    --------
    >>> import evenstride
    >>> session = evenstride.analyze_session(["side.mp4", "behind.mp4"], height_m=1.78)  # doctest: +SKIP
    >>> session.assessment.measure("pelvic_drop", "left").parts  # doctest: +SKIP
    """
    run = None if watch is None else _run_of(watch)
    if save_pose is not None and len(paths) > 1:
        raise InputError(
            f"Expected one recording with a pose track to save, got {len(paths)}. Analyse each on its own."
        )
    if _is_trial_alone([Path(path) for path in paths], has_force=force is not None):
        from evenstride.services.analyze_markers import analyze_markers

        return _with_run(analyze_markers(paths[0], height_m=height_m, force=force), run)
    rates = recorded_fps if isinstance(recorded_fps, Sequence) else (recorded_fps,)
    inputs = _checked_inputs(
        [Path(path) for path in paths], views=(view,) if isinstance(view, str) else view, rates=rates, height_m=height_m
    )
    distinct = {each.sha256: each for each in reversed(inputs)}
    expected = sum(each.picture_count for each in distinct.values())
    analysed, done = {}, 0
    for each in sorted(distinct.values(), key=inputs.index):
        analysed[each.sha256] = analyze(
            each.path,
            height_m=height_m,
            recorded_fps=each.recorded_fps,
            view=each.view,
            with_preview=with_preview,
            rtmpose=rtmpose,
            save_pose=save_pose,
            on_progress=None if on_progress is None else _share_of(on_progress, done, each.picture_count, expected),
            processes=processes,
        )
        done += each.picture_count
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.session import assess_session

    session = assess_session([analysed[each.sha256] for each in inputs], knowledge=load_knowledge())
    return _with_run(session, run)


def _is_trial_alone(paths: Sequence[Path], *, has_force: bool) -> bool:
    """Whether it is a laboratory's trial, which is measured on its own and may have a file of force."""
    trials = [path for path in paths if is_trial(path)]
    if trials and len(paths) > 1:
        raise InputError(
            f"Expected a laboratory's trial on its own, got {len(paths)} recordings. Set {trials[0].name} beside "
            "another with: evenstride compare A B."
        )
    if has_force and not trials:
        raise InputError(
            "Expected a laboratory's trial (.c3d, or .trc in mm or m) with --force, got another recording."
        )
    return bool(trials)


def _run_of(watch: str | Path) -> RunAnalysis:
    from evenstride.services.analyze_run import analyze_run

    return analyze_run(watch)


def _with_run(session: SessionAnalysis, run: RunAnalysis | None) -> SessionAnalysis:
    if run is None:
        return session
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.watch_join import join_watch

    return join_watch(session, run, knowledge=load_knowledge())


def _checked_inputs(
    paths: Sequence[Path], *, views: Sequence[str], rates: Sequence[float | None], height_m: float | None
) -> list[_Input]:
    """Every recording opened and every option looked at, before a minute of work is spent."""
    if not 1 <= len(paths) <= MOST_CLIPS:
        raise InputError(f"Expected 1 to {MOST_CLIPS} recordings, got {len(paths)}.")
    view_of = _for_each(views, len(paths), "view")
    rate_of = _for_each(rates, len(paths), "recorded frame rate")
    for view, rate in zip(view_of, rate_of, strict=True):
        checked_options(height_m=height_m, recorded_fps=rate, view=view)
    if len(paths) == 1:  # the analysis itself opens it, once
        return [_Input(paths[0], "", 1, view_of[0], rate_of[0])]
    return [_opened(*each) for each in zip(paths, view_of, rate_of, strict=True)]


def _for_each(given: Sequence[_Option], count: int, name: str) -> list[_Option]:
    if len(given) == 1:
        return [given[0]] * count
    if len(given) != count:
        raise InputError(
            f"Expected one {name} for all {count} recordings, or one for each of them in their order; got {len(given)}."
        )
    return list(given)


def _opened(path: Path, view: str, recorded_fps: float | None) -> _Input:
    """What a recording says of itself."""
    if is_keypoint_file(path):
        track, recording = read_pose(path)
        return _Input(path, recording.sha256, len(track), view, recorded_fps)
    from evenstride.io.video import probe_video

    probe = probe_video(path)
    return _Input(path, probe.sha256, probe.frame_count_estimate, view, recorded_fps)


def _share_of(on_progress: Progress, before: int, pictures: int, expected: int) -> Progress:
    """Progress of one recording as part of all."""

    def report(done: int, of: int) -> None:
        if pictures == expected:
            on_progress(done, of)
        else:
            on_progress(before + round(pictures * done / max(of, 1)), expected)

    return report
