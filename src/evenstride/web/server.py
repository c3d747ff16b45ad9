"""Run the app until the person stops it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from fastapi import FastAPI

from evenstride.jobs import Upkeep, Workers
from evenstride.services.reading.opened_report import load_what_reports_need
from evenstride.store import Store
from evenstride.web.app import create_app
from evenstride.web.context import LanDoor
from evenstride.web.first_start import measure_sample
from evenstride.web.lan.certificate import OwnCertificate, own_certificate
from evenstride.web.listeners import listen
from evenstride.web.security.sessions import BrowserSessions
from evenstride.web.settings import ServeSettings

GRACE_S = 3
WEB_SOCKET_MESSAGE_BYTES = 4 * 1024 * 1024


def serve(
    store: Store,
    *,
    port: int,
    opens_browser: bool,
    on_ready: Callable[[str], None],
    address_of_lan: str | None = None,
    with_sample: bool = True,
) -> None:
    """Serve the app on this machine until it is interrupted.

    Parameters
    ----------
    store : the open data folder.
    port : where to listen on loopback; 0 takes any free one.
    opens_browser : whether the person's browser is sent to the app.
    on_ready : called once with the address that opens the app, when it answers.
    with_sample : whether the sample runner is kept and measured at the first start.
    address_of_lan : this machine's address in the local network, where phones shall come in too, under TLS.

    Raises
    ------
    PortInUseError : the port is taken.
    """
    with contextlib.ExitStack() as closing:
        listener = closing.enter_context(listen(port))
        # The worker starts and the sample is measured while the app is put together, which takes as long.
        if with_sample:
            threading.Thread(target=measure_sample, args=(store,), daemon=True).start()
        closing.enter_context(Workers(store))
        settings = ServeSettings(port=listener.getsockname()[1], lan_address=address_of_lan)
        sessions = BrowserSessions()
        certificate = own_certificate(store.home, (address_of_lan,)) if address_of_lan else None
        door = LanDoor(certificate.fingerprint) if certificate else None
        app = create_app(settings, store=store, sessions=sessions, lan=door)
        servers = [(_Server(_configuration(app)), listener)]
        if certificate and address_of_lan:
            lan_listener = closing.enter_context(listen(settings.port, address=address_of_lan))
            servers.append((_Server(_configuration(app, certificate)), lan_listener))

        def start_address(*, works_once: bool) -> str:
            return f"{settings.local_origin}/start?secret={sessions.issue_start_secret(works_once=works_once)}"

        def announce() -> None:
            on_ready(start_address(works_once=False))
            if opens_browser:
                address = start_address(works_once=True)
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            threading.Thread(target=load_what_reports_need, daemon=True).start()

        closing.enter_context(Upkeep(store))
        asyncio.run(_run(servers, announce))


class _Server(uvicorn.Server):
    """A server whose process handles the signals itself, so that several can run in it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _configuration(app: FastAPI, certificate: OwnCertificate | None = None) -> uvicorn.Config:
    """How one listener is served; the app's life begins and ends with the one on loopback."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        ws_max_size=WEB_SOCKET_MESSAGE_BYTES,
        lifespan="on" if certificate is None else "off",
        ssl_certfile=certificate.certificate_path if certificate else None,
        ssl_keyfile=certificate.key_path if certificate else None,
    )


async def _run(servers: list[tuple[_Server, socket.socket]], announce: Callable[[], None]) -> None:
    """Serve until a signal; the second one does not wait for open requests."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for server, _ in servers:
            server.force_exit = server.should_exit
            server.should_exit = True

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    running = [asyncio.create_task(server.serve(sockets=[listener])) for server, listener in servers]
    while not all(server.started for server, _ in servers) and not any(task.done() for task in running):
        await asyncio.sleep(0.01)
    if all(server.started for server, _ in servers):
        announce()
    await asyncio.gather(*running)
