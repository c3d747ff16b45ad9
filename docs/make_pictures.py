"""Make the pictures of the app, the reports and the plan in docs/images anew, from rendered clips and a simulated run.

Run by hand after a change to any of them, with the development tools at hand: ``python docs/make_pictures.py``.
The plan's and the app's pictures need ../shared/data and stay as they are without it.
Needs Chromium with its driver and, for the printed page, pdftoppm (poppler). Pictures larger than a
repository should hold are reduced to 256 colours where Pillow is installed.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from app_pictures import report_pictures
from home_test_pictures import home_test_pictures
from record_pictures import record_pictures
from session_pictures import session_pictures
from shown_pages import show_at, wait_until

import evenstride
from evenstride.knowledge import load_knowledge
from evenstride.model import ClipAnalysis
from evenstride.reports import build_report, write_html
from evenstride.reports.pdf import plan_pdf
from evenstride.reports.plan import build_plan_page, render_plan_html

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "treadmill_side_60fps.mp4"
#: A rendered runner whose clip may show a hard landing, so that the plan answers something.
PLAN_CLIP = ROOT.parent / "shared" / "data" / "rendered" / "dev17_side.mp4"
#: Simulated runs, three days apart.
SEASON_MINUTES = (45.0, 70.0, 90.0)
#: Another rendered runner from the same side, to be held beside the sample as an earlier recording.
EARLIER_CLIP = ROOT.parent / "shared" / "data" / "rendered" / "dev03_side.mp4"
PLAN_START = date(2026, 11, 23)
IMAGES = ROOT / "docs" / "images"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
#: Name, path, width and shown height of the pictures of the app.
APP_PICTURES = (
    ("progress_wide.png", "/progress?measure=cadence&measure=contact_time", 1280, 1230),
    ("progress_phone.png", "/progress?measure=contact_time", 390, 1500),
    ("runs_wide.png", "/runs", 1280, 1240),
)
LARGEST_BYTES = 400_000
STILLS_SHOWN = 3  # contact, mid-stance, toe-off


def make_pictures() -> list[Path]:
    """Analyse the sample, open its report, and photograph it wide, on a phone, on paper, and its stills."""
    analysis = evenstride.analyze(SAMPLE, height_m=1.75, with_preview=True)
    with tempfile.TemporaryDirectory(prefix="evenstride-pictures-") as folder:
        page = Path(folder) / "report.html"
        write_html(build_report(analysis, knowledge=load_knowledge()), page)
        with browser(Path(folder) / "profile") as driver:
            open_page(driver, page, 1440, 1160, analysis)
            pictures = [save(driver, "report_wide.png", (0, 0, 1440, 1160))]
            pictures.append(save(driver, "frames_with_skeleton.png", box_of_stills(driver)))
            pictures.append(save_printed(driver, Path(folder)))
            open_page(driver, page, 390, 844, analysis)
            pictures.append(save(driver, "report_phone.png", (0, 0, 390, 1500)))
            pictures += run_pictures(driver, Path(folder))
            if EARLIER_CLIP.exists():
                earlier = evenstride.analyze(EARLIER_CLIP, height_m=1.75, with_preview=True)
                pictures += report_pictures(driver, Path(folder), analysis, earlier, save)
            pictures += app_pictures(driver, Path(folder))
            pictures += session_pictures(driver, Path(folder), save)
            pictures += record_pictures(driver, Path(folder), save)
            pictures += home_test_pictures(driver, Path(folder), save)
            if PLAN_CLIP.exists():
                pictures += plan_pictures(driver, Path(folder))
    return pictures


def run_pictures(driver: Any, folder: Path) -> list[Path]:
    """The report of simulated runs, the last of which tires: its page wide and on a phone."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from run_files import write_season

    season = folder / "season"
    season.mkdir()
    analysis = evenstride.analyze_run(write_season(season, minutes=SEASON_MINUTES))
    page = folder / "run.html"
    write_html(build_report(analysis, knowledge=load_knowledge()), page)
    pictures = []
    for name, width_px, shown_px in (("run_report_wide.png", 1280, 1400), ("run_report_phone.png", 390, 1700)):
        show_at(driver, page.as_uri(), width_px, 844)
        driver.execute_script("window.evenstrideRun.showPlace(0.8)")
        pictures.append(save(driver, name, (0, 0, width_px, shown_px)))
    return pictures


