"""Live pictures to landmarks, in a process of its own behind the wall."""

from evenstride.pipelines.live_pose.process import LivePose, LivePoseEndedError

__all__ = ["LivePose", "LivePoseEndedError"]
