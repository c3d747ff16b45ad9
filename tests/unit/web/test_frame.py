"""Navigation, the choice of colours, and where forms lead back to."""

from __future__ import annotations

import pytest

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.web.navigation import PLACES, is_current, shown_places


def test_the_navigation_shows_only_pages_that_exist(make_app: MakeApp) -> None:
    app = make_app()
    client = signed_in(app)
    text = client.get("/", headers=PAGE).text
    shown = app.state.context.places
    assert "home" in {place.route for place in shown}
    for place in PLACES:
        assert (f'<a href="{place.path}"' in text) == (place in shown)
        if place in shown:
            assert client.get(place.path, headers=PAGE).status_code == 200


def test_a_phone_has_room_for_five_places_and_the_rest_under_more() -> None:
    assert sum(place.on_bar for place in PLACES) == 5
    assert shown_places({"plan", "home", "unknown"}) == (PLACES[0], PLACES[3])


def test_a_page_below_a_place_belongs_to_it() -> None:
    reports = next(place for place in PLACES if place.route == "reports")
    assert is_current(reports, "/reports")
    assert is_current(reports, "/reports/7")
    assert not is_current(reports, "/reportsx")
    assert not is_current(PLACES[0], "/reports")


def test_the_choice_of_colours_is_kept_and_leads_back(make_app: MakeApp) -> None:
    client = signed_in(make_app())
    answer = client.post("/appearance", data={"scheme": "dark", "back": "/?x=1"}, headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?x=1")
    assert 'data-scheme="dark"' in client.get("/", headers=PAGE).text
    client.cookies.delete("evenstride_scheme")
    client.cookies.set("evenstride_scheme", "pink")
    assert "data-scheme" not in client.get("/", headers=PAGE).text


@pytest.mark.parametrize(
    "back",
    ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "", "/\r\nX: y", "javascript:alert(1)"],
)
def test_no_form_leads_to_a_foreign_page(back: str, make_app: MakeApp) -> None:
    client = signed_in(make_app())
    answer = client.post("/appearance", data={"scheme": "dark", "back": back}, headers=FROM_OUR_PAGE)
    assert answer.headers["location"] == "/"


def test_an_unknown_scheme_is_refused(make_app: MakeApp) -> None:
    client = signed_in(make_app())
    assert client.post("/appearance", data={"scheme": "pink"}, headers=FROM_OUR_PAGE).status_code == 422
