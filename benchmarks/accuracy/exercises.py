"""``python -m benchmarks.accuracy.exercises``: are repetitions, angles and faults of exercises found?

Recorded clips with known counts, the same made into other recordings (mirrored, smaller, slower, joined with walking),
a squat filmed with marker motion capture, clips of walking and running, made-up people with each fault put in on
purpose, and others who come, do an exercise in their own way, and go. Writes nine tables to
``docs/accuracy/exercises`` and prints them. Pose tracks are kept in a temporary folder, or in the one that
``--tracks`` names.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.accuracy.exercise_faults import FAULTS, InjectedFault
from benchmarks.accuracy.exercise_people import practised
from benchmarks.accuracy.exercise_variants import between, variants
from benchmarks.accuracy.table import Table, plain, signed
from evenstride.coaching import WatchPlan, frames_of_track, plan_watch
from evenstride.coaching.body import KnownBody
from evenstride.coaching.signals import read_signals
from evenstride.io.pose_files import read_pose_track, save_pose_track
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema import FormCheck
from evenstride.model import PoseTrack
from evenstride.pipelines.coached_clip import coach_track
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed

GROUP = "Exercises"
KNOWLEDGE = load_knowledge()
#: Clip, exercise, its true count. The last one stops at the bottom of its second squat.
COUNTED = (
    ("exercise/squat_with_mocap_60fps", "inner_quad_squat", 5),
    ("exercise/squat_side_8reps_25fps", "inner_quad_squat", 8),
    ("exercise/half_kneeling_lat_pulldown_2reps_60fps", "kneeling_lat_pulldown", 2),
    ("exercise/squat_labelled_13", "inner_quad_squat", 2),
    ("exercise/squat_labelled_19", "inner_quad_squat", 2),
    ("exercise/squat_labelled_24", "inner_quad_squat", 2),
)
OTHER = (
    *("negatives/elder_walk_side", "negatives/two_people", "negatives/walk_with_mocap_60fps"),
    *("running/treadmill_side_30fps", "running/overground_side_30fps"),
)
MOCAP = "exercise/squat_with_mocap_60fps"
DEEP_DEG, STANDING_DEG = 80.0, 15.0
#: Degrees off the view that the exercise asks for.
OFF_AXIS_DEG = (0.0, 15.0, 30.0)
#: A check that needs the body turned so far is put to the test from the side.
LEAST_SIDE_DEG = 20.0
SEEDS = 2
SET_OF = 4
#: Somebody else's clips that a variant is joined with: so many seconds of each.
JOINED = {
    "walking": "negatives/walk_with_mocap_60fps",
    "an older man walking": "negatives/elder_walk_side",
    "running": "running/treadmill_side_30fps",
}
JOINED_S = 6.0
#: Points that are not in the picture, by what is said of it.
HIDDEN = {"head and arms": ("nose", "eye", "ear", "elbow", "wrist"), "feet": ("ankle", "heel", "toe")}
#: Made-up people at each exercise for each seed.
PEOPLE = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    repository = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.exercises", description=__doc__)
    parser.add_argument("--shared", type=Path, default=repository.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=repository / "docs" / "accuracy" / "exercises")
    parser.add_argument("--tracks", type=Path, help="folder that keeps the pose tracks of the clips between runs")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="made-up people for each fault and view")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        tracks = options.tracks or Path(scratch)
        tables = [*_recorded(options.shared / "video", tracks), *_made_up(options.seeds)]
    options.out.mkdir(parents=True, exist_ok=True)
    for table in tables:
        (options.out / table.file_name).write_text(table.to_csv(), encoding="utf-8")
        print(table.to_markdown())
    return 0


def _recorded(video: Path, tracks: Path) -> Iterator[Table]:
    if not video.is_dir():
        return
    counted = [
        (clip, exercise, count, _count(_track(video, clip, tracks), exercise)) for clip, exercise, count in COUNTED
    ]
    others = [(clip, _counts_of_all(_track(video, clip, tracks))) for clip in OTHER]
    yield Table(
        "Repetitions of recorded exercises",
        "Recorded clips; found against the true count. Walking and running are shown to every exercise that is counted "
        "by camera.",
        ("Clip", "Exercise", "True", "Found"),
        (
            *((clip.split("/")[1], exercise, str(true), str(found)) for clip, exercise, true, found in counted),
            *((clip.split("/")[1], "all", "0", str(found)) for clip, found in others),
        ),
        GROUP,
    )
    yield _of_variants(video, tracks)
    yield _against_mocap(video, _track(video, MOCAP, tracks))


def _of_variants(video: Path, tracks: Path) -> Table:
    others = {name: between(_track(video, clip, tracks), 0.0, JOINED_S) for name, clip in JOINED.items()}
    found: dict[str, list[int]] = {}
    for clip, exercise, count in COUNTED:
        track, plan = _track(video, clip, tracks), _plan(exercise)
        peaks_s = [repetition.peak_s for repetition in coach_track(track, plan).coached.repetitions]
        for variant in variants(track, count, peaks_s, others):
            off = len(coach_track(variant.track, plan).coached.repetitions) - variant.true
            found.setdefault(variant.name, []).append(off)
    return Table(
        "Repetitions of recorded exercises made into other recordings",
        "The same clips' landmarks, changed so that the true count follows from that of the clip.",
        ("Change", "Clips", "Exact", "Off by one", "Further off"),
        tuple((name, *_counts_off(offs)) for name, offs in found.items()),
        GROUP,
    )


def _counts_off(offs: Sequence[int]) -> tuple[str, str, str, str]:
    exact, by_one = (sum(abs(off) == size for off in offs) for size in (0, 1))
    return str(len(offs)), str(exact), str(by_one), str(len(offs) - exact - by_one)


def _track(video: Path, clip: str, tracks: Path) -> PoseTrack:
    kept = tracks / f"{clip.split('/')[1]}.npz"
    if not kept.exists():
        from evenstride.pipelines.exercise_tracking import track_exercise

        tracks.mkdir(parents=True, exist_ok=True)
        found = track_exercise(video / f"{clip}.mp4").pose_track
        if found is None:
            raise SystemExit(f"Expected somebody in {clip}, nobody was found.")
        save_pose_track(found, kept)
    return read_pose_track(kept)


def _count(track: PoseTrack, watch_id: str) -> int:
    return len(coach_track(track, _plan(watch_id)).coached.repetitions)


def _counts_of_all(track: PoseTrack) -> int:
    return sum(_count(track, watch.id) for watch in KNOWLEDGE.form_watches.values() if watch.by == "camera")


def _plan(watch_id: str) -> WatchPlan:
    return plan_watch(KNOWLEDGE.form_watches[watch_id], KNOWLEDGE)


def _against_mocap(video: Path, track: PoseTrack) -> Table:
    truth = np.genfromtxt(video / f"{MOCAP}.truth.csv", delimiter=",", names=True)
    names = truth.dtype.names or ()
    at = {
        key: np.interp(track.time_s, truth[names[0]], truth[next(name for name in names if name.startswith(start))])
        for key, start in (("left", "knee_flex_l"), ("right", "knee_flex_r"), ("trunk", "trunk_fwd"))
    }
    known = KnownBody()
    read = [read_signals(known.see(frame), ("knee_flexion_deg", "trunk_lean_deg")) for frame in frames_of_track(track)]
    bend = (at["left"] + at["right"]) / 2
    rows = []
    for what, signal, true in (
        ("left knee bend", "left_knee_flexion_deg", at["left"]),
        ("right knee bend", "right_knee_flexion_deg", at["right"]),
        ("trunk lean", "trunk_lean_deg", at["trunk"]),
    ):
        error = np.array([values[signal] for values in read]) - true
        for when, rows_of in (("at depth", bend > DEEP_DEG), ("standing", bend < STANDING_DEG), ("all", bend > -1)):
            inside = error[rows_of & np.isfinite(error)]
            rows.append(
                (what, when, str(len(inside)), plain(np.abs(inside).mean()), signed(inside.mean()), plain(inside.std()))
            )
    return Table(
        "Angles of a squat against motion capture",
        "Five squats from in front and aside, picture by picture; at depth the knees are bent by more than "
        f"{DEEP_DEG:g} degrees.",
        ("Angle", "When", "Pictures", "Mean absolute error deg", "Bias deg", "SD deg"),
        tuple(rows),
        GROUP,
    )


@dataclass
class _Tally:
    sets: int = 0
    counted: int = 0
    judged: int = 0
    found: int = 0


def _made_up(seeds: int) -> Iterator[Table]:
    faulty: dict[tuple[str, str, float], _Tally] = {}
    clean: dict[tuple[str, str, float], _Tally] = {}
    counts: list[int] = []
    for watch in KNOWLEDGE.form_watches.values():
        if watch.by != "camera" or watch.camera is None:
            continue
        for off_deg in OFF_AXIS_DEG:
            for seed in range(seeds):
                counts.append(_one_clean(watch.id, off_deg, seed, clean))
                for fault in FAULTS.get(watch.id, ()):
                    _one_faulty(watch.id, fault, off_deg, seed, faulty)
    yield Table(
        "Faults put into made-up exercises on purpose",
        f"Sets of {SET_OF} repetitions of the drawings' body with measured pose noise, each with one fault; the view "
        "is off the one that the exercise asks for by so many degrees. Not judged is said to the runner.",
        ("Exercise", "Fault", "Off deg", "Sets", "Judged", "Found"),
        tuple((*key[:2], f"{key[2]:g}", str(t.sets), str(t.judged), str(t.found)) for key, t in faulty.items()),
        GROUP,
    )
    yield Table(
        "False faults in made-up exercises",
        "The same sets without a fault, check by check.",
        ("Exercise", "Check", "Off deg", "Sets", "Judged", "False"),
        tuple((*key[:2], f"{key[2]:g}", str(t.sets), str(t.judged), str(t.found)) for key, t in clean.items()),
        GROUP,
    )
    yield _at_each_angle(faulty, clean)
    yield _of_partial_views(seeds)
    yield _of_people(PEOPLE * seeds)
    yield _totals(counts, faulty, clean)


def _at_each_angle(faulty: dict[tuple[str, str, float], _Tally], clean: dict[tuple[str, str, float], _Tally]) -> Table:
    """Each fault over all exercises that look for it, at each angle; false ones beside them."""
    rows = []
    for check in dict.fromkeys(check for _, check, _ in faulty):
        cells = []
        for off in OFF_AXIS_DEG:
            there = [tally for key, tally in faulty.items() if key[1:] == (check, off)]
            cells.append(f"{sum(tally.found for tally in there)}/{sum(tally.sets for tally in there)}")
        without = [tally for key, tally in clean.items() if key[1] == check]
        rows.append((check, *cells, f"{sum(t.found for t in without)}/{sum(t.sets for t in without)}"))
    return Table(
        "Faults of made-up exercises at each angle",
        "Found of all sets with the fault, judged or not, by degrees off; and of the same sets without it.",
        ("Fault", *(f"{off:g} deg off" for off in OFF_AXIS_DEG), "False"),
        tuple(rows),
        GROUP,
    )


def _of_partial_views(seeds: int) -> Table:
    """The same faults with parts of the body outside the picture; where they carry the exercise, it is said."""
    rows = []
    for what in HIDDEN:
        sets = [
            _seen_in_part(watch_id, fault, off_deg, seed, what)
            for watch_id, faults in FAULTS.items()
            for fault in faults
            for off_deg in OFF_AXIS_DEG
            for seed in range(seeds)
        ]
        is_found, is_said, others = (sum(values) for values in zip(*sets, strict=True))
        rows.append((what, str(len(sets)), str(is_found), str(is_said), str(others)))
    return Table(
        "Faults of made-up exercises in partial views",
        "Said: not judged, with the reason, or asked for aloud. The pull-down is counted by the arms, standing "
        "exercises by the legs down to the ankles, lying ones without the feet.",
        ("Hidden", "Sets", "Found", "Said that it cannot be seen", "Other faults found"),
        tuple(rows),
        GROUP,
    )


def _seen_in_part(watch_id: str, fault: InjectedFault, off_deg: float, seed: int, what: str) -> tuple[bool, bool, int]:
    """Whether the fault was found, whether it was said that it cannot be seen, and how many others were found."""
    check = next(check for check in KNOWLEDGE.form_watches[watch_id].checks if check.id == fault.check_id)
    track = _performed(watch_id, replace(fault.performance, reps=SET_OF), off_deg, seed, check)
    is_hidden = np.array([name.endswith(HIDDEN[what]) for name in track.keypoints])
    points = np.where(is_hidden[:, None], np.nan, track.xy_px)
    coached = coach_track(
        track.with_points(points, np.where(is_hidden, 0.0, track.visibility)), _plan(watch_id)
    ).coached
    found = {each.check_id for each in coached.confirmed_faults}
    is_said = bool(coached.lost) or check.fault in {each.what for each in coached.not_judged}
    return check.id in found, is_said and check.id not in found, len(found - {check.id})


def _of_people(people: int) -> Table:
    standing = KNOWLEDGE.movements["inner_quad_squat"].angles_deg("start")
    rows = []
    for watch in KNOWLEDGE.form_watches.values():
        if watch.by != "camera":
            continue
        offs = []
        for seed in range(people):
            rng = np.random.default_rng((seed, len(watch.id)))
            done = practised(watch, KNOWLEDGE.movements[watch.movement], standing, rng)
            offs.append(_count(done.track, watch.id) - done.true)
        rows.append((watch.id, *_counts_off(offs)))
    return Table(
        "Repetitions of made-up people who come and go",
        "Getting into position, two to seven repetitions of 65 to 105 % of the way at 0.6 to 1.6 times the tempo with "
        "a shift about half way, and getting up; 15 to 30 pictures a second, up to 30 degrees off, pose noise.",
        ("Exercise", "People", "Exact", "Off by one", "Further off"),
        tuple(rows),
        GROUP,
    )


def _totals(
    counts: list[int], faulty: dict[tuple[str, str, float], _Tally], clean: dict[tuple[str, str, float], _Tally]
) -> Table:
    def cells(name: str, tallies: list[_Tally]) -> tuple[str, ...]:
        sets, judged, found = (sum(getattr(t, key) for t in tallies) for key in ("sets", "judged", "found"))
        return name, str(sets), str(judged), f"{100 * found / max(sets, 1):.1f}", f"{100 * found / max(judged, 1):.1f}"

    exact = sum(count == SET_OF for count in counts)
    near = sum(abs(count - SET_OF) <= 1 for count in counts)
    rows = [
        ("repetitions exact", str(len(counts)), str(len(counts)), f"{100 * exact / len(counts):.1f}", ""),
        ("repetitions off by one at most", str(len(counts)), str(len(counts)), f"{100 * near / len(counts):.1f}", ""),
        *(
            cells(f"faults found, {off:g} degrees off", [t for key, t in faulty.items() if key[2] == off])
            for off in OFF_AXIS_DEG
        ),
        cells("faults found, all", list(faulty.values())),
        cells("false faults, all", list(clean.values())),
    ]
    return Table(
        "Made-up exercises in total",
        "Share of all sets, and of those in which the check could be made.",
        ("What", "Sets", "Judged", "% of sets", "% of judged"),
        tuple(rows),
        GROUP,
    )


def _stand(watch_id: str, off_deg: float, seed: int, check: FormCheck | None = None) -> CameraStand:
    """Off the exercise's own view; where a check needs the side, off the side."""
    camera = KNOWLEDGE.form_watches[watch_id].camera
    assert camera is not None
    needs_side = check is not None and (check.yaw_deg.low or 0.0) >= LEAST_SIDE_DEG
    square = 0.0 if camera.view == "front" and not needs_side else 90.0
    sign = 1.0 if seed % 2 else -1.0
    return CameraStand(yaw_deg=square - off_deg if square else sign * off_deg)


