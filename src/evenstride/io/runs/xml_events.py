"""XML as a stream of elements, without a tree and without anything a hostile file could use: the door of defusedxml.

Document types, entities and references to other files are refused (no entity can be declared, so none can grow).
Depth, length of a text and bytes are bounded by `limits`. Names come without their namespace: writers choose prefixes
freely, and the local names of TCX and GPX are unambiguous.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax import SAXException, SAXParseException, handler
from xml.sax.xmlreader import AttributesImpl

from evenstride.errors import RunFileError
from evenstride.io.runs.limits import MAX_XML_BYTES, MAX_XML_DEPTH, MAX_XML_TEXT, MEBIBYTE

_CHUNK = 1 << 16

#: Called at the start of an element with the names from the root to it, and its attributes.
OnStart = Callable[[list[str], dict[str, str]], None]
#: Called at the end of an element with the names from the root to it, and its own text.
OnEnd = Callable[[list[str], str], None]


class _TooMuchError(Exception):
    """A bound of `limits` is exceeded, or the caller has enough."""


class Enough(_TooMuchError):  # noqa: N818 - not an error of the file
    """Raised by a caller that wants no more elements."""


class _Elements(handler.ContentHandler):
    def __init__(self, on_start: OnStart, on_end: OnEnd) -> None:
        super().__init__()
        self._on_start, self._on_end = on_start, on_end
        self._names: list[str] = []
        self._text: list[str] = []
        self._letters = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the interface's name
        self._names.append(name.rpartition(":")[2])
        if len(self._names) > MAX_XML_DEPTH:
            raise _TooMuchError(f"elements more than {MAX_XML_DEPTH} deep")
        self._text.clear()
        self._letters = 0
        self._on_start(self._names, {key: str(value) for key, value in attrs.items()})

    def characters(self, content: str) -> None:
        self._letters += len(content)
        if self._letters <= MAX_XML_TEXT:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002 - the interface's names
        self._on_end(self._names, "".join(self._text).strip())
        self._names.pop()
        self._text.clear()
        self._letters = 0


def read_elements(data: bytes, on_start: OnStart, on_end: OnEnd, *, name: str) -> str | None:
    """Feed a document to two callbacks; None when it was read whole, else a sentence that says where it stops and why.

    Raises
    ------
    RunFileError
        For a document with a document type or entities, and for one that is too large.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import create_parser

    if len(data) > MAX_XML_BYTES:
        raise RunFileError(f"Expected at most {MAX_XML_BYTES // MEBIBYTE} MiB of XML, {name} is larger.")
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Elements(on_start, on_end))
    at = 0
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        parser.close()
    except DefusedXmlException as error:
        raise RunFileError(
            f"Expected plain XML in {name}, got a document type or entities, which are refused."
        ) from error
    except SAXParseException as error:
        at = _offset(data, error.getLineNumber() or 1, error.getColumnNumber() or 0)
        return f"Reading stops at byte {at} of {len(data)} ({error.getMessage()}); what follows is lost."
    except (SAXException, _TooMuchError, ValueError, LookupError) as error:
        return f"Reading stops after byte {at} of {len(data)} ({error}); what follows is lost."
    return None


def _offset(data: bytes, line: int, column: int) -> int:
    """The byte of a place that the parser gives as line and column; of long characters within the line, approximate."""
    at = 0
    for _ in range(line - 1):
        following = data.find(b"\n", at)
        if following < 0:
            break
        at = following + 1
    return min(len(data), at + column)
