"""Opening a local video file: allowed containers only, and FFmpeg's errors put into our words once.

Everything here is shared by `probe`, which reads packets, and `frames`, which reads pictures, so that both agree on
which packets are shown and which instant is zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import NotAVideoError, TruncatedVideoError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

#: What phones, cameras, browsers and editors write. Images, playlists and anything that names other files stay out.
ALLOWED_CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg"
#: What those film with, and the sound beside it, which is looked at but never decoded. FFmpeg knows some 500 more.
ALLOWED_DECODERS = (
    "h264,hevc,av1,libdav1d,vp8,vp9,libvpx,libvpx-vp9,mpeg4,h263,mjpeg,prores,mpeg1video,mpeg2video,"
    "aac,mp3,mp3float,ac3,opus,vorbis,amrnb,pcm_s16le,pcm_s16be,pcm_s24le,pcm_u8"
)
#: A phone writes up to ten (film, sound, motion, faces, places); more cost memory before anything is known.
MOST_STREAMS = 32
#: Of one picture: 8K. A file of a few bytes can declare hundreds of times as many.
MOST_PIXELS = 8192 * 4320
#: Of one clip: more than an hour at 120 a second.
MOST_PICTURES = 500_000
#: Containers whose duration is worked out from the packets themselves, so that a missing end cannot be noticed.
_SELF_MEASURED = ("mpegts", "mpeg")
#: FFmpeg guesses presentation times for AVI from the order of decoding, wrongly where there are B-frames.
_WITHOUT_PICTURE_TIMES = ("avi",)
_IMAGE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_MOVIE_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_EBML_MAGIC = b"\x1a\x45\xdf\xa3"
#: Packets looked at before giving up on a first key frame (intra-refresh streams have none).
_KEY_SEARCH_PACKETS = 600
#: Packets looked at before believing that the container gives presentation times.
_SAMPLE_PACKETS = 32


_OPENING_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": ALLOWED_CONTAINERS,
    "codec_whitelist": ALLOWED_DECODERS,
    "max_streams": str(MOST_STREAMS + 1),
    # A film in one file: what a MOV says about others is not looked at.
    "enable_drefs": "0",
}


@dataclass(frozen=True)
class PacketTable:
    """What the container says about its pictures, before any is decoded.

    Attributes
    ----------
    ticks : (packet,) presentation times, NaN where the container gives none; demux order. Where times are counted,
        the number of the packet.
    is_key : (packet,) decoding can begin here.
    is_discarded : (packet,) the edit list hides this picture.
    tick_s : seconds per tick.
    is_counted : the container has no presentation times (AVI never has), so that pictures are counted through at the
        declared rate.
    """

    ticks: NDArray[np.float64]
    is_key: NDArray[np.bool_]
    is_discarded: NDArray[np.bool_]
    tick_s: float
    is_counted: bool

    def shown_ticks(self) -> NDArray[np.float64]:
        """(picture,) ticks of the pictures a player shows, sorted, doubled times left out."""
        return np.unique(self.ticks[self._is_shown()])

    def shown_key_ticks(self) -> NDArray[np.float64]:
        """(picture,) ticks of the shown key frames, sorted."""
        return np.unique(self.ticks[self._is_shown() & self.is_key])

    def _is_shown(self) -> NDArray[np.bool_]:
        shown = np.isfinite(self.ticks) & ~self.is_discarded
        if self.is_key.any():
            # Nothing before the first key frame can be decoded, nor its leading pictures (an open group at a cut).
            first_key = int(np.argmax(self.is_key))
            shown[:first_key] = False
            shown &= ~(self.ticks < self.ticks[first_key])
        return shown


def open_video(path: Path) -> tuple[InputContainer, VideoStream]:
    """Open a local file and choose its picture stream.

    Raises
    ------
    NotAVideoError
        Missing, a folder, empty, an image, sound only, not in one of the allowed containers or codings, or of a size
        that no camera films.
    TruncatedVideoError
        The container began, but its index is missing: the copy or the recording was cut short.
    """
    _require_file(path)
    import av

    try:
        container = av.open(
            str(path.absolute()),
            container_options=_OPENING_OPTIONS,
            metadata_errors="replace",
        )
    # First: FFmpeg's own kind is both this and the next.
    except MemoryError as error:
        raise NotAVideoError(
            f"Expected a clip; {path.name} declares more than fits into memory. Choose the clip as the phone saved it."
        ) from error
    except (av.FFmpegError, ValueError) as error:
        raise _opening_error(path) from error
    try:
        stream = _picture_stream(container)
        if stream is None:
            raise _no_pictures_error(path, container)
        _check_stream(path, container, stream)
        stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
    except BaseException:
        container.close()
        raise
    return container, stream


def iterate_packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet]:
    """Whole packets of one stream until the file ends; damage at the end ends the iteration, it raises nothing."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.FFmpegError):
            return
        if packet.size and not packet.is_corrupt:
            yield packet


def read_packet_table(container: InputContainer, stream: VideoStream, *, opening_only: bool = False) -> PacketTable:
    """Demux without decoding: the whole file, or only as much as settles the first shown instant."""
    rows: list[tuple[float, float, bool, bool]] = []
    opening = _Opening()
    for packet in iterate_packets(container, stream):
        row = (_number(packet.pts), _number(packet.dts), packet.is_keyframe, packet.is_discard)
        rows.append(row)
        if len(rows) > MOST_PICTURES:
            raise _too_long_error(Path(container.name))
        if opening_only and opening.is_settled_by(*row):
            break
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    lacks_times = int(np.isnan(table[:, 0]).sum()) > len(table) // 2
    is_counted = container.format.name in _WITHOUT_PICTURE_TIMES or lacks_times
    return PacketTable(
        ticks=np.arange(len(table), dtype=np.float64) if is_counted else table[:, 0],
        is_key=table[:, 2].astype(bool),
        is_discarded=table[:, 3].astype(bool),
        tick_s=declared_interval_s(stream) if is_counted else float(stream.time_base or 0),
        is_counted=is_counted,
    )


