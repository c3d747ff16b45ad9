"""GPX 1.0 and 1.1 tracks with the extensions that watches and services write.

======================== ===================================================================================
trap                     rule
======================== ===================================================================================
no distance, no speed    from positions, which are then dropped
cad                      of Garmin's TrackPointExtension: one leg, doubled; steps from 120 on
no sport                 read as a run, and said
points without time      a drawn route: refused, nothing can be measured on it
======================== ===================================================================================
"""

from __future__ import annotations

from evenstride.errors import RunFileError
from evenstride.io.runs.limits import MAX_XML_SAMPLES
from evenstride.io.runs.source import RunSource
from evenstride.io.runs.trackpoints import TrackPoints, number_of, running_recordings, stamp_of
from evenstride.io.runs.xml_events import Enough, read_elements
from evenstride.model.run import Quantity, RunRecording

_QUANTITY: dict[str, Quantity] = {
    "distance": "distance",
    "speed": "speed",
    "ele": "altitude",
    "hr": "heart_rate",
    "cad": "cadence",
    "power": "power",
    "atemp": "temperature",
}
#: Spellings of the same in the extensions of different writers.
_COLUMN_OF_NAME = {
    **{name: name for name in _QUANTITY},
    "heartrate": "hr",
    "cadence": "cad",
    "watts": "power",
    "powerinwatts": "power",
    "temp": "atemp",
}
_RUNNING = frozenset({"running", "run", "trail_running", "trail running", "street_running", "treadmill_running", "9"})


def read_gpx(source: RunSource, *, strict: bool) -> tuple[RunRecording, ...]:
    """Every running track of a GPX file.

    Raises
    ------
    RunFileError
        When there is no running track with times; with ``strict`` where the file is damaged.
    """
    reader = _GpxReader()
    stopped = read_elements(source.data, reader.start, reader.end, name=source.name)
    if stopped and strict:
        raise RunFileError(f"Expected whole XML in {source.name}. {stopped}")
    for points in reader.tracks:
        points.sport = "running" if points.sport in _RUNNING else points.sport
    return running_recordings(
        reader.tracks, source, "gpx", _QUANTITY, doubled=frozenset(), stopped=stopped, called="Tracks"
    )


class _GpxReader:
    """Gathers the points while the elements go by; the document is never held as a tree."""

    def __init__(self) -> None:
        self.tracks: list[TrackPoints] = []
        self._creator = ""
        self._stamp_s = float("nan")
        self._values: dict[str, float] = {}
        self._count = 0

    def start(self, names: list[str], attributes: dict[str, str]) -> None:
        name = names[-1]
        if name == "gpx":
            self._creator = attributes.get("creator", "")[:60]
        elif name == "trk":
            self.tracks.append(TrackPoints(device=self._creator))
        elif not self.tracks:
            return
        elif name == "trkseg":
            self.tracks[-1].tracks.append(len(self.tracks[-1].stamps_s))
        elif name == "trkpt":
            self._stamp_s, self._values = float("nan"), {}
            for key in ("lat", "lon"):
                value = number_of(attributes.get(key, ""))
                if value is not None and abs(value) <= 180:
                    self._values[key] = value

    def end(self, names: list[str], text: str) -> None:
        if not self.tracks:
            return
        if names[-2:] == ["trk", "type"]:
            self.tracks[-1].sport = text.lower()[:40]
        elif names[-1] == "trkpt":
            self._count += 1
            if self._count > MAX_XML_SAMPLES:
                raise Enough(f"more than {MAX_XML_SAMPLES} points")
            self.tracks[-1].add(self._stamp_s, self._values)
        elif "trkpt" in names:
            self._end_in_point(names[-1], text)

    def _end_in_point(self, name: str, text: str) -> None:
        if name == "time":
            self._stamp_s = stamp_of(text)
            return
        column = _COLUMN_OF_NAME.get(name.lower())
        value = number_of(text) if column is not None else None
        if column is not None and value is not None:
            self._values[column] = value
