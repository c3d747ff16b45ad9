"""`evenstride serve` as a person starts it: one line, loopback only, quick, and a clean end."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from app_server import RunningApp, running_app

#: What takes seconds to import and no start needs; on a busy machine a time would say little.
SLOW_TO_IMPORT = ("scipy", "pandas", "cv2", "av", "pyarrow", "ai_edge_litert", "typst", "cryptography")
HAS_PROC = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc, which this system does not have")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> object:
    with running_app(tmp_path_factory.mktemp("serve") / "home") as running:
        yield running


def _listening_addresses(process_id: int) -> set[str]:
    """The IPv4 and IPv6 addresses, in the kernel's hexadecimal, that a process listens on."""
    links = {str(path.readlink()) for path in Path(f"/proc/{process_id}/fd").iterdir()}
    inodes = {link[8:-1] for link in links if link.startswith("socket:[")}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process_id}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                found.add(fields[1].partition(":")[0])
    return found


def test_the_printed_address_opens_the_app(app: RunningApp) -> None:
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        page = browser.get(app.start_address, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert str(page.url) == f"{app.origin}/"
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert "server" not in page.headers


@HAS_PROC
def test_it_listens_on_loopback_and_nowhere_else(app: RunningApp) -> None:
    assert _listening_addresses(app.process.pid) == {"0100007F"}


def test_raw_requests_that_are_no_http_break_nothing(app: RunningApp) -> None:
    port = int(app.origin.rpartition(":")[2])
    for sent in (b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/1.1\r\n\r\n", b"GET " + b"a" * 100_000, b"\r\n" * 100):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(4096)
        assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert httpx.get(app.origin, trust_env=False).status_code == 401


def test_it_starts_with_little_work(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from evenstride.store import open_store\n"
        "from evenstride.web import app, server, settings\n"
        "with open_store(pathlib.Path(sys.argv[1])) as store:\n"
        "    app.create_app(settings.ServeSettings(8765), store=store)\n"
        "print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert set(SLOW_TO_IMPORT).isdisjoint(told.stdout.split())


def test_it_ends_at_an_interrupt_without_a_word(tmp_path: Path) -> None:
    with running_app(tmp_path / "home") as app:
        app.process.send_signal(signal.SIGINT)
        assert app.process.wait(120) == 0
    assert (tmp_path / "home.log").read_text() == ""


def test_a_port_that_is_taken_is_one_clear_line(app: RunningApp, tmp_path: Path) -> None:
    port = app.origin.rpartition(":")[2]
    ended = subprocess.run(
        [sys.executable, "-m", "evenstride.cli.main", "serve", "--no-browser", "--port", port],
        env={**os.environ, "EVENSTRIDE_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"evenstride: Expected port {port} to be free; another program listens there. "
        f"Choose another: evenstride serve --port {int(port) + 1}\n"
    )


def test_a_phone_is_served_under_tls_and_the_computer_beside_it(tmp_path: Path) -> None:
    # 127.0.0.2 stands for the address in the network, so that the test reaches nobody else.
    script = (
        "import pathlib, sys; from evenstride.store import open_store; from evenstride.web.server import serve\n"
        "with open_store(pathlib.Path(sys.argv[1])) as store:\n"
        "    serve(store, port=0, opens_browser=False, with_sample=False, address_of_lan='127.0.0.2',"
        " on_ready=lambda address: print(address, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "home")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    origin = address.partition("/start")[0]
    phone = f"https://127.0.0.2:{origin.rpartition(':')[2]}"
    context = ssl.create_default_context(cafile=str(tmp_path / "home" / "tls" / "certificate.pem"))
    try:
        with httpx.Client(verify=context, trust_env=False) as client:
            assert client.get(f"{phone}/pair", headers={"accept": "text/html"}).status_code == 200
            assert client.get(f"{phone}/api/openapi.json").status_code == 401
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://{phone.removeprefix('https://')}/pair", trust_env=False, timeout=5)
        assert httpx.get(address, trust_env=False).status_code == 303
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, "")
