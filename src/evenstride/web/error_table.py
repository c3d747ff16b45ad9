"""HTTP status and next step of every error, decided in one place."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.errors import EvenstrideError


@dataclass(frozen=True)
class Outcome:
    """How an error is answered: its status, the page's title, and what to do where the error itself does not say."""

    status: int
    title: str
    next_step: str


UNEXPECTED = Outcome(
    500,
    "Something went wrong here",
    "Try again; if it stays, start the app anew. What was saved is safe.",
)
#: By ``code``; a kind of error without a line of its own is answered as its parent is.
OUTCOMES = {
    "error": UNEXPECTED,
    "bad_input": Outcome(422, "This cannot be used", "Change it as the message says and send it again."),
    "consent_missing": Outcome(403, "Not agreed to yet", "Open the runner's profile and agree there first."),
    "not_a_video": Outcome(415, "This is not a video", "Choose a clip as the phone recorded it: MP4, MOV or WebM."),
    "model_missing": Outcome(503, "The pose model is missing", "Install evenstride again; its build step brings it."),
    "bad_knowledge": Outcome(500, "The knowledge files are damaged", "Install evenstride again."),
    "cannot_write": Outcome(507, "This cannot be saved", "Make room in the data folder and try again."),
    "store": Outcome(503, "The data cannot be used", "Look whether the data folder has room, then try again."),
    "newer_schema": Outcome(503, "The data are newer than this app", "Update evenstride."),
    "store_busy": Outcome(503, "Somebody else is writing", "Try again in a moment."),
    "conflict": Outcome(409, "This contradicts what is there", "Load the page again and look what changed."),
    "bad_artefact": Outcome(410, "This file is missing in the data folder", "Import the recording again."),
    "upload_too_large": Outcome(413, "This file is too large", "Cut the clip to 10 to 30 seconds and send it again."),
    "disk_full": Outcome(507, "The disk is too full", "Make room on the disk of the data folder and send it again."),
    "upload_gone": Outcome(404, "This file is not here any more", "Send it from the beginning."),
    "upload_busy": Outcome(409, "This file is being sent already", "Close the other window, or wait for it."),
    "upload_offset": Outcome(409, "This part does not fit", "Ask how much is here and go on from there."),
    "upload_part": Outcome(422, "A part did not arrive as it was sent", "Send it again."),
    "framing_busy": Outcome(429, "One picture at a time", "Send the next one a little later."),
    "coaches_busy": Outcome(503, "All coaches are at work", "Go on by hand, or try again in a few minutes."),
    "live_pose_ended": Outcome(503, "The coach stopped", "Start the camera again, or go on by hand."),
    "bad_picture": Outcome(422, "This picture cannot be used", "Start the camera again."),
    "no_network": Outcome(503, "No local network", "Join the phone's Wi-Fi and start the app again."),
    "bad_request": Outcome(400, "This request is not understood", "Go back and try again from the page."),
    "form_kind": Outcome(
        415, "Such a form is not taken", "Send files to /api/uploads, fields as a plain form or JSON."
    ),
    "not_found": Outcome(404, "Nothing is here", "Go to the start page and choose from there."),
    "method_not_allowed": Outcome(405, "This does not work here", "Go back and use the page's own buttons."),
    "not_signed_in": Outcome(
        401,
        "This browser is not signed in",
        "Open the address that evenstride serve printed in the terminal.",
    ),
    "wrong_host": Outcome(421, "This is not the app's address", "Open the address that evenstride serve printed."),
    "cross_origin": Outcome(403, "Another page asked for this", "Open the app itself and do it there."),
    "for_people": Outcome(403, "For people only", "Open the app and do it in its settings."),
    "too_many_tries": Outcome(429, "Too many tries", "Wait a minute and try again."),
    "too_large": Outcome(413, "This is too large", "Send a smaller file."),
}


def outcome_of(error: EvenstrideError | type[EvenstrideError]) -> Outcome:
    """The line of the error's own code, or of the nearest parent's."""
    kind = error if isinstance(error, type) else type(error)
    for each in kind.__mro__:
        code = each.__dict__.get("code")
        if code in OUTCOMES:
            return OUTCOMES[code]
    return UNEXPECTED
