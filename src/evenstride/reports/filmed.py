"""From where a run was filmed and how fast: what decides whether another film would tell more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evenstride.gait.measures import ClipView
from evenstride.model import Assessment
from evenstride.model.assessment import View

#: A clip whose view is not known counts as one from the side: that is how to film it again.
_CLIP_VIEWS: dict[View, ClipView] = {
    "left": "side",
    "right": "side",
    "rear": "rear",
    "front": "front",
    "unknown": "side",
}


@dataclass(frozen=True)
class Filmed:
    """The recordings by view and pictures a second of life."""

    clips: tuple[tuple[ClipView, float], ...]

    @classmethod
    def of(cls, assessment: Assessment) -> Filmed:
        """Those of an assessment; a watch's run has no view."""
        return cls(
            tuple(
                (_CLIP_VIEWS[view.view], recording.fps_nominal * (recording.slow_motion_factor or 1.0))
                for recording, view in zip(assessment.recordings, assessment.views, strict=True)
                if recording.kind != "run"
            )
        )

    @property
    def views(self) -> frozenset[ClipView]:
        """Every view there is."""
        return frozenset(view for view, _ in self.clips)

    def fps(self, views: Iterable[str]) -> float:
        """Most pictures a second among the clips of these views; among all where there is none; 0 without a clip."""
        wanted = set(views)
        of_views = [fps for view, fps in self.clips if view in wanted]
        return max(of_views or [fps for _, fps in self.clips], default=0.0)
