"""``python -m benchmarks.speed [CLIP...]``: the whole and its parts beside the bare model over the same pictures.

Everything is timed in one run on this machine, whole and bare model in turn, so that what else the machine does weighs
on both; the medians of the rounds are compared.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.speed.live import render_live, render_parts, time_live, time_parts_ms
from benchmarks.speed.long_run import render_run_file, time_run_file
from benchmarks.speed.reasoning import render_reasoning, time_reasoning_ms
from benchmarks.speed.stages import time_bare_model_s, time_decode_s

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_CLIPS = (
    REPOSITORY / "samples" / "treadmill_side_60fps.mp4",
    REPOSITORY.parent / "shared" / "data" / "video" / "running" / "treadmill_side_30fps.mp4",
)
LONG_RUN = REPOSITORY.parent / "shared" / "data" / "watch" / "fit" / "coursescope_fenix8_299min_43k.fit"
FRESH_CALL = "import evenstride, sys; evenstride.analyze(sys.argv[1])"
#: Fresh processes for the reasoning, which takes milliseconds.
REASONING_ROUNDS = 7
COLUMNS = ("part", "seconds", "x bare model", "x playing time")


def main(arguments: list[str] | None = None) -> int:
    """Time the reasoning, long runs, then every clip, and print one table each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("clips", nargs="*", type=Path, default=[clip for clip in DEFAULT_CLIPS if clip.exists()])
    parser.add_argument(
        "--runs", nargs="*", type=Path, default=[LONG_RUN] if LONG_RUN.exists() else [], help="files of long runs"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is timed")
    parser.add_argument("--live", action="store_true", help="also the live coach, which needs Chromium")
    options = parser.parse_args(arguments)
    print("\n".join(render_reasoning(time_reasoning_ms(rounds=max(REASONING_ROUNDS, options.rounds)))))
    if options.live:
        print("\n".join(render_parts(time_parts_ms())))
        print("\n".join(render_live(time_live())))
    for path in options.runs:
        print("\n".join(render_run_file(path, time_run_file(path, rounds=options.rounds))))
    for clip in options.clips:
        print("\n".join(time_clip(clip, rounds=options.rounds)))
    return 0


def time_clip(clip: Path, *, rounds: int) -> list[str]:
    """Lines of a Markdown table for one clip."""
    from evenstride.io.video import probe_video

    probe = probe_video(clip)
    frames, playing_s = probe.frame_count_estimate, probe.duration_s
    times: dict[str, list[float]] = {}
    for number in range(rounds):
        print(f"{clip.name}: round {number + 1} of {rounds}", file=sys.stderr)
        _add(times, "decode alone", time_decode_s(clip, playing_s))
        _add(times, "bare model", time_bare_model_s(frames))
        for part, seconds in time_whole_s(clip).items():
            _add(times, part, seconds)
        _add(times, "whole, fresh process", time_fresh_process_s(clip))
    return render_table(f"{clip.name}: {frames} pictures, plays {playing_s:.1f} s", times, playing_s)


def time_whole_s(clip: Path) -> dict[str, float]:
    """The whole analysis by the wall clock, and its own account of its parts."""
    import evenstride

    started_s = time.perf_counter()
    analysis = evenstride.analyze(clip)
    whole_s = time.perf_counter() - started_s
    parts = {f"  {name}": seconds for name, seconds in analysis.timings_s.items()}
    return {**parts, "whole": whole_s}


def time_fresh_process_s(clip: Path) -> float:
    """The same as a user's first call: Python's start, every import and the model's loading included."""
    started_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", FRESH_CALL, str(clip)], check=True)
    return time.perf_counter() - started_s


def render_table(title: str, times: dict[str, list[float]], playing_s: float) -> list[str]:
    """A heading and one row per part: median seconds and the two ratios."""
    bare_s = median(times["bare model"])
    lines = [f"\n### {title}\n", "| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    for part, seconds in times.items():
        typical_s = median(seconds)
        lines.append(f"| {part} | {typical_s:.2f} | {typical_s / bare_s:.2f} | {typical_s / playing_s:.2f} |")
    return lines


def _add(times: dict[str, list[float]], part: str, seconds: float) -> None:
    times.setdefault(part, []).append(seconds)


if __name__ == "__main__":
    raise SystemExit(main())
