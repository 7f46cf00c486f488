"""`make migration`: makes the first revision anew from the tables, which is right as long as nobody has a database at it.

What alembic cannot read from the tables stands in later revisions, written by hand. After the first release every change of
the tables is a revision of its own, and this file goes.
"""

from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from api.database import Database
from api.migrating import MIGRATIONS, make_first

NUMBER, MESSAGE = "0001", "The first tables"


def make() -> None:
    """Write the revision among the others."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder, 'empty.db')}")
        make_first(database, Path(folder), MESSAGE, NUMBER)
        database.close()
        for made in Path(folder).glob(f"{NUMBER}_*.py"):
            copy(made, MIGRATIONS / "versions")


if __name__ == "__main__":
    make()
