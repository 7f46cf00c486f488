"""What must hold before the service starts: settings that can be read, a key, a database at the right revision.

Each fault is one sentence that says what to do. Serving stands in `main.py`, migrating in `migrating.py`.
"""

import difflib
import os

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from api.database import Database
from api.errors import StartError
from api.migrating import require_newest, upgrade
from api.settings import Settings

PREFIX = "CILT_"
SHORTEST_KEY = 32
UNICODE = "UTF"
"""How the names of encodings begin that can keep every name of a person."""


def read_settings() -> Settings:
    """The settings that the environment gives.

    Raises
    ------
    StartError
        A variable is misspelt or has a value that cannot be; all of them are named.
    """
    faults = [_misspelt(name) for name in sorted(os.environ) if name.startswith(PREFIX) and name not in _variables()]
    try:
        settings = Settings()
    except ValidationError as error:
        # The value is not repeated: it may be a key.
        faults += [f"{PREFIX}{'_'.join(map(str, found['loc'])).upper()}: {found['msg']}." for found in error.errors()]
    if faults:
        raise StartError("\n".join([*faults, "docs/OPERATIONS.md lists every setting."]))
    return settings


def open_database(settings: Settings) -> Database:
    """The database, migrated: the embedded one at once, another one by `cilt migrate`, when its operator says so.

    Raises
    ------
    StartError
        The home folder cannot be written, the key is too short, the database does not answer, cannot keep every name or
        is not at the newest revision.
    """
    _see_to_key(settings)
    database = reach_database(settings)
    try:
        (upgrade if database.is_sqlite else require_newest)(database)
    except StartError:
        database.close()
        raise
    return database


def reach_database(settings: Settings) -> Database:
    """The database, whatever its revision.

    Raises
    ------
    StartError
        It does not answer, or cannot keep every name.
    """
    try:
        database = Database.of(settings)
    except ArgumentError:
        raise StartError(
            f"{PREFIX}DATABASE_URL is not an address of SQLAlchemy's form, such as postgresql://user@host/cilt."
        ) from None
    except OSError as error:
        raise _not_writable(settings, error) from None
    address = make_url(settings.database).render_as_string(hide_password=True)
    try:
        encoding = database.read_encoding()
    except OperationalError as error:
        # The driver's own words hold no password.
        raise StartError(f"The database {address} does not answer: {error.orig}") from None
    if not encoding.startswith(UNICODE):
        database.close()
        raise StartError(
            f"The database {address} keeps text as {encoding}, expected UTF8: make another one with "
            "CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0."
        )
    return database


def _see_to_key(settings: Settings) -> None:
    try:
        key = settings.signing_key
    except OSError as error:
        raise _not_writable(settings, error) from None
    if len(key) < SHORTEST_KEY:
        raise StartError(
            f"The key in {settings.home} has {len(key)} characters, expected at least {SHORTEST_KEY}: delete the file, and one is made."
        )


def _not_writable(settings: Settings, error: OSError) -> StartError:
    return StartError(
        f"The folder {settings.home} cannot be written ({error.strerror}): choose another with {PREFIX}HOME."
    )


def _variables() -> list[str]:
    return [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


def _misspelt(name: str) -> str:
    near = difflib.get_close_matches(name, _variables(), n=1)
    return f"{name} is no setting{f'; is {near[0]} meant?' if near else '.'}"
