"""Sockets of the server: they answer at once."""

from __future__ import annotations

import asyncio
import socket

from evenstride.web.listeners import listen


def test_an_answer_in_two_writes_does_not_wait_for_the_readers_acknowledgement() -> None:
    async def no_delay_of_an_accepted_connection() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            found.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listen(0)
        server = await asyncio.start_server(answer, sock=listener)
        _, writer = await asyncio.open_connection(*listener.getsockname())
        try:
            return await asyncio.wait_for(found, 10)
        finally:
            writer.close()
            server.close()

    assert asyncio.run(no_delay_of_an_accepted_connection()) != 0
