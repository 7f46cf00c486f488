"""`cilt migrate`: the database's schema brought to what this version needs."""

from typing import Annotated

import typer

from scheduler.cli.rim import OUT


def migrate(
    back_to: Annotated[
        str | None,
        typer.Option(
            "--back-to", help="Go back to this revision instead; what later ones added is lost.", show_default=False
        ),
    ] = None,
) -> None:
    """Bring the database that CILT_DATABASE_URL names to the revision that this version needs.

    Example: cilt migrate --back-to 0001
    """
    from api.migrating import downgrade, revision_of, upgrade
    from api.starting import reach_database, read_settings

    database = reach_database(read_settings())
    before = revision_of(database)
    if back_to is None:
        upgrade(database)
    else:
        downgrade(database, back_to)
    OUT.print(f"The database was at revision {before or 'none'} and is at {revision_of(database) or 'none'}.")
    database.close()
