"""One error tree. The class docstring is the default message, facts are attributes, ``code`` is stable."""

from __future__ import annotations


class EvenstrideError(Exception):
    """Something went wrong."""

    code = "error"

    def __init__(self, message: str | None = None, **facts: object) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())
        self.facts = facts


class InputError(EvenstrideError):
    """The file cannot be used as it is."""

    code = "bad_input"


class NotAVideoError(InputError):
    """Expected a video file; this one holds no readable picture stream."""

    code = "not_a_video"


class TruncatedVideoError(InputError):
    """The video ends before it should; copy it again from the phone."""

    code = "truncated_video"


class KeypointFileError(InputError):
    """The keypoint file is not in a form that is known here."""

    code = "bad_keypoint_file"


class RunFileError(InputError):
    """The file of a watch or a sensor is not in a form that is known here."""

    code = "bad_run_file"


class ModelMissingError(EvenstrideError):
    """The pose model's weights are not installed. Reinstall evenstride: its build step brings them."""

    code = "model_missing"


class KnowledgeError(EvenstrideError):
    """The knowledge files contradict their schema."""

    code = "bad_knowledge"


class OutputError(EvenstrideError):
    """The result cannot be written there."""

    code = "cannot_write"
