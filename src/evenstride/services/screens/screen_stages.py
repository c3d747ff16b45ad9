"""The stage of a home screen's clip: the body is followed and the screen scored, behind the wall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evenstride.services.clip_stages import under_its_name
from evenstride.wall.child import Tell

_FOLLOWED = 0.95


def score(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """Follow the body in the clip, and score the screen and side that the payload names."""
    from evenstride.io.value_json import value_to_plain
    from evenstride.knowledge import load_knowledge
    from evenstride.services.screens.screen_clip import score_of_clip

    payload, knowledge = arguments["payload"], load_knowledge()
    path = under_its_name(arguments["inputs"][0], folder)

    def on_progress(done: int, of: int) -> None:
        tell(_FOLLOWED * done / max(of, 1), "Following the body.")

    protocol = knowledge.screen_protocols[payload["screen_id"]]
    found, warnings = score_of_clip(protocol, path, payload["side"], knowledge, on_progress=on_progress)
    return {"values": {"score": value_to_plain(found), "warnings": list(warnings)}, "files": {}}
