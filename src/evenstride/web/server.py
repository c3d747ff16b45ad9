"""Run the app until the person stops it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import webbrowser
from collections.abc import Callable

from evenstride.jobs import Upkeep, Workers
from evenstride.services.reading.opened_report import load_what_reports_need
from evenstride.store import Store
from evenstride.web.first_start import measure_sample
from evenstride.web.lan.certificate import own_certificate
from evenstride.web.listeners import listen
from evenstride.web.security.sessions import BrowserSessions
from evenstride.web.settings import ServeSettings


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
        # The worker starts and the sample is measured while the app is imported and put together, which takes as long.
        if with_sample:
            threading.Thread(target=measure_sample, args=(store,), daemon=True).start()
        closing.enter_context(Workers(store))
        from evenstride.web.app import create_app
        from evenstride.web.context import LanDoor
        from evenstride.web.serving import run_servers, server_of

        settings = ServeSettings(port=listener.getsockname()[1], lan_address=address_of_lan)
        sessions = BrowserSessions()
        certificate = own_certificate(store.home, (address_of_lan,)) if address_of_lan else None
        door = LanDoor(certificate.fingerprint) if certificate else None
        app = create_app(settings, store=store, sessions=sessions, lan=door)
        servers = [(server_of(app), listener)]
        if certificate and address_of_lan:
            lan_listener = closing.enter_context(listen(settings.port, address=address_of_lan))
            servers.append((server_of(app, certificate), lan_listener))

        def start_address(*, works_once: bool) -> str:
            return f"{settings.local_origin}/start?secret={sessions.issue_start_secret(works_once=works_once)}"

        def announce() -> None:
            on_ready(start_address(works_once=False))
            if opens_browser:
                address = start_address(works_once=True)
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            threading.Thread(target=load_what_reports_need, daemon=True).start()

        closing.enter_context(Upkeep(store))
        asyncio.run(run_servers(servers, announce))
