"""The app's listeners as uvicorn runs them: one on loopback, one more under TLS for phones."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from fastapi import FastAPI

from evenstride.web.lan.certificate import OwnCertificate

GRACE_S = 3
WEB_SOCKET_MESSAGE_BYTES = 4 * 1024 * 1024


def server_of(app: FastAPI, certificate: OwnCertificate | None = None) -> uvicorn.Server:
    """What serves the app on one listener; under TLS where there is a certificate."""
    return _Server(_configuration(app, certificate))


async def run_servers(servers: list[tuple[uvicorn.Server, socket.socket]], announce: Callable[[], None]) -> None:
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