def declared_interval_s(stream: VideoStream) -> float:
    """Time from picture to picture by the declared mean rate; 1/30 s where none is declared."""
    return float(1 / (stream.average_rate or 30))


def declared_duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    """How long the pictures last according to the file's header; None where the header does not say."""
    if container.format.name in _SELF_MEASURED:
        return None
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / 1e6 if container.duration else None


class _Opening:
    """Knows when the first shown instant can no longer change: decoding times have passed it."""

    def __init__(self) -> None:
        self._first_tick = np.inf
        self._key_seen = False
        self._count = 0

    def is_settled_by(self, pts: float, dts: float, is_key: bool, is_discarded: bool) -> bool:
        self._count += 1
        self._key_seen |= is_key
        if not self._key_seen:
            return self._count >= _KEY_SEARCH_PACKETS
        if not is_discarded:
            self._first_tick = float(np.nanmin([self._first_tick, pts]))
        return self._count >= _SAMPLE_PACKETS and dts >= self._first_tick


def _number(ticks: int | None) -> float:
    return np.nan if ticks is None else float(ticks)


def _picture_stream(container: InputContainer) -> VideoStream | None:
    from av.stream import Disposition

    films = [
        stream
        for stream in container.streams.video
        if stream.codec_context is not None and not stream.disposition & Disposition.attached_pic
    ]
    return max(films, key=lambda stream: stream.width * stream.height, default=None)


def _check_stream(path: Path, container: InputContainer, stream: VideoStream) -> None:
    """Refuse what no camera films before a picture is decoded."""
    coding = stream.codec_context.name
    if coding not in ALLOWED_DECODERS.split(","):
        raise NotAVideoError(
            f"Expected a clip in a coding that phones and browsers write; {path.name} is in {coding}. "
            "Save it as MP4 (H.264)."
        )
    if len(container.streams) > MOST_STREAMS:
        raise NotAVideoError(
            f"Expected a clip of one film and its sound; {path.name} has more than {MOST_STREAMS} tracks. "
            "Choose the clip as the phone saved it."
        )
    if stream.width * stream.height > MOST_PIXELS:
        raise NotAVideoError(
            f"Expected pictures of at most {MOST_PIXELS // 1_000_000} million pixels; {path.name} declares "
            f"{stream.width} x {stream.height}. Choose the clip as the phone saved it."
        )
    if stream.frames > MOST_PICTURES:
        raise _too_long_error(path)


def _too_long_error(path: Path) -> NotAVideoError:
    return NotAVideoError(
        f"Expected a clip of at most {MOST_PICTURES} pictures; {path.name} has more. Cut it to 10 to 30 seconds."
    )


def _no_pictures_error(path: Path, container: InputContainer) -> NotAVideoError | TruncatedVideoError:
    kinds = {stream.type for stream in container.streams}
    if not kinds:
        return _opening_error(path)
    if "video" in kinds:
        return NotAVideoError(
            f"Expected a film; the pictures in {path.name} cannot be decoded. Save it as MP4 (H.264)."
        )
    held = "sound" if "audio" in kinds else " and ".join(sorted(kinds))
    return NotAVideoError(f"Expected a video with pictures; {path.name} holds only {held}. Choose the clip itself.")


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise NotAVideoError(f"Expected a video file; {path.name} is a folder. Name one clip inside it.")
    if not path.is_file():
        raise NotAVideoError(f"Expected a video file; there is none at {path}. Check the name and the folder.")
    if path.stat().st_size == 0:
        raise NotAVideoError(f"Expected a video file; {path.name} is empty. Copy it again from the phone.")


def _opening_error(path: Path) -> NotAVideoError | TruncatedVideoError:
    """Which of our errors a file deserves that FFmpeg would not open, from its first bytes and its boxes."""
    with path.open("rb") as file:
        head = file.read(12)
    is_image = head[4:8] == b"ftyp" and head[8:12] in _IMAGE_BRANDS
    if not is_image and head[4:8] in _MOVIE_BOXES and not _has_whole_index(path):
        return TruncatedVideoError(
            f"The video {path.name} ends before its index, so no picture can be read. "
            "Copy it again from the phone; a recording that was interrupted cannot be repaired here."
        )
    if head[:4] == _EBML_MAGIC or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        return TruncatedVideoError(f"The video {path.name} ends before its first picture. Copy it again.")
    return NotAVideoError(
        f"Expected a video file (MP4, MOV, MKV, WebM, AVI or MPEG); {path.name} is none of these. "
        "Choose the clip itself, as the phone saved it."
    )


def _has_whole_index(path: Path) -> bool:
    """Whether an ISO media file (MP4, MOV) holds a complete ``moov`` box at its top level (ISO/IEC 14496-12)."""
    total = path.stat().st_size
    position = 0
    with path.open("rb") as file:
        while position + 8 <= total:
            file.seek(position)
            head = file.read(16)
            size = int.from_bytes(head[:4], "big")
            if size == 1:
                size = int.from_bytes(head[8:16], "big")
            if size < 8:
                return False
            if head[4:8] == b"moov":
                return position + size <= total
            position += size
    return False
