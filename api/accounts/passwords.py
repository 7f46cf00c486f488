"""Passwords: hashed and compared by argon2, one-time ones made here. Who may sign in with one stands in `service/sessions.py`."""

import secrets
from functools import cache

from pwdlib import PasswordHash

from api.errors import RefusedError

LEAST_LENGTH, MOST_LENGTH = 12, 128
_ARGON2 = PasswordHash.recommended()


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _ARGON2.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept; where none is kept, it takes as long to say no."""
    return _ARGON2.verify(password, kept or _nobodys()) and kept is not None


def one_time_password() -> str:
    """A password that an administrator hands over."""
    return secrets.token_urlsafe(15)


def check_choice(password: str, *, sign_in_name: str, so_far: str) -> None:
    """See that a new password is long, new, and not the name: length is what counts (NCSC), not kinds of signs.

    Raises
    ------
    RefusedError
        It is not.
    """
    if len(password) < LEAST_LENGTH or password.casefold() == sign_in_name.casefold() or password == so_far:
        expected = f"{LEAST_LENGTH} to {MOST_LENGTH} signs, neither the name nor the password so far"
        raise RefusedError(
            "This password cannot be chosen.",
            code="weak-password",
            faults=[{"where": "body.new_password", "expected": expected}],
        )


@cache
def _nobodys() -> str:
    return hash_of(one_time_password())
