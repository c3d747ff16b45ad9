"""Errors that only the app knows: what a request may not do, or asks for in vain."""

from __future__ import annotations

from evenstride.errors import EvenstrideError


class RequestError(EvenstrideError):
    """The request cannot be answered."""

    code = "bad_request"


class BadRequestError(RequestError):
    """The request is not in a form that is known here."""


class NotFoundError(RequestError):
    """There is nothing at this address."""

    code = "not_found"


class MethodError(RequestError):
    """This address does not take that kind of request."""

    code = "method_not_allowed"


class SignInError(RequestError):
    """This browser is not signed in to the app."""

    code = "not_signed_in"


class WrongHostError(RequestError):
    """The request names a host that is not this app's."""

    code = "wrong_host"


class CrossOriginError(RequestError):
    """The request was made by a page that is not this app's."""

    code = "cross_origin"


class ForPeopleError(RequestError):
    """Only a person in the app may do this, not a program with a token."""

    code = "for_people"


class FormKindError(RequestError):
    """Expected a plain form or JSON here, got a form in parts."""

    code = "form_kind"


class TooManyTriesError(RequestError):
    """Too many tries in a short time."""

    code = "too_many_tries"


class BodyTooLargeError(RequestError):
    """The request brings more than this address takes."""

    code = "too_large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"Expected at most {limit_bytes / 1_048_576:g} MiB here, got more.", limit_bytes=limit_bytes)
