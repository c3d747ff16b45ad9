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

from evenstride.store import Store
from evenstride.web.app import create_app
from evenstride.web.listeners import listen
from evenstride.web.security.sessions import BrowserSessions
from evenstride.web.settings import ServeSettings

GRACE_S = 3


def serve(store: Store, *, port: int, opens_browser: bool, on_ready: Callable[[str], None]) -> None:
    """Serve the app on this machine until it is interrupted.

    Parameters
    ----------
    store : the open data folder.
    port : where to listen on loopback; 0 takes any free one.
    opens_browser : whether the person's browser is sent to the app.
    on_ready : called once with the address that opens the app, when it answers.

    Raises
    ------
    PortInUseError : the port is taken.
    """
    listener = listen(port)
    settings = ServeSettings(port=listener.getsockname()[1])
    sessions = BrowserSessions()
    server = _Server(_configuration(create_app(settings, store=store, sessions=sessions)))

    def start_address(*, works_once: bool) -> str:
        return f"{settings.local_origin}/start?secret={sessions.issue_start_secret(works_once=works_once)}"

    def announce() -> None:
        on_ready(start_address(works_once=False))
        if opens_browser:
            address = start_address(works_once=True)
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    asyncio.run(_run(server, [listener], announce))


class _Server(uvicorn.Server):
    """A server whose process handles the signals itself, so that several can run in it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _configuration(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        ws_max_size=4 * 1024 * 1024,
    )


async def _run(server: _Server, listeners: list[socket.socket], announce: Callable[[], None]) -> None:
    """Serve until a signal; the second one does not wait for open requests."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    running = asyncio.create_task(server.serve(sockets=listeners))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if server.started:
        announce()
    await running