def _one_clean(watch_id: str, off_deg: float, seed: int, tallies: dict[tuple[str, str, float], _Tally]) -> int:
    coached = coach_track(_performed(watch_id, Performance(reps=SET_OF), off_deg, seed), _plan(watch_id)).coached
    confirmed = {fault.check_id for fault in coached.confirmed_faults}
    unjudged = {each.what for each in coached.not_judged}
    for check in KNOWLEDGE.form_watches[watch_id].checks:
        tally = tallies.setdefault((watch_id, check.id, off_deg), _Tally())
        tally.sets += 1
        tally.judged += check.fault not in unjudged
        tally.found += check.id in confirmed
    return len(coached.repetitions)


def _one_faulty(
    watch_id: str, fault: InjectedFault, off_deg: float, seed: int, tallies: dict[tuple[str, str, float], _Tally]
) -> None:
    how = replace(fault.performance, reps=SET_OF)
    check = next(check for check in KNOWLEDGE.form_watches[watch_id].checks if check.id == fault.check_id)
    coached = coach_track(_performed(watch_id, how, off_deg, seed, check), _plan(watch_id)).coached
    tally = tallies.setdefault((watch_id, check.id, off_deg), _Tally())
    tally.sets += 1
    tally.judged += check.fault not in {each.what for each in coached.not_judged}
    tally.found += check.id in {each.check_id for each in coached.confirmed_faults}


def _performed(watch_id: str, how: Performance, off_deg: float, seed: int, check: FormCheck | None = None) -> PoseTrack:
    noise = Noise(1.0, np.random.default_rng((seed, int(off_deg), len(watch_id))))
    return performed(KNOWLEDGE.movements[watch_id], how, _stand(watch_id, off_deg, seed, check), fps=15.0, noise=noise)


if __name__ == "__main__":
    raise SystemExit(main())
