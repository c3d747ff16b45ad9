"""What would settle a finding: how to film again, in few lines, and the tests that can be done at home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from evenstride.model import Finding
from evenstride.reports.filmed import Filmed
from evenstride.reports.model import HomeTest
from evenstride.reports.numbers import fixed
from evenstride.reports.wording import FILM_FROM_WORDS

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import MeasureDefinition

#: A clip of 29.97 or 59.94 pictures a second counts as one of 30 or 60.
FRAME_RATE_SLACK = 0.98


def film_again(findings: Sequence[Finding], filmed: Filmed, knowledge: Knowledge) -> tuple[str, ...]:
    """What to film differently, without repeats over sides and measures.

    A finding asks for each measure in a line of its own; the lines of one view differ only in detail, so they become
    one line for the frame rate and one for the camera. Everything else a finding asks for stays as it is.
    """
    asked = dict.fromkeys(line for finding in findings for line in finding.to_know)
    by_line = {f"{d.short_name}: {d.how_to_film}": d for d in knowledge.measures.values()}
    measures = [by_line[line] for line in asked if line in by_line]
    others = [line for line in asked if line not in by_line]
    return tuple(dict.fromkeys([*_frame_rate_advice(measures, filmed), *_camera_advice(measures), *others]))


def home_tests(findings: Iterable[Finding], knowledge: Knowledge) -> tuple[HomeTest, ...]:
    """The screens of these findings, by name and what they show."""
    screen_ids = dict.fromkeys(i for finding in findings for i in finding.confirm_with if i in knowledge.screens)
    return tuple(
        HomeTest(i, knowledge.screens[i].name, knowledge.screens[i].plain, i in knowledge.screen_protocols)
        for i in screen_ids
    )


def _frame_rate_advice(measures: Sequence[MeasureDefinition], filmed: Filmed) -> Iterator[str]:
    """Only where the clip has fewer pictures a second than one of the measures wants."""
    filmable = [each for each in measures if each.span == "clip"]
    lacking = [each for each in filmable if filmed.fps(each.views) < FRAME_RATE_SLACK * each.min_fps]
    if lacking and filmed.clips:
        most = max(lacking, key=lambda definition: definition.min_fps)
        wanted, has = most.min_fps, filmed.fps(most.views)
        yield (
            f"Film at {fixed(wanted, 0)} pictures a second or more (“slow motion” on many phones); "
            f"this clip has {fixed(has, 0)}."
        )


def _camera_advice(measures: Sequence[MeasureDefinition]) -> Iterator[str]:
    """One line per view; how each measure is filmed where there are no words for its view."""
    for definition in measures:
        is_filmed = definition.span == "clip"
        known = [FILM_FROM_WORDS[view] for view in definition.views if is_filmed and view in FILM_FROM_WORDS]
        yield from known or [definition.how_to_film]
