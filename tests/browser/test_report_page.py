"""The page in a real browser: opens from disk, steps exactly, is quick, and can be used by everybody."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from app_browser import LOOKS, accessibility_violations
from page_driver import PageDriver
from preview_clips import encode_preview, numbered_frames

from evenstride.model import ClipAnalysis, Preview
from evenstride.pipelines.session import assess_session
from evenstride.reports import build_report, write_html
from evenstride.testing import refused_analysis, synthetic_analysis

pytestmark = pytest.mark.browser
CLIPS_SHOWN = "return [...document.querySelectorAll('.clip-section:not([hidden])')].map((each) => each.id)"
ARROW_LEFT, ARROW_RIGHT = "\ue012", "\ue014"


@pytest.fixture(scope="session")
def report_file(report_folder: Path, numbered_analysis: ClipAnalysis, knowledge: Any) -> Path:
    return _written(numbered_analysis, report_folder / "numbered.html", knowledge)


@pytest.fixture(scope="session")
def uneven_file(report_folder: Path, uneven_analysis: ClipAnalysis, knowledge: Any) -> Path:
    return _written(uneven_analysis, report_folder / "uneven.html", knowledge)


@pytest.fixture(scope="session")
def points_file(report_folder: Path, knowledge: Any) -> Path:
    return _written(synthetic_analysis(), report_folder / "points.html", knowledge)


@pytest.fixture(scope="session")
def refused_file(report_folder: Path, knowledge: Any) -> Path:
    analysis = refused_analysis(reason="No step was found.", warning="The person in this clip walks. Film a run.")
    return _written(analysis, report_folder / "refused.html", knowledge)


def test_a_page_opens_from_disk_without_error_or_request(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.wait_until("return document.documentElement.dataset.stills === 'ready'")
    assert chromium.console() == []
    assert [a for a in chromium.requested_addresses() if a != report_file.as_uri()] == []


def test_stepping_sixty_pictures_lands_on_each_exactly(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.show_clip()
    for expected in range(1, 61):
        chromium.press(".")
        chromium.settle()
        assert (chromium.frame, chromium.shown_number) == (expected, expected)


def test_stepping_is_exact_on_an_uneven_clock_and_backwards(chromium: PageDriver, uneven_file: Path) -> None:
    chromium.open(uneven_file)
    chromium.run("window.evenstridePlayer.clock.show(200)")
    chromium.settle()
    chromium.show_clip()
    for expected in range(199, 179, -1):
        chromium.press(ARROW_LEFT)
        chromium.settle()
        assert (chromium.frame, chromium.shown_number) == (expected, expected)


def test_while_playing_the_skeleton_is_of_the_picture_shown(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.run(
        "window.seen = []; const video = document.querySelector('.stage video');"
        "const look = (now, picture) => { window.seen.push([Math.round(picture.mediaTime * 60),"
        "Number(document.querySelector('.stage').dataset.frame)]); video.requestVideoFrameCallback(look); };"
        "video.requestVideoFrameCallback(look); window.evenstridePlayer.clock.play();"
    )
    chromium.wait_until("return window.seen.length > 60")
    chromium.run("window.evenstridePlayer.clock.pause()")
    pairs = chromium.run("return window.seen")
    assert [drawn for _, drawn in pairs] == [shown for shown, _ in pairs]


def test_script_cost_per_picture_is_small(
    chromium: PageDriver, report_file: Path, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    chromium.open(report_file)
    chromium.show_clip()
    takes = []
    for _ in range(3):  # other work on the machine lengthens a take, never shortens it
        chromium.run(
            "const { clock, costMs } = window.evenstridePlayer; costMs.length = 0; clock.show(0); clock.play()"
        )
        chromium.wait_until("return window.evenstridePlayer.costMs.length > 120")
        chromium.run("window.evenstridePlayer.clock.pause()")
        takes.append(np.percentile(chromium.run("return window.evenstridePlayer.costMs"), [50, 95]))
    p50_ms, p95_ms = np.min(takes, axis=0)
    record_property("script_ms_per_picture_p95", float(p95_ms))
    with capsys.disabled():
        sys.stderr.write(f"\nscript per picture: p50 {p50_ms:.2f} ms, p95 {p95_ms:.2f} ms (best of 3 takes)\n")
    assert p50_ms <= 1.0
    assert p95_ms <= 4.0  # aim: 1 ms on a quiet machine (0.6 measured); this bound catches a chart that redraws


def test_space_plays_and_pauses(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.show_clip()
    chromium.press(" ")
    chromium.wait_until("return window.evenstridePlayer.clock.isPlaying")
    chromium.press(" ")
    chromium.wait_until("return !window.evenstridePlayer.clock.isPlaying")


def test_brackets_go_from_contact_to_contact(
    chromium: PageDriver, report_file: Path, numbered_analysis: ClipAnalysis
) -> None:
    chromium.open(report_file)
    chromium.show_clip()
    contacts_s = sorted(step.initial_contact_s for step in numbered_analysis.steps)
    frames = [int(np.argmin(np.abs(numbered_analysis.pose_track.time_s - t))) for t in contacts_s]
    for expected in (*frames[1:4], *frames[2:0:-1]):
        chromium.press("]" if expected > chromium.frame else "[")
        chromium.settle()
        assert chromium.frame == expected


def test_keys_can_be_turned_off(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.show_clip()
    chromium.run("document.getElementById('keys-on').checked = false")
    chromium.press(".")
    assert chromium.frame == 0


def test_a_click_on_a_curve_goes_there(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.show_clip()
    x, y = chromium.run(
        "const box = document.querySelector('.plot-data').getBoundingClientRect();"
        "return [box.left + box.width / 2, box.top + box.height / 2]"
    )
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        chromium.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
    chromium.settle()
    assert chromium.frame == pytest.approx(120, abs=1)


def test_the_cursor_stands_where_the_picture_is_on_the_curves(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.run("window.evenstridePlayer.clock.show(60)")
    chromium.settle()
    share = chromium.run(
        "const plot = document.querySelector('.plot-data').getBoundingClientRect();"
        "const cursor = document.querySelector('.charts-cursor').getBoundingClientRect();"
        "return (cursor.left + cursor.width / 2 - plot.left) / plot.width"
    )
    assert share == pytest.approx(60 / 240, abs=0.003)


def test_a_looped_stride_comes_back_to_its_contact(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    chromium.run(
        "window.evenstridePlayer.clock.show(90); window.frames_seen = [];"
        "window.evenstridePlayer.clock.onFrame((frame) => window.frames_seen.push(frame));"
    )
    chromium.settle()
    chromium.run("document.getElementById('loop').click(); window.evenstridePlayer.clock.play()")
    chromium.wait_until("return window.frames_seen.some((frame, i) => i > 5 && frame < window.frames_seen[i - 1] - 20)")
    chromium.run("window.evenstridePlayer.clock.pause()")
    assert max(chromium.run("return window.frames_seen.slice(3)")) <= 90 + 60


def test_a_finding_leads_to_its_pictures(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file)
    button = chromium.driver.find_element("css selector", ".finding [data-seek-s]")
    seek_s = float(button.get_attribute("data-seek-s"))
    chromium.run("arguments[0].click()", button)
    chromium.settle()
    assert chromium.frame == pytest.approx(60 * seek_s, abs=0.51)


def test_points_alone_play_on_their_own_clock(chromium: PageDriver, points_file: Path) -> None:
    chromium.open(points_file)
    chromium.show_clip()
    chromium.press(".")
    assert chromium.frame == 1
    chromium.press(" ")
    chromium.wait_until("return Number(document.querySelector('.stage').dataset.frame) > 20")
    chromium.press(" ")
    assert not chromium.is_playing
    painted = chromium.run(
        "const canvas = document.querySelector('.stage canvas');"
        "return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v > 0)"
    )
    assert painted
    assert chromium.console() == []


def test_a_clip_the_browser_cannot_play_leaves_points_and_says_so(
    chromium: PageDriver, report_folder: Path, knowledge: Any
) -> None:
    analysis = synthetic_analysis()
    broken = Preview(b"no moving pictures", 640, 360, analysis.pose_track.time_s)
    path = _written(replace(analysis, preview=broken), report_folder / "broken.html", knowledge)
    chromium.open(path)
    chromium.wait_until("return !document.getElementById('clip-failed').hidden")
    chromium.show_clip()
    chromium.press(ARROW_RIGHT)
    assert chromium.frame == 1


def test_the_list_of_parts_stays_in_sight_and_marks_the_part_that_is_read(
    chromium: PageDriver, report_file: Path
) -> None:
    chromium.open(report_file)
    chromium.run("document.getElementById('measures').scrollIntoView({behavior: 'instant'})")
    chromium.wait_until("return document.querySelector('.contents [aria-current]')?.hash === '#measures'")
    top, heading = chromium.run(
        "return [document.querySelector('.contents'), document.getElementById('measures-title')]"
        ".map((element) => element.getBoundingClientRect())"
    )
    assert top["top"] == 0
    assert heading["top"] >= top["bottom"]


def test_on_a_phone_left_right_and_their_difference_stand_side_by_side(chromium: PageDriver, report_file: Path) -> None:
    chromium.open(report_file, width_px=390, height_px=844)
    boxes = chromium.run(
        "return [...document.querySelectorAll('#measure-contact_time .sided')]"
        ".map((cell) => cell.getBoundingClientRect())"
    )
    assert len(boxes) == 3
    assert len({round(box["top"]) for box in boxes}) == 1
    assert boxes[0]["right"] <= boxes[1]["left"] <= boxes[1]["right"] <= boxes[2]["left"]
    assert boxes[2]["right"] <= 390


def test_a_row_of_evidence_shows_its_picture_in_the_clip(
    chromium: PageDriver, report_file: Path, numbered_analysis: ClipAnalysis
) -> None:
    chromium.open(report_file)
    seconds = float(
        chromium.run("const b = document.querySelector('.seekers .chip'); b.click(); return b.dataset.seekS")
    )
    chromium.settle()
    assert chromium.frame == int(np.argmin(np.abs(numbered_analysis.pose_track.time_s - seconds)))


def test_the_beginning_of_a_long_clip_plays_in_step_and_says_that_it_is_the_beginning(
    chromium: PageDriver, report_folder: Path, knowledge: Any
) -> None:
    analysis = synthetic_analysis(duration_s=180.0, fps=20.0)
    beginning_s = analysis.pose_track.time_s[:240]
    preview = encode_preview(numbered_frames(240), width_px=320, height_px=180, time_s=beginning_s)
    path = _written(replace(analysis, preview=preview), report_folder / "beginning.html", knowledge)
    chromium.open(path)
    assert "This page carries the first 12 s of 180 s" in chromium.run("return document.body.innerText")
    chromium.run("window.evenstridePlayer.clock.show(100000)")
    chromium.settle()
    assert (chromium.frame, chromium.shown_number) == (239, 239)


def test_in_a_long_clip_the_curves_follow_the_cursor(chromium: PageDriver, report_folder: Path, knowledge: Any) -> None:
    path = _written(synthetic_analysis(duration_s=30.0), report_folder / "long.html", knowledge)
    chromium.open(path)
    for time_s in (25, 3):
        chromium.run(f"window.evenstridePlayer.clock.show(60 * {time_s})")
        left, cursor, right = chromium.run(
            "const charts = document.getElementById('charts').getBoundingClientRect();"
            "const cursor = document.querySelector('.charts-cursor').getBoundingClientRect();"
            "return [charts.left, cursor.left, charts.right]"
        )
        assert left < cursor < right


def test_a_refused_clip_still_makes_a_page_that_says_what_to_do(chromium: PageDriver, refused_file: Path) -> None:
    chromium.open(refused_file)
    text = chromium.run("return document.body.innerText")
    assert "No run was found in this clip" in text
    assert "The person in this clip walks. Film a run." in text
    assert chromium.console() == []


@pytest.mark.parametrize("width_px", [360, 390, 768, 1440, 2200])
def test_the_page_never_scrolls_sideways(chromium: PageDriver, report_file: Path, width_px: int) -> None:
    chromium.open(report_file, width_px=width_px, height_px=800)
    chromium.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert chromium.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
@pytest.mark.parametrize("file", ["report_file", "points_file", "refused_file"])
def test_axe_finds_nothing(
    chromium: PageDriver, request: pytest.FixtureRequest, file: str, width_px: int, scheme: str
) -> None:
    chromium.open(request.getfixturevalue(file), width_px=width_px, height_px=844, scheme=scheme)
    chromium.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert accessibility_violations(chromium) == []


@pytest.fixture(scope="session")
def session_file(report_folder: Path, numbered_analysis: ClipAnalysis, knowledge: Any) -> Path:
    """Two clips of one run, each with pictures that carry their number."""
    assessment = numbered_analysis.assessment
    recording = replace(assessment.recordings[0], id="clip-2", path="second.mp4")
    second = replace(numbered_analysis, assessment=replace(assessment, recordings=(recording,)))
    session = assess_session([numbered_analysis, second], knowledge=knowledge)
    path = report_folder / "session.html"
    write_html(build_report(session, knowledge=knowledge), path)
    return path


def test_of_several_clips_one_is_on_the_screen_and_at_most_one_plays(chromium: PageDriver, session_file: Path) -> None:
    chromium.open(session_file)
    assert chromium.run(CLIPS_SHOWN) == ["clip"]
    chromium.run("window.evenstridePlayer.clock.play()")
    chromium.wait_until("return window.evenstridePlayer.clock.isPlaying")
    chromium.run("document.getElementById('clip-tab-2').click()")
    assert chromium.run(CLIPS_SHOWN) == ["clip-2"]
    chromium.wait_until("return !window.evenstridePlayer.clock.isPlaying")
    chromium.run("document.querySelector('#clip-2 [data-part=play]').click()")
    chromium.wait_until("return !document.querySelector('#clip-2 video').paused")
    assert chromium.run("return document.querySelector('#clip video').paused")
    assert chromium.console() == []


def test_a_moment_of_a_finding_opens_the_clip_it_was_seen_in(chromium: PageDriver, session_file: Path) -> None:
    chromium.open(session_file)
    chromium.run("document.getElementById('clip-tab-2').click()")
    moment = "document.querySelector('#findings [data-seek-s][data-clip=\"1\"]')"
    at_s = float(chromium.run(f"const button = {moment}; button.click(); return button.dataset.seekS"))
    chromium.wait_until(
        f"return Math.abs(Number(document.querySelector('#clip .stage').dataset.frame) - {60 * at_s}) <= 1"
    )
    assert chromium.run(CLIPS_SHOWN) == ["clip"]


def _written(analysis: ClipAnalysis, path: Path, knowledge: Any) -> Path:
    write_html(build_report(analysis, knowledge=knowledge), path)
    return path
