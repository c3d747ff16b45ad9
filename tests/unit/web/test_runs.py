"""The runs' page lists what each run says, keeps shoes, and lets files come in once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.store import Store, open_store
from progress_examples import Seeded, keep_progress
from run_files import write_fit

TODAY = datetime.now(UTC).date()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home", url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def seeded(store: Store) -> Seeded:
    return keep_progress(store, today=TODAY)


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    client = signed_in(make_app())
    client.cookies.set("evenstride_zone", "UTC")
    return client


@pytest.fixture(scope="module")
def run_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    simulated = simulate_run(Scenario(""), np.random.default_rng(1))
    return write_fit(tmp_path_factory.mktemp("run") / "evening.fit", simulated, minutes=6)


def _page(client: TestClient, query: str = "") -> str:
    answer = client.get(f"/runs{query}", headers=PAGE)
    assert answer.status_code == 200
    return unescape(" ".join(answer.text.replace("\u00a0", " ").split()))


def test_without_a_runner_the_page_leads_to_the_set_up(client: TestClient) -> None:
    assert 'href="/welcome"' in _page(client)


@pytest.mark.usefixtures("seeded")
def test_a_run_has_distance_time_pace_shoes_and_what_it_says(client: TestClient) -> None:
    page = _page(client)
    latest = page[page.index('<li class="run">') : page.index("</li>", page.index('<li class="run">'))]
    assert "18.6 km" in latest
    assert "1:46:57, 5:45 min/km" in latest
    assert "Signs that fit tiring from about km 14 on" in latest
    assert "selected>Road, blue" in latest
    assert "No report of this run." in page


def test_miles_are_shown_to_who_counts_in_them(client: TestClient, store: Store, seeded: Seeded) -> None:
    from dataclasses import replace

    with store.write() as work:
        work.runners.replace(replace(work.runners.get(seeded.runner_id), units="imperial"))
    page = _page(client)
    assert "11.6 mi" in page
    assert "9:15 min/mi" in page


def test_runs_come_a_page_at_a_time(client: TestClient, store: Store, seeded: Seeded) -> None:
    from dataclasses import replace

    from evenstride.model.ids import new_id

    with store.write() as work:
        first = work.runs.of_runner(seeded.runner_id)[0]
        for _ in range(30):
            work.runs.add(replace(first, id=new_id()))
    assert _page(client).count('<li class="run">') == 25
    assert _page(client, "?page=2").count('<li class="run">') == 15
    assert "Page 2 of 2" in _page(client, "?page=99")


def test_another_pair_is_put_to_a_run_and_counts_there(client: TestClient, store: Store, seeded: Seeded) -> None:
    road, trail = seeded.shoe_ids
    run = seeded.run_ids[-1]
    answer = client.post("/runs/shoes", data={f"shoe-{run}": trail}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 303
    with store.read() as work:
        assert work.runs.get(run).shoe_id == trail
        recording = work.recordings.get(work.runs.get(run).recording_id or "")
        assert recording.shoe_id == trail
        assert work.shoes.distance_m(work.shoes.get(trail)) == pytest.approx(658_600.0)
        assert work.shoes.distance_m(work.shoes.get(road)) == pytest.approx(213_900.0)
    client.post("/runs/shoes", data={f"shoe-{run}": ""}, headers=FROM_OUR_PAGE)
    with store.read() as work:
        assert work.runs.get(run).shoe_id is None


def test_somebody_elses_shoes_and_runs_are_out_of_reach(client: TestClient, store: Store, seeded: Seeded) -> None:
    other = keep_progress(store, today=TODAY, name="Grace")
    wrong_shoe = client.post(
        "/runs/shoes", data={f"shoe-{seeded.run_ids[0]}": other.shoe_ids[0]}, headers=FROM_OUR_PAGE
    )
    wrong_run = client.post("/runs/shoes", data={f"shoe-{other.run_ids[0]}": ""}, headers=FROM_OUR_PAGE)
    assert (wrong_shoe.status_code, wrong_run.status_code) == (404, 404)
    assert client.post(f"/shoes/{other.shoe_ids[0]}/retire", headers=FROM_OUR_PAGE).status_code == 404
    assert client.post(f"/runs/{other.run_ids[0]}/delete", headers=FROM_OUR_PAGE).status_code == 404


def test_a_pair_is_entered_made_the_default_and_retired(client: TestClient, store: Store, seeded: Seeded) -> None:
    client.post("/shoes", data={"name": "  Race\tred ", "start": "42.5"}, headers=FROM_OUR_PAGE)
    with store.read() as work:
        (race,) = (each for each in work.shoes.of_runner(seeded.runner_id) if each.name == "Race red")
    assert (race.start_distance_m, race.is_default) == (42_500.0, False)
    client.post(f"/shoes/{race.id}/default", headers=FROM_OUR_PAGE)
    with store.read() as work:
        assert work.shoes.default(seeded.runner_id) == work.shoes.get(race.id)
    client.post(f"/shoes/{race.id}/retire", headers=FROM_OUR_PAGE)
    with store.read() as work:
        assert work.shoes.default(seeded.runner_id) is None
    assert client.post(f"/shoes/{race.id}/default", headers=FROM_OUR_PAGE).status_code == 422
    client.post(f"/shoes/{race.id}/back", headers=FROM_OUR_PAGE)
    client.post(f"/shoes/{race.id}", data={"name": "Race", "start": "50"}, headers=FROM_OUR_PAGE)
    with store.read() as work:
        changed = work.shoes.get(race.id)
    assert (changed.name, changed.start_distance_m, changed.retired_at) == ("Race", 50_000.0, None)


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 61}, {"start": "-1"}, {"start": "inf"}])
def test_a_pair_that_makes_no_sense_is_refused(client: TestClient, wrong: dict[str, str]) -> None:
    answer = client.post("/shoes", data={"name": "Race", "start": "0", **wrong}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422


def test_a_run_goes_with_its_file_and_report(client: TestClient, store: Store, seeded: Seeded) -> None:
    with_file, without = seeded.run_ids[-1], seeded.run_ids[0]
    for run in (with_file, without):
        assert client.post(f"/runs/{run}/delete", headers=FROM_OUR_PAGE).status_code == 303
    with store.read() as work:
        assert work.runs.find(with_file) is None
        assert work.runs.find(without) is None
        assert all(each.kind != "run" for each in work.recordings.of_runner(seeded.runner_id))


def test_a_file_comes_in_once_and_its_reading_is_followed(client: TestClient, seeded: Seeded, run_file: Path) -> None:
    content = run_file.read_bytes()

    def send() -> dict[str, object]:
        new = {"name": "evening.fit", "size_bytes": len(content)}
        upload = client.post("/api/uploads", json=new, headers=FROM_OUR_PAGE).json()
        client.put(f"/api/uploads/content/{upload['id']}?offset=0", content=content, headers=FROM_OUR_PAGE)
        looked: dict[str, object] = client.post(f"/api/uploads/{upload['id']}/look", headers=FROM_OUR_PAGE).json()
        return looked

    came = send()
    order = {"runner_id": seeded.runner_id, "files": [{"upload_id": came["id"]}]}
    assert client.post("/api/uploads/hand-in", json=order, headers=FROM_OUR_PAGE).status_code == 202
    assert "Reading a file" in _page(client)
    progress = client.get(f"/api/run-files/{seeded.runner_id}/progress?of=3").json()
    assert progress == {"share": 2 / 3, "words": "2 of 3 read.", "is_done": False}
    again = send()
    assert [each["runner_id"] for each in again["known"]] == [seeded.runner_id]  # type: ignore[attr-defined]


def test_a_file_that_could_not_be_read_says_so_and_can_be_removed(
    client: TestClient, store: Store, seeded: Seeded
) -> None:
    from evenstride.jobs import submit_run

    with store.read() as work:
        recording_id = work.runs.get(seeded.run_ids[-1]).recording_id or ""
    job = submit_run(store, recording_id)
    with store.write() as work:
        work.jobs.change(job.id, state="failed", error="Expected a run in sunday.fit, got none.")
    page = _page(client)
    assert "Expected a run in sunday.fit, got none." in page
    assert f'data-retry="/api/jobs/{job.id}/retry"' in page
    address = f"/settings/data/{seeded.runner_id}/recordings/{recording_id}/delete"
    answer = client.post(address, data={"back": "/runs"}, headers=FROM_OUR_PAGE)
    assert answer.headers["location"] == "/runs"
    assert "Expected a run in sunday.fit" not in _page(client)
