"""The page's style and script as one text each, so that one file holds everything and a hash can vouch for it."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
STYLE_SHEETS = ("theme.css", "layout.css", "clip.css", "sections.css", "body_map.css", "print.css")
#: With a watch's run on the page.
RUN_STYLE_SHEETS = (*STYLE_SHEETS[:-1], "run.css", STYLE_SHEETS[-1])
PLAN_STYLE_SHEETS = (
    "theme.css",
    "layout.css",
    "sections.css",
    "body_map.css",
    "plan.css",
    "plan_cards.css",
    "plan_print.css",
)
#: What starts a page: one with clips, one without, and the curves of a watch's run on either.
CLIP_ENTRY, STILL_ENTRY, RUN_ENTRY = "report_page.js", "still_page.js", "run_page.js"

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(?P<module>[\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function |const )", re.MULTILINE)


@lru_cache(maxsize=3)
def style_text(sheets: tuple[str, ...] = STYLE_SHEETS) -> str:
    """The style sheets of a page in order; those of the clip report where none are named."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in sheets)


def entries_of(*, has_clips: bool, has_run: bool) -> tuple[str, ...]:
    """The entry modules of a page."""
    return (CLIP_ENTRY if has_clips else STILL_ENTRY, *([RUN_ENTRY] if has_run else []))


@lru_cache(maxsize=4)
def script_text(entries: tuple[str, ...] = (CLIP_ENTRY,)) -> str:
    """The modules of these entries in order of need as one module.

    The browser modules import each other by name and share no top-level name, so that leaving out the import lines
    and the word ``export`` joins them. A test holds them to that.
    """
    return "\n".join(_IMPORT.sub("", _EXPORT.sub("", _module(name))) for name in modules_in_order(*entries))


def modules_in_order(*entries: str) -> tuple[str, ...]:
    """Names of the modules, each after those it imports."""
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        for found in _IMPORT.finditer(_module(name)):
            if found["module"] not in ordered:
                add(found["module"])
        ordered[name] = None

    for entry in entries:
        add(entry)
    return tuple(ordered)


def content_hash(text: str) -> str:
    """The hash by which a content security policy allows an inline block."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def content_policy(*, style: str, script: str | None) -> str:
    """Only this style and this script, if any; pictures and clip only from the file itself; no address anywhere."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'none'" if script is None else f"script-src {content_hash(script)}",
            f"style-src {content_hash(style)}",
            "img-src data:",
            "media-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _module(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
