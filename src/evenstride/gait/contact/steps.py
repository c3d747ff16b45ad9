"""Steps from events: one foot's contact to the other's."""

from __future__ import annotations

from evenstride.model import GaitEvent, GaitEvents, Step
from evenstride.model.gait import other

#: Two contacts further apart than this are not neighbours: something between them was not seen.
LONGEST_STEP_S = 0.65
LONGEST_STRIDE_S = 1.3


def assemble_steps(events: GaitEvents) -> tuple[Step, ...]:
    """One `Step` per initial contact, in order of time.

    A step's next contact is the other foot's and its toe-off its own; where the clip lacks one (cut off, refused, or
    two contacts of the same foot in a row) it is None, never borrowed from a later step.
    """
    contacts = events.of("initial_contact")
    return tuple(_step(contact, contacts[k + 1 :], events) for k, contact in enumerate(contacts))


def _step(contact: GaitEvent, later: tuple[GaitEvent, ...], events: GaitEvents) -> Step:
    following = later[0] if later else None
    is_next = following is not None and following.side == other(contact.side)
    next_contact_s = following.time_s if following is not None and is_next else None
    if next_contact_s is not None and next_contact_s - contact.time_s > LONGEST_STEP_S:
        next_contact_s = None
    same = later[1] if is_next and len(later) > 1 and later[1].side == contact.side else None
    next_same_s = same.time_s if same is not None and same.time_s - contact.time_s <= LONGEST_STRIDE_S else None
    toe_off = _toe_off_of(contact, later, events)
    return Step(
        side=contact.side,
        initial_contact_s=contact.time_s,
        toe_off_s=None if toe_off is None else toe_off.time_s,
        next_contact_s=next_contact_s,
        next_same_contact_s=next_same_s,
        contact_uncertainty_s=contact.uncertainty_s,
        toe_off_uncertainty_s=None if toe_off is None else toe_off.uncertainty_s,
    )


def _toe_off_of(contact: GaitEvent, later: tuple[GaitEvent, ...], events: GaitEvents) -> GaitEvent | None:
    """The first toe-off of that foot before its next contact."""
    until_s = next((event.time_s for event in later if event.side == contact.side), float("inf"))
    return next(
        (off for off in events.of("toe_off", contact.side) if contact.time_s < off.time_s < until_s),
        None,
    )
