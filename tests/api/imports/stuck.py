"""A web process that stops in mid-import, all rows written and none committed, and waits to be killed. Run with a database's address."""

import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

from fastapi.testclient import TestClient

from api.database import Database
from api.main import create_app
from api.security import AccountRole
from api.settings import Settings
from tests.api.imports.uploads import send, whole_folder
from tests.api.people import bearer_of

REACHED = "in mid-import"


def wait_for_ever(*_: Any, **__: Any) -> None:
    sys.stdout.write(f"{REACHED}\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    settings = Settings(home=Path("unused"), database_url=sys.argv[1], secret_key="s" * 40)
    database = Database.of(settings)
    headers = bearer_of(database, settings, AccountRole.ADMINISTRATOR)
    # The audit entry is the last that an import writes.
    with (
        TestClient(create_app(settings, database=database)) as client,
        mock.patch("api.imports.service.record", wait_for_ever),
    ):
        send(client, headers, whole_folder())
