"""A phone comes in under TLS with the code that only the computer shows, and guessing the code is slow."""

from __future__ import annotations

import re
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, ORIGIN, PAGE, PORT, MakeApp, signed_in, stranger
from evenstride.store import Store
from evenstride.web.app import create_app
from evenstride.web.context import LanDoor
from evenstride.web.lan.addresses import NoNetworkError, lan_address
from evenstride.web.lan.certificate import own_certificate
from evenstride.web.lan.pairing import CLOSED_FOR_S, DIGITS, GOOD_FOR_S, TRIES, Pairing, grouped
from evenstride.web.lan.qr_code import qr_code_svg
from evenstride.web.refusals import TooManyTriesError
from evenstride.web.settings import ServeSettings

ADDRESS = "192.0.2.20"
LAN = f"https://{ADDRESS}:{PORT}"
FROM_PHONE = {"origin": LAN, "sec-fetch-site": "same-origin"}


class _Clock:
    """Seconds that a test moves on."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def pairing(clock: _Clock) -> Pairing:
    return Pairing(clock=clock)


@pytest.fixture
def app(store: Store, pairing: Pairing) -> FastAPI:
    return create_app(ServeSettings(PORT, lan_address=ADDRESS), store=store, lan=LanDoor("AB:CD", pairing))


@pytest.fixture
def phone(app: FastAPI) -> TestClient:
    return stranger(app, origin=LAN)


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**DIGITS:0{DIGITS}d}"


def test_the_code_of_the_computer_signs_the_phone_in(app: FastAPI, phone: TestClient) -> None:
    page = signed_in(app).get("/settings/phone", headers=PAGE).text
    shown = re.search(r'id="pairing-code">(\d{4} \d{4})<', page)
    assert shown
    assert f"{LAN}/pair" in page
    assert "AB:CD" in page
    answer = phone.post("/pair", data={"code": shown[1]}, headers=FROM_PHONE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert phone.get("/", headers=PAGE).status_code == 200


def test_a_phone_that_is_not_paired_is_led_to_the_code_and_sees_nothing_else(phone: TestClient) -> None:
    answer = phone.get("/settings", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/pair")
    assert phone.get("/pair", headers=PAGE).status_code == 200
    assert phone.get("/api/openapi.json").status_code == 401


def test_a_code_lets_one_phone_in(phone: TestClient, pairing: Pairing) -> None:
    code = pairing.code()
    assert phone.post("/pair", data={"code": code}, headers=FROM_PHONE).status_code == 303
    assert phone.post("/pair", data={"code": code}, headers=FROM_PHONE).status_code == 403


def test_guessing_closes_the_door_and_makes_a_new_code(phone: TestClient, pairing: Pairing, clock: _Clock) -> None:
    code = pairing.code()
    for _ in range(TRIES):
        assert phone.post("/pair", data={"code": _wrong(code)}, headers=FROM_PHONE).status_code == 403
    answer = phone.post("/pair", data={"code": code}, headers=FROM_PHONE)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    clock.now_s += CLOSED_FOR_S
    assert phone.post("/pair", data={"code": code}, headers=FROM_PHONE).status_code == 403
    assert phone.post("/pair", data={"code": pairing.code()}, headers=FROM_PHONE).status_code == 303


def test_a_code_grows_old(pairing: Pairing, clock: _Clock) -> None:
    code = pairing.code()
    assert pairing.code() == code
    clock.now_s += GOOD_FOR_S + 1
    assert not pairing.is_paired(code)


@pytest.mark.parametrize("typed", ["", " ", "abc", "١٢٣٤٥٦٧٨", "-1", "0" * 39])
def test_what_is_no_code_is_wrong(pairing: Pairing, typed: str) -> None:
    pairing.code()
    assert not pairing.is_paired(typed)


def test_spaces_and_dashes_do_not_matter(pairing: Pairing) -> None:
    assert pairing.is_paired(f" {grouped(pairing.code()).replace(' ', '-')} ")


def test_too_many_tries_are_an_error_even_with_the_right_code(pairing: Pairing) -> None:
    for _ in range(TRIES):
        pairing.is_paired("no")
    with pytest.raises(TooManyTriesError):
        pairing.is_paired(pairing.code())


def test_the_secret_of_the_terminal_opens_nothing_from_the_network(app: FastAPI, phone: TestClient) -> None:
    secret = app.state.context.sessions.issue_start_secret(works_once=False)
    assert phone.get(f"/start?secret={secret}").status_code == 401


def test_the_code_is_shown_on_the_computer_only(app: FastAPI) -> None:
    page = signed_in(app, origin=LAN).get("/settings/phone", headers=PAGE).text
    assert "pairing-code" not in page


def test_a_foreign_page_cannot_pair(phone: TestClient, pairing: Pairing) -> None:
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": ORIGIN}):
        assert phone.post("/pair", data={"code": pairing.code()}, headers=headers).status_code == 403


def test_without_lan_no_door_and_no_foreign_address_exist(make_app: MakeApp) -> None:
    app = make_app()
    assert stranger(app, origin=LAN).get("/pair").status_code == 421
    assert signed_in(app).get("/pair").status_code == 404
    assert signed_in(app).post("/pair", data={"code": "1"}, headers=FROM_OUR_PAGE).status_code == 404
    assert "evenstride serve --lan" in signed_in(app).get("/settings/phone", headers=PAGE).text


@pytest.mark.parametrize(
    "origin",
    [f"http://{ADDRESS}:{PORT}", f"https://127.0.0.1:{PORT}", f"https://192.0.2.21:{PORT}", f"https://{ADDRESS}"],
)
def test_the_network_is_answered_under_tls_and_that_one_address_only(app: FastAPI, origin: str) -> None:
    assert stranger(app, origin=origin).get("/pair").status_code == 421


def test_the_certificate_holds_for_the_address_and_its_key_is_the_owners(tmp_path: Path) -> None:
    from cryptography import x509

    made = own_certificate(tmp_path, (ADDRESS,))
    certificate = x509.load_pem_x509_certificate(made.certificate_path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == [ADDRESS]
    assert certificate.not_valid_after_utc < datetime.now(UTC) + timedelta(days=398)
    for path in (made.key_path, made.certificate_path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", made.fingerprint)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.certificate_path, made.key_path)


def test_the_certificate_is_kept_until_the_address_changes_or_the_file_is_damaged(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, (ADDRESS,))
    assert own_certificate(tmp_path, (ADDRESS,)).fingerprint == first.fingerprint
    moved = own_certificate(tmp_path, ("192.0.2.21",))
    assert moved.fingerprint != first.fingerprint
    moved.certificate_path.write_text("damaged")
    assert own_certificate(tmp_path, ("192.0.2.21",)).fingerprint != moved.fingerprint


def test_the_picture_holds_the_address_and_nothing_that_runs() -> None:
    picture = qr_code_svg(f"{LAN}/pair")
    assert picture.startswith("<svg")
    assert "<script" not in picture
    assert " style=" not in picture
    assert picture != qr_code_svg(f"{LAN}/start")


def test_the_address_in_the_network_is_never_this_machines_own_loopback() -> None:
    try:
        address = lan_address()
    except NoNetworkError:
        pytest.skip("needs a local network, which this machine does not have")
    assert socket.inet_aton(address)
    assert not address.startswith("127.")
