"""Small H.264 copies for the report page, encoded while the pictures are decoded anyway.

Each worker process encodes the pictures of its own stretch; the parts are joined without encoding again. Every part
begins with a key frame and is made with the same settings, so that one header serves all of them.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.io.video.frames import VideoFrame, source_colorspace
from evenstride.io.video.orientation import rotate_clockwise
from evenstride.model import Preview

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext
    from av.video.frame import VideoFrame as DecodedFrame

LONGEST_SIDE_PX = 720
#: A page jumps to any picture within 50 ms when every 15th can be decoded by itself (measured in Chromium).
KEY_FRAME_EVERY = 15
#: Ticks per second of the finished file; any phone's frame times are exact to 6 microseconds.
_TICKS_PER_S = 90_000
#: One pass in order, no B-frames, no scene detection: packet i is picture i, and parts are alike. At equal quality
#: `superfast` takes a tenth of a millisecond more than `ultrafast` and makes files that are 40 % smaller.
_X264 = {
    "preset": "superfast",
    "crf": "28",
    "x264-params": "subme=0",
    "sc_threshold": "0",
    "bf": "0",
    "threads": "1",
}
_BT709 = 1
_LIMITED_RANGE = 1
_GLOBAL_HEADER = 1 << 22


@dataclass(frozen=True)
class EncodedPart:
    """Encoded pictures of one stretch; plain values that travel between processes.

    Attributes
    ----------
    packets : one per picture, in order of time.
    is_key : which of them can be decoded by themselves.
    header : codec header (SPS and PPS), the same for all parts of one size and rate.
    """

    width_px: int
    height_px: int
    fps_hint: Fraction
    header: bytes = field(repr=False)
    packets: tuple[bytes, ...] = field(repr=False)
    is_key: tuple[bool, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.packets)


def preview_size_px(width_px: int, height_px: int) -> tuple[int, int]:
    """Size of the small copy: longer side at most 720 px, both sides even, never larger than the source."""
    scale = min(1.0, LONGEST_SIDE_PX / max(width_px, height_px))
    width, height = (max(2, 2 * round(side * scale / 2)) for side in (width_px, height_px))
    return width, height


class PreviewEncoder:
    """Encodes a small copy of the pictures it is given.

    Parameters
    ----------
    width, height : size of the source as shown, pixels.
    fps_hint : about how many pictures per second; only steers the encoder, true times come with `join_previews`.
    """

    def __init__(self, width: int, height: int, fps_hint: float) -> None:
        from av.codec import CodecContext
        from av.video.reformatter import VideoReformatter

        self._size_px = preview_size_px(width, height)
        self._fps_hint = Fraction(max(fps_hint, 1.0)).limit_denominator(1001)
        self._context: VideoCodecContext = CodecContext.create("libx264", "w")
        _configure(self._context, self._size_px, self._fps_hint)
        self._reformatter = VideoReformatter()
        self._packets: list[bytes] = []
        self._is_key: list[bool] = []
        self._picture_count = 0

    def add(self, frame: VideoFrame) -> None:
        """Encode the next picture."""
        picture = self._reduce(frame)
        picture.pts = self._picture_count
        picture.time_base = 1 / self._fps_hint
        picture.pict_type = 0
        self._picture_count += 1
        self._take(picture)

    def finish(self) -> EncodedPart:
        """Close the encoder and hand over what it made; nothing can be added afterwards."""
        if self._picture_count:
            self._take(None)
        return EncodedPart(
            width_px=self._size_px[0],
            height_px=self._size_px[1],
            fps_hint=self._fps_hint,
            header=bytes(self._context.extradata or b""),
            packets=tuple(self._packets),
            is_key=tuple(self._is_key),
        )

    def _take(self, picture: DecodedFrame | None) -> None:
        for packet in self._context.encode(picture):
            self._packets.append(bytes(packet))
            self._is_key.append(packet.is_keyframe)

    def _reduce(self, frame: VideoFrame) -> DecodedFrame:
        """The picture at preview size, 8-bit BT.709, upright; a turn comes after scaling, where it is cheap."""
        from av.video.reformatter import ColorRange, Colorspace, Interpolation

        is_on_its_side = frame.rotation_deg in (90, 270)
        width, height = self._size_px[::-1] if is_on_its_side else self._size_px
        small = self._reformatter.reformat(
            frame.decoded,
            width=width,
            height=height,
            format="yuv420p",
            src_colorspace=source_colorspace(frame.decoded),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.FAST_BILINEAR,
            threads=1,
        )
        return _turned(small, frame.rotation_deg) if frame.rotation_deg else small


def join_previews(parts: list[EncodedPart], time_s: NDArray[np.float64]) -> Preview:
    """One MP4 of consecutive parts, its pictures at their true times.

    Parameters
    ----------
    parts : in order of time, all of one size and rate; empty parts are passed over.
    time_s : (picture,) presentation time of every picture of all parts.

    Returns
    -------
    Preview : index at the front of the file (faststart), a key frame at least every 15 pictures, no sound, and none
        of the source's metadata (place, device, date).

    Notes
    -----
    The packets are copied as they are. Ticks are 1/90000 s; ``time_s`` of the result is what was asked for.
    """
    filled = [part for part in parts if len(part)]
    count = sum(len(part) for part in filled)
    if count != len(time_s) or not filled:
        raise ValueError(
            f"Expected one time for each of the {count} encoded pictures (at least one), got {len(time_s)}."
        )
    if any((part.width_px, part.height_px, part.header) != _shape(filled[0]) for part in filled):
        raise ValueError("Expected parts of one size and with one codec header.")
    ticks = np.round(np.asarray(time_s) * _TICKS_PER_S).astype(np.int64)
    with tempfile.TemporaryDirectory(prefix="evenstride-") as folder:
        path = Path(folder) / "preview.mp4"
        _write_mp4(path, filled, ticks)
        mp4 = path.read_bytes()
    return Preview(mp4=mp4, width_px=filled[0].width_px, height_px=filled[0].height_px, time_s=np.asarray(time_s))


def _shape(part: EncodedPart) -> tuple[int, int, bytes]:
    return part.width_px, part.height_px, part.header


def _write_mp4(path: Path, parts: list[EncodedPart], ticks: NDArray[np.int64]) -> None:
    import av

    options = {"movflags": "+faststart", "fflags": "+bitexact", "video_track_timescale": str(_TICKS_PER_S)}
    durations = np.append(np.diff(ticks), int(np.median(np.diff(ticks))) if len(ticks) > 1 else _TICKS_PER_S // 30)
    packets = [(data, key) for part in parts for data, key in zip(part.packets, part.is_key, strict=True)]
    with av.open(str(path), "w", format="mp4", options=options) as output:
        # An encoder that never encodes: it only writes the header that the parts were made with.
        stream = output.add_stream("libx264", rate=parts[0].fps_hint)
        _configure(stream.codec_context, (parts[0].width_px, parts[0].height_px), parts[0].fps_hint)
        for (data, key), tick, duration in zip(packets, ticks.tolist(), durations.tolist(), strict=True):
            packet = av.Packet(data)
            packet.stream = stream
            packet.time_base = Fraction(1, _TICKS_PER_S)
            packet.pts = packet.dts = tick
            packet.duration = duration
            packet.is_keyframe = key
            output.mux(packet)


def _configure(context: VideoCodecContext, size_px: tuple[int, int], fps: Fraction) -> None:
    context.width, context.height = size_px
    context.pix_fmt = "yuv420p"
    context.framerate = fps
    context.time_base = 1 / fps
    context.gop_size = KEY_FRAME_EVERY
    context.color_range = _LIMITED_RANGE
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.flags |= _GLOBAL_HEADER
    context.options = dict(_X264)


def _turned(picture: DecodedFrame, rotation_deg: int) -> DecodedFrame:
    """A 4:2:0 picture turned clockwise, plane by plane."""
    from av.video.frame import VideoFrame as NewFrame

    packed = picture.to_ndarray()
    height, width = picture.height, picture.width
    luma, chroma = packed[:height], packed[height:].reshape(2, height // 2, width // 2)
    turned = [rotate_clockwise(plane, rotation_deg) for plane in (luma, chroma[0], chroma[1])]
    rows, columns = turned[0].shape
    upright = np.concatenate([plane.reshape(-1) for plane in turned]).reshape(rows * 3 // 2, columns)
    return NewFrame.from_ndarray(upright, format="yuv420p")
