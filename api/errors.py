"""Every answer that is an error, with its status and a stable code. How it is put on the wire stands in `problems.py`.

ApiError
├── NotSignedInError       401   no token, or one that is no longer good
├── ForbiddenError         403   signed in, but not for this
├── NotFoundError          404   not there, or not for the one who asks: the answer is the same
├── ConflictError          409   the thing has moved on: published twice, run ended already
├── StaleVersionError      412   If-Match names a version that is not the latest
├── TooLargeError          413   more bytes than the service takes
├── RefusedError           422   understood, but breaks a rule or cannot be read; carries every fault
├── VersionRequiredError   428   a change without If-Match
├── TooManyError           429   slow down, or wait until earlier work has ended
└── UnavailableError       503   the database or a disk is away; nothing was changed

StartError (a CiltError) is none of these: it tells an operator in one sentence why the service cannot start.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from scheduler.errors import CiltError


class StartError(CiltError):
    """The service cannot start as it is set up; the message says what to do."""


class ApiError(Exception):
    """The root of the tree; `code` never changes within a version of the interface."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "The service failed"
    default_code: ClassVar[str] = "internal"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        faults: Sequence[Mapping[str, Any]] = (),
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        attempt: tuple[str, str] | None = None,
        tells_of: Collection[str] = (),
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.faults = tuple(faults)
        self.more = dict(more or {})
        """Further members of the document, such as the difference to the roster that was published first."""
        self.headers = dict(headers or {})
        self.attempt = attempt
        """Kind and id of somebody else's thing that was reached for: the audit record tells of it.

        Of what nobody has, None: the id is whatever was typed, and may be a name.
        """
        self.tells_of = frozenset(tells_of)
        """Visits that the answer speaks of: their patients' record tells who has seen it."""


class NotSignedInError(ApiError):
    """No token, or one that is no longer good."""

    status, title, default_code = 401, "Not signed in", "not-signed-in"


class ForbiddenError(ApiError):
    """Signed in, but not for this."""

    status, title, default_code = 403, "Not allowed", "forbidden"


class NotFoundError(ApiError):
    """Not there, or not for the one who asks: the answer is the same."""

    status, title, default_code = 404, "Not found", "not-found"


class ConflictError(ApiError):
    """The thing has moved on."""

    status, title, default_code = 409, "In conflict with what has happened since", "conflict"


class StaleVersionError(ApiError):
    """If-Match names a version that is not the latest."""

    status, title, default_code = 412, "Changed by somebody else", "stale-version"


class TooLargeError(ApiError):
    """More bytes than the service takes."""

    status, title, default_code = 413, "Too large", "too-large"


class RefusedError(ApiError):
    """Understood, but it breaks a rule or cannot be read; carries every fault."""

    status, title, default_code = 422, "Refused", "refused"


class VersionRequiredError(ApiError):
    """A change without If-Match."""

    status, title, default_code = 428, "If-Match is missing", "version-required"


class TooManyError(ApiError):
    """Slow down, or wait until earlier work has ended."""

    status, title, default_code = 429, "Too many", "too-many"


class UnavailableError(ApiError):
    """The database or a disk is away; nothing was changed."""

    status, title, default_code = 503, "Not available just now", "unavailable"


ERRORS: tuple[type[ApiError], ...] = (
    NotSignedInError,
    ForbiddenError,
    NotFoundError,
    ConflictError,
    StaleVersionError,
    TooLargeError,
    RefusedError,
    VersionRequiredError,
    TooManyError,
    UnavailableError,
)
"""Every kind, in order of status."""
