"""TCX and GPX: what comes out is what stands there; what could harm is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import RunFileError
from evenstride.io.runs import read_run, read_runs
from evenstride.model import RunRecording

NAMESPACES = 'xmlns="urn:training-center" xmlns:ns3="urn:activity-extension"'


def tcx_point(
    second: int, *, cadence: str = "<Extensions><ns3:TPX><ns3:RunCadence>85</ns3:RunCadence></ns3:TPX></Extensions>"
) -> str:
    stamp = f"2024-05-01T10:{second // 60:02d}:{second % 60:02d}.000Z"
    return (
        f"<Trackpoint><Time>{stamp}</Time><AltitudeMeters>{100 + second / 100}</AltitudeMeters>"
        f"<DistanceMeters>{3 * second}</DistanceMeters><HeartRateBpm><Value>{140 + second % 3}</Value></HeartRateBpm>"
        f"{cadence}</Trackpoint>"
    )


def tcx(points: str, sport: str = "Running") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase {NAMESPACES}><Activities>'
        f'<Activity Sport="{sport}"><Lap StartTime="2024-05-01T10:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds>'
        f"<Track>{points}</Track></Lap><Creator><Name>Some Watch</Name></Creator></Activity></Activities>"
        "</TrainingCenterDatabase>"
    )


def gpx(points: str, kind: str = "<type>running</type>") -> str:
    head = '<gpx version="1.1" creator="Some Service" xmlns="urn:gpx" xmlns:g="urn:track-point-extension">'
    return f"{head}<trk>{kind}<trkseg>{points}</trkseg></trk></gpx>"


def gpx_point(second: int, cadence: int = 85) -> str:
    return (
        f'<trkpt lat="{45 + second * 3 / 111195}" lon="7"><ele>100</ele><time>2024-05-01T10:00:{second:02d}Z</time>'
        f"<extensions><g:TrackPointExtension><g:hr>150</g:hr><g:cad>{cadence}</g:cad></g:TrackPointExtension>"
        "</extensions></trkpt>"
    )


def _read(tmp_path: Path, text: str | bytes, *, strict: bool = True) -> RunRecording:
    path = tmp_path / "run.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    run = read_run(path, strict=strict)
    assert isinstance(run, RunRecording)
    return run


def test_tcx_gives_distance_heart_rate_and_doubled_cadence(tmp_path: Path) -> None:
    run = _read(tmp_path, tcx("".join(tcx_point(s) for s in range(60))))
    values = {c.quantity: c for c in run.channels}
    assert run.kind == "tcx"
    assert run.duration_s == 59
    assert values["distance"].values[-1] == 177
    assert values["cadence"].values[0] == 170
    assert values["heart_rate"].values[:3].tolist() == [140, 141, 142]
    assert values["speed"].source.origin == "derived"
    assert (run.devices, run.is_indoor) == (("Some Watch",), True)
    assert [(lap.start_s, lap.end_s) for lap in run.laps] == [(0, 59)]


@pytest.mark.parametrize(("stored", "steps"), [(84, 168), (168, 168)])
def test_tcx_cadence_of_the_point_is_told_by_value(tmp_path: Path, stored: int, steps: int) -> None:
    points = "".join(tcx_point(s, cadence=f"<Cadence>{stored}</Cadence>") for s in range(20))
    cadence = _read(tmp_path, tcx(points)).best("cadence")
    assert cadence is not None
    assert cadence.values[0] == steps


def test_a_new_track_after_a_while_is_a_pause(tmp_path: Path) -> None:
    points = "".join(tcx_point(s) for s in range(20)) + "</Track><Track>" + "".join(tcx_point(s) for s in range(90, 99))
    assert [(p.start_s, p.end_s) for p in _read(tmp_path, tcx(points)).pauses] == [(19, 90)]


def test_gpx_gives_distance_from_positions_and_keeps_none(tmp_path: Path) -> None:
    run = _read(tmp_path, gpx("".join(gpx_point(s) for s in range(50))))
    values = {c.quantity: c for c in run.channels}
    assert values["distance"].values[-1] == pytest.approx(147, abs=0.6)
    assert values["cadence"].values[0] == 170
    assert values["heart_rate"].values[0] == 150
    assert set(values) == {"altitude", "heart_rate", "cadence", "distance", "speed", "grade"}


def test_a_sport_that_is_not_said_is_a_warning_another_one_is_refused(tmp_path: Path) -> None:
    points = "".join(gpx_point(s) for s in range(5))
    assert "does not say which sport" in _read(tmp_path, gpx(points, "")).warnings[0]
    with pytest.raises(RunFileError, match="got biking"):
        _read(tmp_path, tcx(tcx_point(0), "Biking"))
    with pytest.raises(RunFileError, match="got cycling"):
        _read(tmp_path, gpx(points, "<type>cycling</type>"))


def test_a_drawn_route_without_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="no point with a time"):
        _read(tmp_path, gpx('<trkpt lat="45" lon="7"><ele>1</ele></trkpt>'))


def test_cut_xml_gives_what_is_there_and_the_byte_where_it_stops(tmp_path: Path) -> None:
    text = tcx("\n".join(tcx_point(s) for s in range(60)))[:9000]
    run = _read(tmp_path, text, strict=False)
    assert 20 < len(run.time_s) < 60
    assert "of 9000" in run.lost[0]
    with pytest.raises(RunFileError, match="Expected whole XML"):
        _read(tmp_path, text)


def test_a_wrong_mark_is_placed_to_the_byte(tmp_path: Path) -> None:
    good = tcx("\n".join(tcx_point(s) for s in range(60)))
    at = good.index("</Trackpoint>", 6000)
    run = _read(tmp_path, good[:at] + "</Trackpiont>" + good[at + 13 :], strict=False)
    assert run.lost[0].startswith(f"Reading stops at byte {at + 2} ")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><gpx><trk><name>&c;</name></trk></gpx>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/hostname">]><gpx>&a;</gpx>'


@pytest.mark.parametrize("document", [BOMB, OUTSIDE, "<!DOCTYPE gpx><gpx></gpx>"], ids=["bomb", "outside", "doctype"])
def test_document_types_and_entities_are_refused(tmp_path: Path, document: str) -> None:
    with pytest.raises(RunFileError, match="document type or entities"):
        _read(tmp_path, document, strict=False)


def test_deep_nesting_stops_the_reading(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="more than 40 deep"):
        _read(tmp_path, "<gpx>" + "<a>" * 100_000, strict=False)


def test_a_very_long_text_is_not_gathered(tmp_path: Path) -> None:
    points = gpx_point(0) + f"<trkpt lat='1' lon='1'><time>{'9' * 3_000_000}</time></trkpt>" + gpx_point(2)
    assert len(_read(tmp_path, gpx(points)).time_s) == 2


def test_utf16_and_a_leading_comment_are_still_xml(tmp_path: Path) -> None:
    text = "<?xml version='1.0' encoding='UTF-16'?><!-- a <gpx> of mine -->" + gpx(
        "".join(gpx_point(s) for s in range(5))
    )
    assert len(_read(tmp_path, text.encode("utf-16")).time_s) == 5


def test_gzip_is_taken_off_and_a_cut_one_gives_what_is_there(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    text = tcx("".join(tcx_point(int(s)) + f"<!--{rng.integers(1 << 60)}-->" for s in range(600)))
    packed = gzip.compress(text.encode())
    path = tmp_path / "run.tcx.gz"
    path.write_bytes(packed)
    assert [run.id for run in read_runs(path, strict=True)] == ["run"]
    path.write_bytes(packed[: len(packed) // 2])
    (run,) = read_runs(path)
    assert 200 < len(run.time_s) < 400
    assert "gzip stream ends" in run.lost[0]
    with pytest.raises(RunFileError, match="gzip"):
        read_runs(path, strict=True)
