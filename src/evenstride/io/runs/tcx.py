"""TCX: Garmin's Training Center XML, written by watches and services.

======================== ===================================================================================
trap                     rule
======================== ===================================================================================
RunCadence               of the activity extension: counts one leg (Garmin ActivityExtension v2), doubled
Cadence                  of the point itself: revolutions; one leg in a run. Some writers put steps: by value
pauses                   a new Track within a lap
contact time and so on   TCX has no place for them
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
    "DistanceMeters": "distance",
    "Speed": "speed",
    "AltitudeMeters": "altitude",
    "HeartRateBpm": "heart_rate",
    "RunCadence": "cadence",
    "Cadence": "cadence",
    "Watts": "power",
}
_COLUMN_OF_PATH = {
    "AltitudeMeters": "AltitudeMeters",
    "DistanceMeters": "DistanceMeters",
    "HeartRateBpm/Value": "HeartRateBpm",
    "Cadence": "Cadence",
    "Position/LatitudeDegrees": "lat",
    "Position/LongitudeDegrees": "lon",
    "Extensions/TPX/Speed": "Speed",
    "Extensions/TPX/RunCadence": "RunCadence",
    "Extensions/TPX/Watts": "Watts",
}
_SPORTS = {"running": "running", "other": ""}


def read_tcx(source: RunSource, *, strict: bool) -> tuple[RunRecording, ...]:
    """Every running activity of a TCX file.

    Raises
    ------
    RunFileError
        When there is no running activity with points; with ``strict`` where the file is damaged.
    """
    reader = _TcxReader()
    stopped = read_elements(source.data, reader.start, reader.end, name=source.name)
    if stopped and strict:
        raise RunFileError(f"Expected whole XML in {source.name}. {stopped}")
    for points in reader.activities:
        points.sport = _SPORTS.get(points.sport, points.sport)
    return running_recordings(
        reader.activities,
        source,
        "tcx",
        _QUANTITY,
        doubled=frozenset({"RunCadence"}),
        stopped=stopped,
        called="Activities",
    )


class _TcxReader:
    """Gathers the points while the elements go by; the document is never held as a tree."""

    def __init__(self) -> None:
        self.activities: list[TrackPoints] = []
        self._stamp_s = float("nan")
        self._values: dict[str, float] = {}
        self._lap_start_s = float("nan")
        self._count = 0

    def start(self, names: list[str], attributes: dict[str, str]) -> None:
        name = names[-1]
        if name == "Activity":
            self.activities.append(TrackPoints(sport=attributes.get("Sport", "").lower()[:40]))
        elif not self.activities:
            return
        elif name == "Lap":
            self._lap_start_s = stamp_of(attributes.get("StartTime", ""))
        elif name == "Track":
            self.activities[-1].tracks.append(len(self.activities[-1].stamps_s))
        elif name == "Trackpoint":
            self._stamp_s, self._values = float("nan"), {}

    def end(self, names: list[str], text: str) -> None:
        if not self.activities:
            return
        if "Trackpoint" in names:
            self._end_in_point(names, text)
        elif names[-2:] == ["Lap", "TotalTimeSeconds"]:
            seconds = number_of(text)
            if seconds and seconds > 0 and self._lap_start_s == self._lap_start_s:
                self.activities[-1].laps.append((self._lap_start_s, self._lap_start_s + seconds))
        elif names[-2:] == ["Creator", "Name"]:
            self.activities[-1].device = text[:60]

    def _end_in_point(self, names: list[str], text: str) -> None:
        if names[-1] == "Trackpoint":
            if self._values or self._stamp_s == self._stamp_s:
                self._count += 1
                if self._count > MAX_XML_SAMPLES:
                    raise Enough(f"more than {MAX_XML_SAMPLES} points")
                self.activities[-1].add(self._stamp_s, self._values)
            return
        path = "/".join(names[names.index("Trackpoint") + 1 :])
        if path == "Time":
            self._stamp_s = stamp_of(text)
        elif path in _COLUMN_OF_PATH:
            value = number_of(text)
            if value is not None:
                self._values[_COLUMN_OF_PATH[path]] = value
