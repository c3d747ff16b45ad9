"""What the messages of one FIT file say, gathered in columns: records, timer, laps, sessions, beats, devices, apps."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from evenstride.io.runs.channels import Column
from evenstride.io.runs.fit_fields import HELPERS, NATIVE, OLDER_NAME, DeveloperField
from evenstride.io.runs.limits import MAX_DEVELOPER_FIELDS

_RECORD, _SESSION, _LAP, _EVENT, _DEVICE, _HRV, _HR, _FILE_ID, _SPORT = 20, 18, 19, 21, 23, 78, 132, 0, 12
_DEVELOPER_ID, _DESCRIPTION = 207, 206
_NATIVE_NAMES = frozenset((*NATIVE, *OLDER_NAME, *HELPERS))
_STOPS = frozenset({"stop", "stop_all", "stop_disable", "stop_disable_all"})
#: By size: what a developer field without a description holds in the apps whose field numbers are known.
_BYTES_FORMAT = {1: "B", 2: "H", 4: "f"}


@dataclass(frozen=True)
class Session:
    """One session message: what was done, from when, for how long (pauses included), on the file's stamps."""

    sport: str
    sub_sport: str
    start_stamp_s: float | None
    elapsed_s: float | None


@dataclass(frozen=True)
class Device:
    """One entry of ``device_info``: its place, maker and product, what it senses (a name or number of the profile)."""

    index: str
    name: str
    senses: str