def app_pictures(driver: Any, folder: Path) -> list[Path]:
    """Progress and runs of a made-up runner in the app: wide and on a phone."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]
    from app_server import running_app

    from evenstride.store import open_store
    from progress_examples import keep_progress

    home = folder / "home"
    with open_store(home) as store:
        keep_progress(store, today=date(2026, 11, 30))
    pictures = []
    with running_app(home) as app:
        driver.get(app.start_address)
        for name, path, width_px, shown_px in APP_PICTURES:
            show_at(driver, f"{app.origin}{path}", width_px, shown_px)
            time.sleep(0.5)  # the page may say the browser's time zone and load again
            pictures.append(save(driver, name, (0, 0, width_px, shown_px)))
    return pictures


def plan_pictures(driver: Any, folder: Path) -> list[Path]:
    """The plan of a clip with findings: its page wide and on a phone, and the first page on paper."""
    knowledge = load_knowledge()
    assessment = evenstride.analyze(PLAN_CLIP).assessment
    plan = evenstride.make_plan(assessment, start_on=PLAN_START)
    page, pdf = folder / "plan.html", folder / "plan.pdf"
    page.write_text(render_plan_html(plan, knowledge=knowledge, findings=assessment.findings), encoding="utf-8")
    pdf.write_bytes(
        plan_pdf(build_plan_page(plan, knowledge=knowledge, findings=assessment.findings), knowledge=knowledge)
    )
    pictures = []
    for name, width_px, shown_px in (("plan_wide.png", 1280, 1400), ("plan_phone.png", 390, 1500)):
        show_at(driver, page.as_uri(), width_px, 844)
        pictures.append(save(driver, name, (0, 0, width_px, shown_px)))
    return [*pictures, first_page(pdf, "plan_print.png")]


@contextmanager
def browser(profile: Path) -> Iterator[Any]:
    """A headless Chromium with a profile of its own."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def open_page(driver: Any, page: Path, width_px: int, height_px: int, analysis: ClipAnalysis) -> None:
    """Open the report at this size and show the clip early in a stance of the near leg."""
    show_at(driver, page.as_uri(), width_px, height_px)
    wait_until(driver, "return document.documentElement.dataset.stills === 'ready'")
    near = [s for s in analysis.steps if s.side == analysis.assessment.views[0].near_side]
    shown_s = near[len(near) // 2].initial_contact_s + 0.03
    frame = int(abs(analysis.pose_track.time_s - shown_s).argmin())
    driver.execute_script("window.evenstridePlayer.clock.show(arguments[0])", frame)
    wait_until(driver, f"return document.querySelector('.stage').dataset.frame === '{frame}'")


def box_of_stills(driver: Any) -> tuple[float, float, float, float]:
    """(x, y, width, height) around the first stills, pixels of the page."""
    boxes = driver.execute_script(
        "return [...document.querySelectorAll('.still')].map((still) => {"
        "const box = still.getBoundingClientRect();"
        "return [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]; })"
    )[:STILLS_SHOWN]
    margin = 16.0
    left, top = boxes[0][0] - margin, boxes[0][1] - margin
    right, bottom = boxes[-1][2] + margin, max(box[3] for box in boxes) + margin
    return left, top, right - left, bottom - top


def save(driver: Any, name: str, box_px: tuple[float, float, float, float]) -> Path:
    """Photograph a part of the page."""
    x, y, width, height = box_px
    clip = {"x": x, "y": y, "width": width, "height": height, "scale": 1}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    path = IMAGES / name
    path.write_bytes(base64.b64decode(shot["data"]))
    return reduced(path)


def save_printed(driver: Any, folder: Path) -> Path:
    """The first printed page at about 100 pixels an inch."""
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    pdf = folder / "report.pdf"
    pdf.write_bytes(base64.b64decode(printed["data"]))
    return first_page(pdf, "report_print.png")


def first_page(pdf: Path, name: str) -> Path:
    """The first page of a PDF at about 100 pixels an inch."""
    path = IMAGES / name
    command = ["pdftoppm", "-png", "-r", "100", "-singlefile", str(pdf), str(path.with_suffix(""))]
    subprocess.run(command, check=True, timeout=60)
    return reduced(path)


def reduced(path: Path) -> Path:
    """The same picture in 256 colours, where it is too large and Pillow is there to do it."""
    if path.stat().st_size <= LARGEST_BYTES:
        return path
    try:
        from PIL import Image
    except ImportError:
        return path
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
    few.save(path, optimize=True)
    return path


def main() -> int:
    """Make all pictures and name them with their sizes; 1 where one is too large for a repository."""
    too_large = 0
    for path in make_pictures():
        size = path.stat().st_size
        too_large += size > LARGEST_BYTES
        sys.stdout.write(f"{path.relative_to(ROOT)}  {size / 1000:.0f} kB\n")
    return int(too_large > 0)


if __name__ == "__main__":
    sys.exit(main())
