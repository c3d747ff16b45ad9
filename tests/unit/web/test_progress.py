"""The progress page says what changed beyond error, and takes notes of pain, effort and retests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.store import Store, open_store
from progress_examples import Seeded, keep_course, keep_progress

TODAY = datetime.now(UTC).date()
MOST_BYTES = 300_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def seeded(store: Store) -> Seeded:
    return keep_progress(store, today=TODAY)


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    client = signed_in(make_app())
    client.cookies.set("evenstride_zone", "UTC")
    return client


def _page(client: TestClient, query: str = "") -> str:
    answer = client.get(f"/progress{query}", headers=PAGE)
    assert answer.status_code == 200
    return unescape(" ".join(answer.text.split()))


def test_without_a_runner_the_page_leads_to_the_set_up(client: TestClient) -> None:
    assert 'href="/welcome"' in _page(client)


@pytest.mark.usefixtures("seeded")
def test_a_change_beyond_error_is_called_so_and_less_is_not(client: TestClient) -> None:
    page = _page(client)
    assert "Cadence: 9.0 steps/min higher than on" in page
    assert "more than the 3.0 steps/min that error alone can make" in page
    assert "9 ms lower" in page or "9.0 ms lower" in page
    assert "No change is shown." in page


@pytest.mark.usefixtures("seeded")
def test_every_point_says_which_recording_it_is_and_other_ground_is_marked(client: TestClient) -> None:
    page = _page(client)
    assert "clip, right side, treadmill, shoes Road, blue" in page
    assert "clip, right side, over ground, shoes Road, blue" in page
    cadence = page[page.index('id="measure-cadence"') : page.index('id="measure-contact_time"')]
    plot = cadence[cadence.index('class="plot"') :]
    assert (plot.count('<use href="#round"'), plot.count('<use href="#square"')) == (3, 1)


@pytest.mark.usefixtures("seeded")
def test_measures_behind_findings_come_by_themselves_and_others_can_be_chosen(client: TestClient) -> None:
    page = _page(client)
    assert "The measures behind what was found last" in page
    assert 'id="measure-knee_flexion_ic"' not in page
    chosen = _page(client, "?measure=knee_flexion_ic&measure=unheard_of")
    assert 'id="measure-knee_flexion_ic"' in chosen
    assert 'id="measure-cadence"' not in chosen


def test_the_table_leads_to_the_report_of_each_recording(client: TestClient, seeded: Seeded) -> None:
    page = _page(client)
    for each in seeded.assessment_ids:
        assert f'href="/reports/{each}"' in page


def test_a_long_course_is_drawn_whole_and_its_table_is_a_page_away(
    client: TestClient, store: Store, seeded: Seeded
) -> None:
    earlier = keep_course(store, seeded, count=150)
    page = _page(client)
    assert len(page.encode()) < MOST_BYTES
    cadence = page[page.index('id="measure-cadence"') : page.index('id="measure-contact_time"')]
    assert cadence.count("<use ") == 154
    assert all(f'href="/reports/{each}"' in cadence for each in seeded.assessment_ids)
    assert sum(f'href="/reports/{each}"' in cadence for each in earlier) == 9  # eight of the latest, and the first
    whole = client.get("/progress/measures/cadence", headers=PAGE).text
    assert 'href="/progress/measures/cadence"' in cadence
    assert all(f'href="/reports/{each}"' in whole for each in (*earlier, *seeded.assessment_ids))


@pytest.mark.parametrize("measure_id", ["unheard_of", "hip_adduction", "%3Cscript%3E"])
@pytest.mark.usefixtures("seeded")
def test_a_measure_without_a_value_has_no_page(client: TestClient, measure_id: str) -> None:
    answer = client.get(f"/progress/measures/{measure_id}", headers=PAGE)
    assert (answer.status_code, "Expected a measure of this runner" in answer.text) == (404, True)


@pytest.mark.usefixtures("seeded")
def test_distance_comes_with_its_rule_source_and_caveats_and_no_ratio_of_weeks(client: TestClient) -> None:
    page = _page(client)
    assert "31 % longer than your longest run of the last 30 days" in page
    assert 'id="source-1"' in page
    assert "The study watched and did not assign" in page
    assert "Acute to chronic ratio: not used." in page


@pytest.mark.usefixtures("seeded")
def test_pain_is_noted_with_its_place_and_can_be_removed(client: TestClient) -> None:
    form = {"kind": "pain", "level": "6", "place": "right_calf", "note": "after hills", "on": TODAY.isoformat()}
    answer = client.post("/progress/notes", data=form, headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/progress?said=noted#notes")
    page = _page(client)
    assert "Pain 6 of 10, right calf. after hills" in page
    assert "Pain, right calf" in page
    entry = page.split("/progress/notes/")[1].split("/remove")[0].split('"')[0]
    assert client.post(f"/progress/notes/{entry}/remove", headers=FROM_OUR_PAGE).status_code == 303
    assert "right calf. after hills" not in _page(client)


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "11"},
        {"level": "nan"},
        {"place": "moon"},
        {"kind": "joy"},
        {"on": (TODAY + timedelta(days=2)).isoformat()},
        {"on": "soon"},
    ],
)
def test_a_note_that_makes_no_sense_is_refused_in_words(client: TestClient, wrong: dict[str, str]) -> None:
    form = {"kind": "pain", "level": "3", "on": TODAY.isoformat(), **wrong}
    answer = client.post("/progress/notes", data=form, headers={**FROM_OUR_PAGE, **PAGE})
    assert answer.status_code in (400, 422)
    assert "<h1>" in answer.text


def test_somebody_elses_note_cannot_be_removed(client: TestClient, store: Store, seeded: Seeded) -> None:
    other = keep_progress(store, today=TODAY, name="Grace")
    with store.read() as kept:
        entry = kept.diary.of_runner(other.runner_id)[0]
        assert kept.runners.all()[0].id == seeded.runner_id
    assert client.post(f"/progress/notes/{entry.id}/remove", headers=FROM_OUR_PAGE).status_code == 404


@pytest.mark.usefixtures("seeded")
def test_a_retest_is_planned_noted_and_taken_away(client: TestClient) -> None:
    day = TODAY + timedelta(days=30)
    client.post("/progress/retests", data={"due_on": day.isoformat(), "note": "same shoes"}, headers=FROM_OUR_PAGE)
    page = _page(client)
    assert "same shoes" in page
    retest = page[: page.index("same shoes")].split('id="retest-')[-1]
    with_note = page[page.index("same shoes") :].split("/progress/retests/")[1].split("/")[0]
    client.post(f"/progress/retests/{with_note}/note", data={"note": "new shoes"}, headers=FROM_OUR_PAGE)
    assert "new shoes" in _page(client)
    assert retest
    client.post(f"/progress/retests/{with_note}/remove", headers=FROM_OUR_PAGE)
    assert "new shoes" not in _page(client)


@pytest.mark.usefixtures("seeded")
def test_what_was_done_stays(client: TestClient, store: Store, seeded: Seeded) -> None:
    with store.read() as kept:
        done = next(each for each in kept.retests.of_runner(seeded.runner_id) if each.done_at)
    assert client.post(f"/progress/retests/{done.id}/remove", headers=FROM_OUR_PAGE).status_code == 422


def test_the_browsers_zone_is_kept_where_it_is_known(make_app: MakeApp) -> None:
    client = signed_in(make_app())
    known = client.post("/time-zone", data={"zone": "Pacific/Kiritimati"}, headers=FROM_OUR_PAGE)
    assert (known.status_code, "evenstride_zone=" in known.headers["set-cookie"]) == (204, True)
    for strange in ("../../etc/passwd", "Nowhere/Land", "Europe", "\x00"):
        answer = client.post("/time-zone", data={"zone": strange}, headers=FROM_OUR_PAGE)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (204, None)


def test_a_note_counts_on_the_day_of_the_browsers_own_clock(make_app: MakeApp, store: Store, seeded: Seeded) -> None:
    """Fourteen hours east of UTC it is tomorrow for most of the day; noon there is still today in UTC."""
    client = signed_in(make_app())
    client.cookies.set("evenstride_zone", "Pacific/Kiritimati")
    day = TODAY - timedelta(days=3)
    form = {"kind": "effort", "level": "9", "on": day.isoformat()}
    assert client.post("/progress/notes", data=form, headers=FROM_OUR_PAGE).status_code == 303
    with store.read() as kept:
        (entry,) = (each for each in kept.diary.of_kind(seeded.runner_id, "effort") if each.level == 9)
    assert entry.noted_at.date() == date.fromordinal(day.toordinal() - 1)
    assert f"{day.day} {day:%b %Y}</span><span>Effort 9 of 10" in _page(client)