@dataclass
class FitContents:
    """Everything that is kept of one FIT file. Stamps are seconds as the file has them, NaN where a record has none."""

    stamps_s: array[float] = field(default_factory=lambda: array("d"))
    native: dict[str, Column] = field(default_factory=dict)
    developer: dict[tuple[int, int], Column] = field(default_factory=dict)
    descriptions: dict[tuple[int, int], DeveloperField] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    laps: list[tuple[float, float]] = field(default_factory=list)
    timer: list[tuple[float, bool]] = field(default_factory=list)
    beats_s: array[float] = field(default_factory=lambda: array("d"))
    beat_rows: array[int] = field(default_factory=lambda: array("q"))
    devices: list[Device] = field(default_factory=list)
    creator: str = ""
    sport: str = ""
    stored_beat_messages: int = 0
    has_file_type: str = ""
    too_many_fields: bool = False
    _app_ids: dict[int, str] = field(default_factory=dict)
    _column_of: dict[Any, Column | str | None] = field(default_factory=dict)

    def add_all(self, messages: Iterable[Any]) -> None:
        """Take in every message, in the file's order."""
        others = {
            _SESSION: self._add_session,
            _LAP: self._add_lap,
            _EVENT: self._add_event,
            _DEVICE: self._add_device,
            _HRV: self._add_beats,
            _FILE_ID: self._add_file_id,
            _SPORT: self._add_sport,
            _DEVELOPER_ID: self._add_app,
            _DESCRIPTION: self._add_description,
        }
        for message in messages:
            number = message.def_mesg.global_mesg_num
            if number == _RECORD:
                self._add_record(message)
            elif number == _HR:
                self.stored_beat_messages += 1
            elif number in others:
                others[number](message)

    def _add_record(self, message: Any) -> None:
        row = len(self.stamps_s)
        stamp_s = float("nan")
        column_of = self._column_of
        for datum in message.fields:
            value = datum.value
            if value is None:
                continue
            try:
                column = column_of[datum.field]
            except KeyError:
                column = column_of[datum.field] = self._column_for(datum)
            if column is None:
                continue
            kind = type(value)
            if column == "timestamp":
                stamp_s = float(value) if kind is int or kind is float else stamp_s
            elif kind is int or kind is float:
                column.add(row, value)  # type: ignore[union-attr]  # the only text is "timestamp"
            elif kind is tuple and datum.field_def is not None and datum.field_def.is_dev:
                _add_bytes(column, row, value, message.def_mesg.endian)  # type: ignore[arg-type]
        self.stamps_s.append(stamp_s)

    def _column_for(self, datum: Any) -> Column | str | None:
        """Where the values of a field go that is met for the first time; None for fields that are of no use here."""
        if datum.field is None:
            return None
        if datum.field_def is not None and datum.field_def.is_dev:
            key = (int(datum.field_def.dev_data_index), int(datum.field_def.def_num))
            if key not in self.developer and len(self.developer) >= MAX_DEVELOPER_FIELDS:
                self.too_many_fields = True
                return None
            app_id = self._app_ids.get(key[0], "")
            self.descriptions.setdefault(key, DeveloperField(app_id, key[1], None, None, None))
            return self.developer.setdefault(key, Column())
        if datum.name == "timestamp":
            return "timestamp"
        return self.native.setdefault(datum.name, Column()) if datum.name in _NATIVE_NAMES else None

    def _add_session(self, message: Any) -> None:
        said = _values(message)
        sport = said.get("sport")
        self.sessions.append(
            Session(
                str(sport) if sport is not None else "",
                str(said.get("sub_sport", "")),
                _number(said.get("start_time")),
                _number(said.get("total_elapsed_time")),
            )
        )

    def _add_lap(self, message: Any) -> None:
        said = _values(message)
        start_s, elapsed_s = _number(said.get("start_time")), _number(said.get("total_elapsed_time"))
        if start_s is not None and elapsed_s is not None and elapsed_s > 0:
            self.laps.append((start_s, start_s + elapsed_s))

    def _add_event(self, message: Any) -> None:
        said = _values(message)
        stamp_s = _number(said.get("timestamp"))
        if said.get("event") != "timer" or stamp_s is None:
            return
        kind = said.get("event_type")
        if kind == "start" or kind in _STOPS:
            self.timer.append((stamp_s, kind == "start"))

    def _add_device(self, message: Any) -> None:
        said = _values(message)
        name = _device_name(said)
        index = str(said.get("device_index", ""))
        senses = next(
            (str(said[k]) for k in ("antplus_device_type", "local_device_type", "device_type") if k in said), ""
        )
        if index in ("creator", "0") and name:
            self.creator = name
        device = Device(index, name, senses)
        if name and device not in self.devices and len(self.devices) < 50:
            self.devices.append(device)

    def _add_beats(self, message: Any) -> None:
        row = len(self.stamps_s)
        for datum in message.fields:
            if datum.name == "time":
                for beat_s in datum.value if isinstance(datum.value, tuple) else (datum.value,):
                    if isinstance(beat_s, float) and beat_s > 0:
                        self.beats_s.append(beat_s)
                        self.beat_rows.append(row)

    def _add_file_id(self, message: Any) -> None:
        said = _values(message)
        self.has_file_type = str(said.get("type", ""))
        self.creator = self.creator or _device_name(said)

    def _add_sport(self, message: Any) -> None:
        self.sport = str(_values(message).get("sport", self.sport))

    def _add_app(self, message: Any) -> None:
        said = _values(message)
        index, app_id = _number(said.get("developer_data_index")), said.get("application_id")
        if index is not None and isinstance(app_id, tuple):
            self._app_ids[int(index)] = bytes(b or 0 for b in app_id).hex()

    def _add_description(self, message: Any) -> None:
        said = _values(message)
        index, number = _number(said.get("developer_data_index")), _number(said.get("field_definition_number"))
        if index is None or number is None or len(self.descriptions) >= 10 * MAX_DEVELOPER_FIELDS:
            return
        is_of_record = said.get("native_mesg_num", "record") in ("record", _RECORD)
        native = _number(said.get("native_field_num")) if is_of_record else None
        self.descriptions[int(index), int(number)] = DeveloperField(
            self._app_ids.get(int(index), ""),
            int(number),
            _text(said.get("field_name")),
            _text(said.get("units")),
            None if native is None else int(native),
            1.0 / (_number(said.get("scale")) or 1.0),
            -(_number(said.get("offset")) or 0.0),
        )


def _values(message: Any) -> dict[str, Any]:
    """The named values of a message; the first of two with one name."""
    found: dict[str, Any] = {}
    for datum in message.fields:
        if datum.value is not None and datum.field is not None:
            found.setdefault(datum.name, datum.value)
    return found


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    """Printable text of bounded length, as it may stand in a sentence."""
    if not isinstance(value, str):
        return None
    return "".join(letter for letter in value if letter.isprintable())[:60].strip() or None


def _device_name(said: dict[str, Any]) -> str:
    """Maker and product as far as the profile names the maker; numbers of unknown makers are noise of old sensors."""
    maker, named = said.get("manufacturer"), _text(said.get("product_name"))
    if not isinstance(maker, str) or maker == "development":
        return named or ""
    product = named or said.get("garmin_product") or said.get("product")
    if isinstance(product, str) and product.lower().startswith(maker.lower()):
        return product
    return f"{maker} {product}" if product else maker


def _add_bytes(column: Column, row: int, value: tuple[Any, ...], endian: str) -> None:
    """A developer field without a description: bytes, read by their number."""
    layout = _BYTES_FORMAT.get(len(value))
    if layout is None or not all(isinstance(byte, int) and 0 <= byte <= 255 for byte in value):
        return
    number = struct.unpack(endian + layout, bytes(value))[0]
    if number == number and abs(number) < 1e9:
        column.add(row, float(number))
