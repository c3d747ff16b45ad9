"""One connection to an app: requests with the token, answers as JSON, errors as exceptions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from evenstride.client.answers import AppRefusedError, AppUnreachableError
from evenstride.version import __version__

#: Looking into a large clip takes a minute on a slow machine; everything else answers at once.
TIMEOUT_S = 120.0


class Connection:
    """An app's address and a token."""

    def __init__(self, url: str, token: str, *, certificate: str | None = None) -> None:
        import ssl

        trusted = True if certificate is None else ssl.create_default_context(cafile=certificate)
        self._http = httpx.Client(
            base_url=url,
            verify=trusted,
            timeout=TIMEOUT_S,
            trust_env=False,
            headers={"Authorization": f"Bearer {token}", "User-Agent": f"evenstride-client/{__version__}"},
        )

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """The JSON that the app answers; None where it answers nothing.

        Raises
        ------
        AppUnreachableError, AppRefusedError
        """
        content = self.fetch(method, path, **options)
        return json.loads(content) if content else None

    def fetch(self, method: str, path: str, **options: Any) -> bytes:
        """The same as the bytes that come."""
        try:
            answer = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            raise AppUnreachableError(f"No app answers at {self._http.base_url}: {error}. Start it first.") from error
        if answer.is_success:
            return answer.content
        raise AppRefusedError(answer.status_code, _told(answer))

    def every(self, path: str, **params: Any) -> Iterator[dict[str, Any]]:
        """All items of a list, part by part, the newest first."""
        after: dict[str, str] = {}
        while True:
            part = self.ask("GET", path, params={**params, **after})
            yield from part["items"]
            if part["next"] is None:
                return
            after = {"after": part["next"]}

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()


def _told(answer: httpx.Response) -> Mapping[str, Any]:
    """What the app says of an error; nothing where it is no app of ours that answers."""
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
