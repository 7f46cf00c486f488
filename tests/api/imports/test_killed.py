"""A web process killed in mid-import leaves nothing behind, and the next one imports as if nothing had been."""

import subprocess
import sys
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.database import Database
from api.security import AccountRole
from api.settings import Settings
from api.tables import Base
from scheduler.io.tables.rows import TABLES
from tests.api.imports.stuck import REACHED
from tests.api.imports.uploads import send, whole_folder
from tests.api.people import bearer_of

ROOT = Path(__file__).parents[3]


def num_rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        counted = {table.table: Base.metadata.tables[table.table] for table in TABLES}
        return {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in counted.items()}


def test_a_process_killed_in_mid_import_has_imported_nothing(
    client: TestClient, database: Database, settings: Settings, address: str
) -> None:
    command = [sys.executable, "-m", "tests.api.imports.stuck", address]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == REACHED
        process.kill()

    assert set(num_rows(database).values()) == {0}

    headers = bearer_of(database, settings, AccountRole.ADMINISTRATOR)
    assert send(client, headers, whole_folder()).status_code == 201
    assert num_rows(database)["visits"] == 313
