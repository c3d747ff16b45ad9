"""What one pose track gives, whatever the view, and what all views share on the way there: refusals, the slow clock."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from evenstride.gait.camera.camera_view import CameraView
from evenstride.gait.contact.locomotion import Locomotion
from evenstride.gait.measures import refused_measures
from evenstride.gait.naming.cleaning import CleanTrack
from evenstride.model import AngleCurves, CameraTilt, GaitEvents, Measure, PoseTrack, Step
from evenstride.model.assessment import RecordingView, View
from evenstride.model.gait import SIDES, Side

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: Less than this of the clip with both legs known says nothing dependable.
LEAST_KNOWN_SHARE = 0.4
LEAST_PICTURES = 12
#: Shorter than one stride of a runner.
LEAST_DURATION_S = 0.6
#: More pictures than this in which the legs could not be told apart refuses the clip.
MOST_UNCLEAR_SHARE = 0.25


@dataclass(frozen=True)
class TrackAssessment:
    """What one track gives.

    ``locomotion`` is None where the track was refused before the legs' movement was looked at. ``tilt`` is how the
    camera stood as far as the measures took it into account; ``track`` holds the points where the picture shows them.
    """

    view: RecordingView
    track: PoseTrack
    curves: AngleCurves
    events: GaitEvents
    steps: tuple[Step, ...]
    measures: tuple[Measure, ...]
    locomotion: Locomotion | None
    warnings: tuple[str, ...] = ()
    tilt: CameraTilt | None = None

    @property
    def is_running(self) -> bool:
        return self.locomotion is not None and self.locomotion.kind == "running"


@dataclass(frozen=True)
class AssessmentRequest:
    """What is asked of a track.

    Attributes
    ----------
    source : recording id that the measures name.
    slow_motion_factor : how many times slower than life the clip plays, from its metadata or the runner; None unknown.
    panned : whether the camera moved with the runner.
    near_side : the runner's side the camera saw, if the runner says so.
    tilt : how the camera was turned, if the scene tells.
    instants : contacts and toe-offs known from elsewhere (a force platform) on the track's clock; None detects them.
    px_per_m : pixels in a metre where the points carry metres (markers).
    """

    knowledge: Knowledge
    source: str
    height_m: float | None = None
    slow_motion_factor: float | None = None
    panned: bool = False
    near_side: Side | None = None
    tilt: CameraTilt | None = None
    instants: GaitEvents | None = None
    px_per_m: float | None = None

    def leg_m(self, leg_px: float) -> float | None:
        """A leg's length where pixels carry metres."""
        return None if self.px_per_m is None else leg_px / self.px_per_m


def refusal(
    track: PoseTrack,
    reason: str,
    request: AssessmentRequest,
    *,
    view: RecordingView | None = None,
    locomotion: Locomotion | None = None,
) -> TrackAssessment:
    """Every measure refused for one reason."""
    return nothing_measured(
        track,
        reason,
        knowledge=request.knowledge,
        source=request.source,
        view=view,
        locomotion=locomotion,
    )


def nothing_measured(
    track: PoseTrack,
    reason: str,
    *,
    knowledge: Knowledge,
    source: str,
    view: RecordingView | None = None,
    locomotion: Locomotion | None = None,
) -> TrackAssessment:
    """As `refusal`, before anything was asked of the track."""
    return TrackAssessment(
        view=view_called("unknown") if view is None else view,
        track=track,
        curves=AngleCurves(track.time_s, {}),
        events=GaitEvents((), "none"),
        steps=(),
        measures=refused_measures(knowledge=knowledge, source=source, reason=reason),
        locomotion=locomotion,
        warnings=(reason,),
    )


def view_called(camera: CameraView) -> RecordingView:
    """A view of which no more than its name is known."""
    named: View = camera if camera in ("rear", "front") else "unknown"
    return RecordingView(view=named, facing=None, near_side=None, surface="unknown")


