"""Files made to harm whoever opens them; each a few kilobytes at most, none harms a reader that is careful."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def tiny_clip(
    path: Path,
    *,
    codec: str = "mjpeg",
    size_px: tuple[int, int] = (64, 48),
    count: int = 3,
    last_tick: int | None = None,
) -> Path:
    """A few grey pictures."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=30)
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.time_base = Fraction(1, 30)
        for number in range(count):
            grey = np.full((size_px[1], size_px[0], 3), 128 + number, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="rgb24").reformat(format=stream.pix_fmt)
            is_last = number == count - 1
            frame.pts, frame.time_base = (last_tick if is_last and last_tick else number), Fraction(1, 30)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def gigantic_header(folder: Path, side_px: int = 9000) -> Path:
    """An AVI that declares pictures of 9000 x 9000, in its header and in each of them; they are 64 x 48."""
    path = gigantic_pictures(folder, side_px).rename(folder / "gigantic_header.avi")
    content = bytearray(path.read_bytes())
    at = content.index(b"strf") + 12
    content[at : at + 8] = struct.pack("<II", side_px, side_px)
    path.write_bytes(content)
    return path


def gigantic_pictures(folder: Path, side_px: int = 16_000) -> Path:
    """A clip of JPEG pictures that say in themselves that they are 16000 x 16000: a gigabyte once decoded."""
    path = tiny_clip(folder / "gigantic_pictures.avi")
    content = bytearray(path.read_bytes())
    at = content.find(b"\xff\xc0")
    while at >= 0:
        content[at + 5 : at + 9] = struct.pack(">HH", side_px, side_px)
        at = content.find(b"\xff\xc0", at + 2)
    path.write_bytes(content)
    return path


def countless_pictures(folder: Path, count: int = 1_000_000_000) -> Path:
    """An MP4 whose index says a thousand million pictures of equal size and length, in 12 bytes each."""
    path = tiny_clip(folder / "countless.mp4", codec="mpeg4", count=3)
    content = bytearray(path.read_bytes())
    at = content.index(b"stsz") + 4
    content[at + 4 : at + 12] = struct.pack(">II", 1, count)
    at = content.index(b"stts") + 4
    content[at + 8 : at + 12] = struct.pack(">I", count)
    at = content.index(b"stsc") + 4
    content[at + 12 : at + 16] = struct.pack(">I", count)
    path.write_bytes(content)
    return path


def endless_clock(folder: Path) -> Path:
    """Three pictures, the last one some three thousand years later."""
    return tiny_clip(folder / "endless.mkv", last_tick=30 * 100_000_000_000)


def many_streams(folder: Path, count: int = 300) -> Path:
    """A film with hundreds of tracks."""
    path = folder / "streams.mkv"
    with av.open(str(path), "w", format="matroska") as output:
        streams = [output.add_stream("mjpeg", rate=30) for _ in range(count)]
        for stream in streams:
            stream.width, stream.height, stream.pix_fmt = 16, 16, "yuvj420p"
        grey = np.full((16, 16, 3), 128, np.uint8)
        for number in range(3):
            for stream in streams:
                frame = av.VideoFrame.from_ndarray(grey, format="rgb24").reformat(format="yuvj420p")
                frame.pts, frame.time_base = number, Fraction(1, 30)
                output.mux(stream.encode(frame))
    return path


def playlists(folder: Path, address: str, secret: Path) -> list[Path]:
    """Lists that ask the reader to open another file or an address, under names of clips."""
    contents = {
        "hls_address.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}/part.ts\n#EXT-X-ENDLIST\n",
        "hls_file.mov": f"#EXTM3U\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        "concat.mkv": f"ffconcat version 1.0\nfile '{secret}'\n",
        "dash.webm": f'<?xml version="1.0"?><MPD><Period><AdaptationSet><BaseURL>{address}</BaseURL></AdaptationSet>'
        "</Period></MPD>",
        "session.avi": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n",
        "subtitles.mp4": f"1\n00:00:00,000 --> 00:00:10,000\n{secret}\n",
        "frame%03d.png": "not a picture",
    }
    paths = []
    for name, content in contents.items():
        paths.append(folder / name)
        paths[-1].write_text(content)
    return paths


def packed_bombs(folder: Path) -> list[Path]:
    """Zeros, 200 MB and more of them, in some 200 kB: as gzip and as ZIP; and a ZIP in a ZIP in a ZIP."""
    zeros = bytes(200_000_000)
    gz, bomb, nested = folder / "run.fit.gz", folder / "run.zip", folder / "nested.zip"
    gz.write_bytes(gzip.compress(zeros, 6))
    bomb.write_bytes(_zipped("run.fit", zeros))
    nested.write_bytes(_zipped("a.zip", _zipped("b.zip", _zipped("c.zip", b"run"))))
    return [gz, bomb, nested]


def _zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()
