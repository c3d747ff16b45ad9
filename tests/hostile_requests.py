"""Requests that no page of ours sends, put straight to the app as a server would hand them over."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from starlette.routing import Route

from api_on_trial import Trial
from app_client import ORIGIN, PORT
from evenstride.web import api, pages
from evenstride.web.routers import routers_of

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
SCRIPT = "<script>alert(1)</script>"
SEGMENTS = (
    "0" * 26,
    "../../../../etc/passwd",
    "..\\..\\boot.ini",
    "\x00",
    "a\x00b",
    "'; DROP TABLE runners; --",
    "9" * 400,
    "-1",
    "1e999",
    "\ufffd\ufffd",
    "\U0001f480",
    SCRIPT,
    "{{7*7}}${7*7}",
    "\r\nSet-Cookie: a=b",
    " ",
    "f" * 64,
)
_DEEP = b"[" * 60_000
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b""),
    ("application/json", b"null"),
    ("application/json", _DEEP),
    ("application/json", b'{"a":' * 5000 + b"1" + b"}" * 5000),
    ("application/json", b"\xff\xfe{"),
    ("application/json", b'{"name": "\\ud800", "level": 1e999, "answers": {"": NaN}, "runner_id": "\\u0000"}'),
    ("application/json", b'{"name": 123456789012345678901234567890, "files": {}, "sets": "x", "kind": []}'),
    ("application/x-www-form-urlencoded", b"name=%ff%fe%00&runner_id=%00&back=//evil.example&storage=" + b"y" * 5000),
    ("application/x-www-form-urlencoded", b"&".join(b"a=%d" % number for number in range(3000))),
    ("application/x-www-form-urlencoded", b"name=one&name=two&scheme=dark&scheme=light"),
    ("multipart/form-data", b"--x\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"; filename="../a"\r\n\r\nb\r\n--x--',
    ),
    ("Multipart/Form-Data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="shoe-a"; filename="a"\r\n\r\nb'),
    ("multipart/form-data; boundary=" + "x" * 300, b"no part at all"),
    ("text/plain; charset=utf-7", b"+ADw-script+AD4-"),
    ("\x80\xff", b"bytes"),
)
QUERIES = (
    b"length=99999999999999999999&page=-1&of=0&offset=-1",
    b"page=999999999999999999999999&month=2026-13&day=0000-00-00&today=9999-12-31",
    b"after=%00&runner_id=%00&kind=%00&name=%00&a=%00&b=%00&q=%00",
    b"runner_id=one&runner_id=two&kind=video&kind=run&page=1&page=2",
    b"page=1e5&with=../../x&plan_id=%ff%fe&day=%F0%9F%92%80&baseline_id=" + b"9" * 4000,
    b"name=" + quote(SCRIPT).encode() + b"&saved=" + quote(SCRIPT).encode() + b"&baseline=" + quote(SCRIPT).encode(),
    b"&&&===;;;%%%",
    b"today=-0001-01-01&on=NaN&offset_s=inf&minutes=nan&kind[]=video",
)
HEADERS: tuple[dict[str, str], ...] = (
    {"range": "bytes=5-2,-,0-,99999999999999999999-"},
    {"range": "bytes=" + ",".join(f"{number}-{number}" for number in range(2000))},
    {"if-none-match": '"' + "x" * 100_000, "if-modified-since": "yesterday"},
    {"cookie": "evenstride_zone=../../etc/passwd; evenstride_scheme=\x00; evenstride_runner_8765=%00"},
    {"accept": "text/html;q=" + "9" * 5000, "accept-language": "\xff" * 3000},
    {"content-length": "-5"},
    {"content-length": "9" * 200, "transfer-encoding": "chunked"},
)


@dataclass(frozen=True)
class Answered:
    """What came, and what was asked."""

    asked: str
    status: int
    media_type: str
    text: str

    @property
    def is_wrong(self) -> bool:
        """It failed, told too much, or gave a page a script of ours to run."""
        has_script = self.media_type.startswith("text/html") and SCRIPT in self.text
        return self.status >= 500 or "Traceback" in self.text or has_script


def routes_of(app: FastAPI) -> Iterator[Route]:
    """Every page and resource; the address that describes them too."""
    for router in (*routers_of(pages), *routers_of(api)):
        yield from (each for each in router.routes if isinstance(each, Route))
    yield from (each for each in app.routes if isinstance(each, Route))


def hostile_path(route: Route, segment: str) -> str:
    """The route's address with the same hostile text in each of its places."""
    return re.sub(r"\{[^}]+\}", lambda _: segment, route.path)


def kept_path(route: Route, ids: Mapping[str, str]) -> str:
    """The route's address with ids that exist; what else it has places for is a word."""
    return re.sub(r"\{([a-z_0-9]+)[^}]*\}", lambda found: ids.get(found[1], "word"), route.path)


def forms_of(route: Any) -> Iterator[tuple[str, bytes]]:
    """Forms with the route's own fields, each filled with what does not belong there."""
    names = [each.alias for each in getattr(getattr(route, "dependant", None), "body_params", ())]
    names += [
        each.alias
        for inner in getattr(getattr(route, "dependant", None), "dependencies", ())
        for each in inner.body_params
    ]
    for value in ("\x00", SCRIPT, "9" * 400, "nan", "-1", "\U0001f480", "//evil.example/\r\n", "0" * 26):
        if names:
            yield "application/x-www-form-urlencoded", urlencode(dict.fromkeys(names, value)).encode()


async def ask(
    on_trial: Trial,
    method: str,
    path: str,
    *,
    query: bytes = b"",
    headers: Mapping[str, str] | None = None,
    content_type: str = "",
    body: bytes = b"",
) -> Answered:
    """One request of somebody who is signed in; fails where no answer comes within twenty seconds."""
    context = on_trial.app.state.context
    cookie = f"{context.settings.session_cookie}={context.sessions.open_session()}"
    given = {
        "host": ORIGIN.removeprefix("http://"),
        "origin": ORIGIN,
        "accept": "text/html",
        "content-length": str(len(body)),
    }
    given |= {"content-type": content_type} if content_type else {}
    own = dict(headers or {})
    given |= {"cookie": "; ".join(filter(None, (cookie, own.pop("cookie", ""))))} | own
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", PORT),
    }
    status, media_type, content = 0, "", bytearray()
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status, media_type
        status = message.get("status", status)
        media_type = dict(message.get("headers", ())).get(b"content-type", media_type.encode()).decode()
        content.extend(message.get("body", b""))

    await asyncio.wait_for(on_trial.app(scope, receive, send), 20.0)
    asked = f"{method} {path[:60]!r} ?{query[:60]!r} {dict(headers or {})!s:.80} {content_type[:40]} {body[:60]!r}"
    return Answered(asked, status, media_type, content[:200_000].decode(errors="replace"))