def reason_too_short(track: PoseTrack) -> str | None:
    """Words against a clip of less than a stride; None where it is long enough."""
    duration_s = float(track.time_s[-1] - track.time_s[0])
    if len(track) >= LEAST_PICTURES and duration_s >= LEAST_DURATION_S:
        return None
    got = f"{len(track)} pictures in {duration_s:.1f} s"
    return f"Expected at least a second of running, got {got}. Film 10 seconds or more."


def reason_legs_unseen(clean: CleanTrack) -> str | None:
    """Words against a clip in which legs or feet are missing, or cannot be told apart; None where they can."""
    known = 1.0 - float(clean.unknown.mean())
    if known < LEAST_KNOWN_SHARE:
        return legs_unseen(known)
    feet = [clean.track.point(f"{side}_{name}")[:, 0] for side in SIDES for name in ("heel", "toe")]
    if float(np.mean(np.isfinite(feet))) < LEAST_KNOWN_SHARE:
        return (
            "Expected heel and toe points of both feet, found hardly any: without them no contact can be timed. "
            "Keep the feet in the picture; keypoints of other tools need heels and toes (BlazePose, Halpe-26, BODY_25)."
        )
    if clean.unclear_share > MOST_UNCLEAR_SHARE:
        return (
            f"The left and the right leg could not be told apart in {100 * clean.unclear_share:.0f} % of the pictures. "
            "Film in better light, with tight clothes, square to the running direction or in line with it."
        )
    return None


def legs_unseen(known_share: float) -> str:
    """Words against a clip that shows both legs in too little of it."""
    return (
        f"Expected both of the runner's legs in most of the clip, saw both in {100 * known_share:.0f} % of it. "
        "Film so that the whole body stays in the picture."
    )


def not_running(locomotion: Locomotion) -> str:
    """Words against a clip of something else than running."""
    if locomotion.kind == "walking":
        rate = f" ({locomotion.step_rate_spm:.0f} steps a minute)" if locomotion.step_rate_spm else ""
        return f"Expected a runner, this looks like walking{rate}: no flight between the steps. Film a run."
    return (
        "Expected a runner, found no running rhythm in the legs. "
        "Film 10 seconds of steady running from the side or from straight behind."
    )


def slow_motion_words(locomotion: Locomotion) -> str:
    """What is said where the clip seems slowed down."""
    return (
        f"This looks like slow motion: {locomotion.step_rate_spm:.0f} steps a minute by the file's clock, about "
        f"{locomotion.slow_motion_factor:.1f} times slower than running. Say at how many pictures a second it was "
        "recorded (--recorded-fps 240, for example), then times can be given."
    )


def side_warnings(clean: CleanTrack) -> tuple[str, ...]:
    """What was done to the names of the legs."""
    if clean.swapped_share == 0:
        return ()
    return (f"Left and right leg were exchanged back in {100 * clean.swapped_share:.1f} % of the pictures.",)


def shared_doubts(clean: CleanTrack, suspected_slow_motion: float) -> tuple[str, ...]:
    """Reasons why all values of a clip are of low confidence, whatever its view."""
    doubts = []
    if suspected_slow_motion > 1.0:
        doubts.append("The clip seems to play in slow motion.")
    if clean.unclear_share > MOST_UNCLEAR_SHARE / 2:
        doubts.append("The legs are hard to tell apart in many pictures.")
    return tuple(doubts)


def on_life_clock(track: PoseTrack, factor: float | None) -> PoseTrack:
    """The track of a clip that plays ``factor`` times slower than life, on the runner's clock."""
    return track if factor in (None, 1.0) else replace(track, time_s=track.time_s / factor)


def on_slow_clock(events: GaitEvents, factor: float) -> GaitEvents:
    """Events found in life time, on the clock of a clip that plays ``factor`` times slower."""
    slow = (replace(e, time_s=e.time_s * factor, uncertainty_s=e.uncertainty_s * factor) for e in events)
    return GaitEvents(tuple(slow), events.algorithm)


def step_on_slow_clock(step: Step, factor: float) -> Step:
    """A step found in life time, as `on_slow_clock`."""
    times: dict[str, Any] = {
        field.name: None if value is None else value * factor
        for field in fields(step)
        if field.name.endswith("_s") and isinstance(value := getattr(step, field.name), float | None)
    }
    return replace(step, **times)
