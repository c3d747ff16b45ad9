"""Video in and small previews out: the only place that talks to PyAV."""

from evenstride.io.video.background import PictureSampler, PictureSamples
from evenstride.io.video.frames import FrameReader, VideoFrame, read_frames
from evenstride.io.video.preview import EncodedPart, PreviewEncoder, join_previews
from evenstride.io.video.probe import VideoProbe, probe_video
from evenstride.io.video.scene import SceneMonitor, SceneSummary
from evenstride.io.video.slow_motion import slow_motion_factor_from_metadata

__all__ = [
    "EncodedPart",
    "FrameReader",
    "PictureSampler",
    "PictureSamples",
    "PreviewEncoder",
    "SceneMonitor",
    "SceneSummary",
    "VideoFrame",
    "VideoProbe",
    "join_previews",
    "probe_video",
    "read_frames",
    "slow_motion_factor_from_metadata",
]
