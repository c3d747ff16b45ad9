"""A small writer of FIT files for tests, byte by byte: header, definitions, data, checksum (FIT SDK, protocol 2)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

FIT_EPOCH_S = 631_065_600
START = 1_000_000_000
RECORD, SESSION, LAP, EVENT, DEVICE_INFO, HRV, FILE_ID = 20, 18, 19, 21, 23, 78, 0
DEVELOPER_DATA_ID, FIELD_DESCRIPTION = 207, 206
ENUM, SINT8, UINT8, SINT16, UINT16, SINT32, UINT32, STRING, FLOAT32, BYTE = (
    0x00, 0x01, 0x02, 0x83, 0x84, 0x85, 0x86, 0x07, 0x88, 0x0D,
)  # fmt: skip
_FORMAT = {ENUM: "B", SINT8: "b", UINT8: "B", SINT16: "h", UINT16: "H", SINT32: "i", UINT32: "I", FLOAT32: "f"}
STRYD_APP = bytes.fromhex("660a581e5301460c8f2f034c8b6dc90f")


def bytewise_crc(data: bytes) -> int:
    """The checksum as the SDK's document writes it: half a byte at a time."""
    table = [0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401]
    table += [0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400]
    crc = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            crc = (crc >> 4) ^ table[crc & 0xF] ^ table[nibble]
    return crc


@dataclass
class FitWriter:
    """Messages in order; ``fields`` are (number, base type, value), ``developer`` ones (number, app, type, value)."""

    body: bytearray = field(default_factory=bytearray)
    _layouts: dict[tuple[object, ...], int] = field(default_factory=dict)

    def add(
        self,
        message: int,
        fields: list[tuple[int, int, object]],
        developer: list[tuple[int, int, int, float]] | None = None,
        *,
        seconds_after: int | None = None,
    ) -> FitWriter:
        """One data message, its definition first where it is new; ``seconds_after`` makes a compressed stamp."""
        parts = [_coded(base, value) for _, base, value in fields]
        added = developer or []
        layout = (
            message,
            tuple((n, b, len(p)) for (n, b, _), p in zip(fields, parts, strict=True)),
            tuple(d[:3] for d in added),
        )
        if layout not in self._layouts:
            local = len(self._layouts) % 4 if seconds_after is not None else len(self._layouts) % 16
            self._layouts = {k: v for k, v in self._layouts.items() if v != local}
            self._layouts[layout] = local
            self.body += struct.pack("<BBBHB", 0x40 | (0x20 if added else 0) | local, 0, 0, message, len(fields))
            for (number, base, _), part in zip(fields, parts, strict=True):
                self.body += struct.pack("3B", number, len(part), base)
            if added:
                self.body += bytes([len(added)])
                for number, app, base, _ in added:
                    self.body += struct.pack("3B", number, struct.calcsize(_FORMAT[base]), app)
        local = self._layouts[layout]
        self.body += bytes([local if seconds_after is None else 0x80 | local << 5 | seconds_after & 0x1F])
        self.body += b"".join(parts)
        for _, _, base, value in added:
            self.body += struct.pack("<" + _FORMAT[base], value)
        return self

    def to_bytes(self) -> bytes:
        header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(self.body), b".FIT")
        whole = header + struct.pack("<H", bytewise_crc(header)) + bytes(self.body)
        return whole + struct.pack("<H", bytewise_crc(whole))

    # shorthands for the messages that tests use

    def record(
        self, second: int, developer: list[tuple[int, int, int, float]] | None = None, **values: float
    ) -> FitWriter:
        fields: list[tuple[int, int, object]] = [(253, UINT32, START + second)]
        for name, value in values.items():
            number, base, scale, offset = RECORD_FIELDS[name]
            fields.append((number, base, round((value + offset) * scale)))
        return self.add(RECORD, fields, developer)

    def session(self, start: int = 0, elapsed: float = 60.0, sport: int = 1, sub_sport: int = 0) -> FitWriter:
        return self.add(
            SESSION,
            [
                (253, UINT32, START + start),
                (2, UINT32, START + start),
                (7, UINT32, round(elapsed * 1000)),
                (5, ENUM, sport),
                (6, ENUM, sub_sport),
            ],
        )

    def timer(self, second: int, *, runs: bool) -> FitWriter:
        return self.add(EVENT, [(253, UINT32, START + second), (0, ENUM, 0), (1, ENUM, 0 if runs else 4)])

    def app(self, index: int, app_id: bytes) -> FitWriter:
        return self.add(DEVELOPER_DATA_ID, [(1, BYTE, app_id), (3, UINT8, index)])

    def describe(self, index: int, number: int, base: int, name: str, units: str = "", native: int = 255) -> FitWriter:
        return self.add(
            FIELD_DESCRIPTION,
            [
                (0, UINT8, index),
                (1, UINT8, number),
                (2, UINT8, base),
                (3, STRING, name),
                (8, STRING, units),
                (14, UINT16, RECORD),
                (15, UINT8, native),
            ],
        )


#: number, base type, scale, offset of the fields of ``record`` by the profile's names
RECORD_FIELDS: dict[str, tuple[int, int, float, float]] = {
    "position_lat": (0, SINT32, 2**31 / 180, 0),
    "position_long": (1, SINT32, 2**31 / 180, 0),
    "altitude": (2, UINT16, 5, 500),
    "heart_rate": (3, UINT8, 1, 0),
    "cadence": (4, UINT8, 1, 0),
    "distance": (5, UINT32, 100, 0),
    "speed": (6, UINT16, 1000, 0),
    "power": (7, UINT16, 1, 0),
    "temperature": (13, SINT8, 1, 0),
    "vertical_oscillation": (39, UINT16, 10, 0),
    "stance_time": (41, UINT16, 10, 0),
    "fractional_cadence": (53, UINT8, 128, 0),
    "enhanced_speed": (73, UINT32, 1000, 0),
    "vertical_ratio": (83, UINT16, 100, 0),
    "stance_time_balance": (84, UINT16, 100, 0),
    "step_length": (85, UINT16, 10, 0),
}


def _coded(base: int, value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode() + b"\0"
    if isinstance(value, tuple):
        return b"".join(_coded(base, v) for v in value)
    return struct.pack("<" + _FORMAT[base], value)


def steady_run(seconds: int = 60, *, start: int = 0) -> FitWriter:
    """3 m/s at 170 steps a minute, 250 ms of contact, 51.5 % left, 8 cm, 145 beats a minute."""
    fit = FitWriter().add(FILE_ID, [(0, ENUM, 4), (1, UINT16, 1)]).timer(start, runs=True)
    for second in range(start, start + seconds):
        fit.record(
            second,
            distance=3.0 * (second - start),
            speed=3.0,
            heart_rate=145,
            cadence=85,
            fractional_cadence=0.5,
            stance_time=250,
            stance_time_balance=51.5,
            vertical_oscillation=80,
            step_length=1060,
        )
    return fit.timer(start + seconds - 1, runs=False).session(start, seconds - 1)
