"""Clips as phones make them, sent to the app as its page does: looked at, analysed and drawn behind the wall."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clip_copies import in_4k, pictures_of, remuxed, with_hidden_start, write_clip
from evenstride.jobs import JobSettings, UploadChoice, Workers, submit_uploads
from evenstride.model.stored import StoredRunner
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.uploads import UploadFolder, UploadSession
from evenstride.services.uploads.looking import look_at_upload
from evenstride.store import Store, open_store
from jobs_at_work import ended, wait_for

pytestmark = pytest.mark.slow
SETTINGS = JobSettings(processes=1, beat_s=0.2, poll_s=0.1)
#: Truth of the rendering, over the whole sample; its parts differ from it by less than half a percent.
CADENCE_SPM = 167.85
PICTURES = 100


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def ada(store: Store) -> StoredRunner:
    return create_runner(store, ProfileEntry("Ada"), agrees_to_storage=True)


def sent(store: Store, clip: Path) -> UploadSession:
    uploads, content = UploadFolder(store.home), clip.read_bytes()
    session = uploads.begin(clip.name, len(content))
    with uploads.receive(session.id, offset=0) as part:
        part.take(content)
    return look_at_upload(uploads, session.id)


def analysed(store: Store, ada: StoredRunner, clip: Path, **said: Any) -> tuple[UploadSession, dict[str, Any]]:
    """What a look says of the clip, and the document of its assessment; its page was written too."""
    looked = sent(store, clip)
    assert looked.state == "whole", looked.problem
    (handed_in,) = submit_uploads(store, UploadFolder(store.home), ada.id, [UploadChoice(looked.id, **said)])
    with Workers(store, SETTINGS):
        job = wait_for(store, handed_in.job, ended)
    assert job.error is None
    assert job.result is not None
    with store.read() as work:
        kept = work.assessments.get(job.result["assessment_id"])
    assert {"report", "preview"} <= {use.role for use in kept.files}
    document: dict[str, Any] = json.loads(store.artefacts.read_bytes(kept.document_sha256))
    return looked, document


def cadence(document: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in document["measures"] if each["id"] == "cadence")


def portrait(sample: Path, target: Path) -> Path:
    turned = (np.rot90(picture) for picture in pictures_of(sample, 60, every=2))
    return write_clip(target, turned, np.arange(60) / 30, rotation_deg=90)


def uneven(sample: Path, target: Path) -> Path:
    kept = np.sort(np.random.default_rng(1).choice(150, 115, replace=False))
    pictures = (picture for number, picture in enumerate(pictures_of(sample, 150)) if number in set(kept.tolist()))
    return write_clip(target, pictures, kept / 60)


def test_an_edit_list_hides_what_the_phone_cut_off(
    store: Store, ada: StoredRunner, sample_clip: Path, tmp_path: Path
) -> None:
    clip = with_hidden_start(sample_clip, tmp_path / "cut.mp4", count=PICTURES, hidden=25)
    looked, document = analysed(store, ada, clip)
    shown = document["recordings"][0]["frame_count"]
    assert shown == looked.facts["frame_count"] if looked.facts else None
    assert PICTURES - 25 <= shown < PICTURES - 20
    assert cadence(document)["value"] == pytest.approx(CADENCE_SPM, rel=0.02)


@pytest.mark.parametrize(("make", "expected"), [(portrait, "constant"), (uneven, "variable")])
def test_a_turned_phone_and_an_uneven_clock_keep_the_cadence(
    store: Store,
    ada: StoredRunner,
    sample_clip: Path,
    tmp_path: Path,
    make: Callable[[Path, Path], Path],
    expected: str,
) -> None:
    _looked, document = analysed(store, ada, make(sample_clip, tmp_path / "clip.mp4"))
    recording = document["recordings"][0]
    assert (recording["timestamps"], recording["width_px"], recording["height_px"]) == (expected, 1280, 720)
    assert cadence(document)["value"] == pytest.approx(CADENCE_SPM, rel=0.02)


@pytest.mark.parametrize(("recorded_fps", "is_measured"), [(None, False), (60.0, True)])
def test_slow_motion_is_measured_where_its_rate_is_said_and_told_where_not(
    store: Store, ada: StoredRunner, sample_clip: Path, tmp_path: Path, recorded_fps: float | None, is_measured: bool
) -> None:
    clip = remuxed(sample_clip, tmp_path / "slow.mp4", count=150, slower=4.0)
    _looked, document = analysed(store, ada, clip, recorded_fps=recorded_fps)
    assert (cadence(document)["status"] != "refused") == is_measured
    assert any("slow motion" in words for words in document["warnings"]) != is_measured
    if is_measured:
        assert cadence(document)["value"] == pytest.approx(CADENCE_SPM, rel=0.02)


@pytest.mark.parametrize(("codec", "pixel_format"), [("libx264", "yuv420p"), ("libx265", "yuv420p10le")])
def test_4k_keeps_the_limits_of_the_wall(
    store: Store, ada: StoredRunner, sample_clip: Path, tmp_path: Path, codec: str, pixel_format: str
) -> None:
    av = pytest.importorskip("av")
    if codec not in av.codecs_available:
        pytest.skip(f"needs the encoder {codec}")
    clip = in_4k(sample_clip, tmp_path / "4k.mp4", count=PICTURES, codec=codec, pixel_format=pixel_format)
    looked, document = analysed(store, ada, clip)
    assert looked.facts is not None
    assert (looked.facts["width_px"], document["recordings"][0]["height_px"]) == (3840, 2160)
    assert cadence(document)["value"] == pytest.approx(CADENCE_SPM, rel=0.02)
