"""`cilt accounts`: the first administrator of a new service, for nobody can sign in to make one."""

from typing import Annotated

import typer

from scheduler.cli.rim import OUT

accounts = typer.Typer(
    name="accounts", no_args_is_help=True, help="Let the first administrator in.\n\nExample: cilt accounts add sam.lee"
)


@accounts.callback()
def _group() -> None:
    """Keep `add` a verb of its own, though it is the only one."""


@accounts.command()
def add(name: Annotated[str, typer.Argument(help="What the administrator types to sign in.")]) -> None:
    """Make an administrator's account; whoever may read the database may do this.

    Example: cilt accounts add sam.lee
    """
    from datetime import UTC, datetime

    from pydantic import ValidationError

    from api.accounts.schemas.accounts import NewAccount
    from api.accounts.service.accounts import ONE_TIME_HOURS, make
    from api.errors import ApiError, StartError
    from api.security import AccountRole
    from api.starting import open_database, read_settings

    database = open_database(read_settings())
    try:
        asked = NewAccount(sign_in_name=name, display_name=name, role=AccountRole.ADMINISTRATOR)
        with database.writing() as session:
            made = make(session, None, asked, now=datetime.now(UTC))
    except (ApiError, ValidationError) as error:
        said = error.detail if isinstance(error, ApiError) else error.errors()[0]["msg"]
        raise StartError(f"{name}: {said}") from None
    finally:
        database.close()
    OUT.print(f"{made.account.sign_in_name} is an administrator.")
    OUT.print(f"One-time password, good for {ONE_TIME_HOURS} hours: {made.one_time_password}", markup=False)
