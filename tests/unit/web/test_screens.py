"""The pages of the home tests: suggested with a reason, behind questions, kept by hand, told in report and plan."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.knowledge import load_knowledge
from evenstride.model.stored import StoredAssessment, StoredRunner
from evenstride.services.reading.opened_report import build_kept_report
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.screens.page_view import first_side, view_screen
from evenstride.services.screens.results import ScreenEntry, keep_screens, read_screen_history
from evenstride.services.training.planning import PlanWishes, make_plan_for
from evenstride.store import Store
from evenstride.testing import synthetic_analysis
from kept_reports import keep_report

KNOWLEDGE = load_knowledge()
#: The synthetic analysis suspects muscles behind this finding, on this side.
FINDING, SIDE = "hard_heel_landing", "right"


@pytest.fixture(scope="module")
def runner(store: Store) -> StoredRunner:
    return create_runner(store, ProfileEntry("Kim", minutes_a_day=20, days_a_week=4), agrees_to_storage=True)


@pytest.fixture(scope="module")
def report(store: Store, runner: StoredRunner) -> StoredAssessment:
    assessment = keep_report(store, runner, synthetic_analysis())
    assert [(each.finding_id, each.side) for each in assessment.findings if each.status == "possible"] == [
        (FINDING, SIDE)
    ]
    return assessment


@pytest.fixture
def client(make_app: MakeApp, report: StoredAssessment) -> TestClient:
    client = signed_in(make_app())
    client.headers.update({**FROM_OUR_PAGE, **PAGE})
    return client


def answer_all(store: Store, runner: StoredRunner, **others: bool | float) -> None:
    flags = KNOWLEDGE.red_flags.values()
    keep_answers(store, runner.id, {each.id: 0.0 if each.answer == "pain_0_10" else False for each in flags} | others)


def send(client: TestClient, screen_id: str, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/screens/{screen_id}/results", data={"is_clear": "yes", **fields}, follow_redirects=True)
    return answer.status_code, answer.text


def test_the_list_suggests_what_the_report_suspects_and_says_why(client: TestClient) -> None:
    page = client.get("/screens").text
    suggested, others = page.split("Other tests")
    assert "Modified Thomas test" in suggested
    assert "Landing hard on the heel, right (possible): hip flexor suspected tight." in suggested
    assert "Knee to wall" in others
    assert page.count("<svg xmlns") == len(KNOWLEDGE.screen_movements)


def test_questions_come_before_a_test_and_a_yes_stops_it(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    page = client.get("/screens/single_leg_squat").text
    assert "questions first" in page
    assert "by-form" not in page
    assert send(client, "single_leg_squat", value_left="4")[0] == 422
    asked = KNOWLEDGE.screen_protocols["single_leg_squat"].asked_by
    fields = {id_: "0" if KNOWLEDGE.red_flags[id_].answer == "pain_0_10" else "no" for id_ in asked}
    answered = client.post("/screens/single_leg_squat/questions", data=fields, follow_redirects=True)
    assert 'id="by-form"' in answered.text
    answer_all(store, runner, swollen_joint=True)
    stopped = client.get("/screens/single_leg_squat").text
    assert "Not now" in stopped
    assert 'id="by-form"' not in stopped
    code, page = send(client, "single_leg_squat", value_left="4")
    assert (code, "This test is not for now" in page) == (422, True)
    assert 'id="by-form"' in client.get("/screens/front_plank").text
    answer_all(store, runner)


def test_a_result_by_hand_is_kept_and_shown_with_its_meaning(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    answer_all(store, runner)
    code, page = send(client, "side_plank", value_left="24", value_right="40,5", pain_left="1", first_side="right")
    assert code == 200
    assert "What came of it" in page
    assert ("24 s" in page, "Less than 30 s." in page, "McGill 1999" in page) == (True, True, True)
    assert "Smallest detectable change: 15 s" in page
    kept = read_screen_history(store, runner.id, "side_plank")
    assert [(each.side, each.value, each.pain) for each in kept] == [("right", 40.5, None), ("left", 24.0, 1.0)]
    assert "begin on the <strong>left</strong>" in page
    code, page = send(client, "side_plank", value_left="35")
    assert "no detectable change: 11 s more; it takes 15 s." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Expected a result of at least one side"),
        ({"value_left": "many"}, "Expected a number"),
        ({"value_left": "-3"}, "Expected 0 to 3600"),
        ({"value_left": "1e99"}, "Expected 0 to 3600"),
        ({"value_left": "nan"}, "Expected 0 to 3600"),
        ({"value_left": "3", "pain_left": "11"}, "Expected pain from 0 to 10"),
        ({"value_left": "3", "is_clear": ""}, "none of the reasons"),
    ],
)
def test_what_is_no_result_comes_back_with_what_was_filled_in(
    client: TestClient, store: Store, runner: StoredRunner, fields: dict[str, str], words: str
) -> None:
    answer_all(store, runner)
    before = len(read_screen_history(store, runner.id))
    code, page = send(client, "side_plank", **fields)
    assert (code, words in page) == (422, True)
    if fields.get("value_left"):
        assert f'value="{fields["value_left"]}"' in page
    assert len(read_screen_history(store, runner.id)) == before


def test_pain_ends_a_test_without_a_score(client: TestClient, store: Store, runner: StoredRunner) -> None:
    answer_all(store, runner)
    _, page = send(client, "knee_to_wall", pain_left="6", value_right="12")
    assert "Stopped: pain above 5 of 10." in page
    kept = {each.side: each for each in read_screen_history(store, runner.id, "knee_to_wall")}
    assert (kept["left"].outcome, kept["left"].value, kept["right"].outcome) == ("unknown", None, "not_supported")


def test_the_report_says_what_the_test_says_about_the_muscle(
    client: TestClient, store: Store, runner: StoredRunner, report: StoredAssessment
) -> None:
    page = client.get(f"/reports/{report.id}").text
    assert "<strong>Unknown:</strong> Iliopsoas (hip flexor), suspected tight, right" in page
    assert 'href="/screens/modified_thomas"' in page
    keep_screens(store, runner.id, [ScreenEntry("modified_thomas", SIDE, value=4.0)])  # type: ignore[arg-type]
    page = client.get(f"/reports/{report.id}").text
    assert "<strong>Supported:</strong> Iliopsoas (hip flexor), suspected tight, right" in page
    assert "Modified Thomas test, right, 4°: speaks for it. More than 0 degrees." in page
    keep_screens(store, runner.id, [ScreenEntry("modified_thomas", SIDE, value=-15.0)])  # type: ignore[arg-type]
    page = client.get(f"/reports/{report.id}").text
    assert "<strong>Not supported:</strong> Iliopsoas (hip flexor), suspected tight, right" in page
    assert "speaks against it" in page


def test_page_single_file_and_paper_say_the_same_of_the_tests(
    client: TestClient, store: Store, runner: StoredRunner, report: StoredAssessment
) -> None:
    pypdf = pytest.importorskip("pypdf", reason="reading a PDF back needs pypdf")
    keep_screens(
        store,
        runner.id,
        [
            ScreenEntry("modified_thomas", SIDE, value=6.0, error=3.0, scored_by="camera"),  # type: ignore[arg-type]
            ScreenEntry("front_plank", None, value=50.0, scored_by="timer"),
        ],
    )
    model = build_kept_report(store, report)
    told = [group.tested for group in model.findings if group.tested]
    said = [f"{each.outcome_words}: {each.name}, {each.suspected}" for group in told for each in group]
    said += [words for group in told for each in group for words in each.told_by]
    said += [line.text for test in model.read_against for line in test.lines]
    assert "Supported: Iliopsoas (hip flexor), suspected tight" in said
    assert any(words.startswith("Modified Thomas test, right, 6° ± 6°: speaks for it.") for words in said)
    paper = pypdf.PdfReader(BytesIO(client.get(f"/reports/{report.id}/report.pdf").content))
    pages = {
        "page": spoken(client.get(f"/reports/{report.id}").text),
        "single file": spoken(client.get(f"/reports/{report.id}/report.html").text),
        "by the API": spoken(client.get(f"/api/assessments/{report.id}/report.html").text),
        "paper": joined("".join(page.extract_text() for page in paper.pages)),
    }
    for name, page in pages.items():
        assert [words for words in said if joined(words) not in page] == [], name
    assert 'href="/screens' not in client.get(f"/reports/{report.id}/report.html").text


def spoken(page: str) -> str:
    return joined(unescape(re.sub(r"<[^>]+>", "", page)))


def joined(text: str) -> str:
    """Text without white space and without the places where long words may break."""
    return "".join(text.replace("\u200b", "").replace("\ufb01", "fi").replace("\ufb02", "fl").split())


def test_the_plan_follows_the_test_and_says_that_it_is_newer(
    client: TestClient, store: Store, runner: StoredRunner, report: StoredAssessment
) -> None:
    answer_all(store, runner)

    def planned() -> str:
        make_plan_for(store, runner.id, PlanWishes(date.today(), assessment_id=report.id), today=date.today())
        return client.get("/plan").text

    keep_screens(store, runner.id, [ScreenEntry("modified_thomas", SIDE, value=4.0)])  # type: ignore[arg-type]
    page = planned()
    assert "Your result in &#39;Modified Thomas test&#39; supports the suspicion on the right." in page
    assert "Since this plan was made" not in page
    keep_screens(store, runner.id, [ScreenEntry("modified_thomas", SIDE, value=-15.0)])  # type: ignore[arg-type]
    page = client.get("/plan").text
    assert "Since this plan was made" in page
    assert '<a href="/screens/modified_thomas">Modified Thomas test</a>, right: not supported' in page
    words = "Since this plan was made, home tests told more: Modified Thomas test, right: not supported."
    assert words in taken_along(client, page)
    assert "Make the plan anew with it" in client.get("/screens/modified_thomas").text
    page = planned()
    assert "does not support the suspicion on the right, so other exercises come first" in page
    assert "Since this plan was made" not in taken_along(client, page)
    assert "does not support the suspicion on the right" in taken_along(client, page)
    assert "Since this plan was made" not in page


def taken_along(client: TestClient, page: str) -> str:
    """The plan of that page as text, as all its files to take along say it."""
    found = re.search(r'href="(/plan/\w+/file)\.pdf"', page)
    assert found is not None
    return client.get(f"{found[1]}.md").text


def test_progress_shows_each_test_over_time(client: TestClient, store: Store, runner: StoredRunner) -> None:
    for value in (10.0, 10.5, 13.0):
        keep_screens(store, runner.id, [ScreenEntry("knee_to_wall", "right", value=value)])
    page = client.get("/progress").text
    part = page[page.index('id="home-tests"') :]
    assert "Smallest detectable change: 1.9 cm" in part
    assert "no detectable change: 0.5 cm more" in part
    assert "better: 2.5 cm more" in part


def test_the_side_that_came_second_is_first_the_next_time(store: Store, runner: StoredRunner) -> None:
    assert first_side((), None) == "left"
    assert first_side((), "right") == "right"
    keep_screens(
        store, runner.id, [ScreenEntry("step_down", "right", value=2), ScreenEntry("step_down", "left", value=3)]
    )
    view = view_screen(store, runner.id, "step_down", zone=UTC, now=datetime.now(UTC))
    assert view.sides == ("left", "right")


@pytest.mark.parametrize(
    "path", ["/screens/handstand", "/screens/standing_foot_photo", "/screens/%00", "/screens/../x"]
)
def test_an_unknown_test_is_told(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


def test_without_a_runner_the_way_to_one_is_shown(make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> None:
    from evenstride.store import open_store
    from evenstride.web.app import create_app
    from evenstride.web.settings import ServeSettings

    with open_store(tmp_path_factory.mktemp("empty")) as empty:
        client = signed_in(create_app(ServeSettings(port=8765), store=empty))
        assert "Nobody is set up yet" in client.get("/screens").text
        assert "Nobody is set up yet" in client.get("/screens/side_plank").text
        assert client.post("/screens/side_plank/results", data={}, headers=FROM_OUR_PAGE).status_code == 404
