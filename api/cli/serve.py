"""`cilt serve`: the whole service by one command, web processes and workers."""

import socket
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.rim import OUT

if TYPE_CHECKING:
    from api.database import Database


class Demo(StrEnum):
    """What to fill an empty database with."""

    WEST = "west"
    COUNTY = "county"


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8000,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Fill an empty database with invented people, and make an account for each role."),
    ] = False,
    demo_part: Annotated[
        Demo, typer.Option("--demo-part", help="A weekday of the locality West, or of the whole county.")
    ] = Demo.WEST,
) -> None:
    """Start the service, its database and its workers; Ctrl-C ends it, and what was being planned is planned again at the next start.

    Example: cilt serve --demo
    """
    from api.serving import serve as serve_until_stopped
    from api.starting import open_database, read_settings

    settings = read_settings()
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
    listener = _listener(host, port)
    database = open_database(settings)
    if demo:
        _load_demo(database, demo_part)
    OUT.print(f"CILT: http://{host}:{port}, its interface: http://{host}:{port}/docs. Ctrl-C ends it.", markup=False)

    with closing(database):
        serve_until_stopped(settings, database, listener)
    OUT.print("Stopped.")


def _listener(host: str, port: int) -> socket.socket:
    from api.errors import StartError

    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise StartError(
            f"Cannot listen on {host}:{port} ({error.strerror}): choose another with --port or --host."
        ) from None


def _load_demo(database: "Database", part: Demo) -> None:
    from api.demo import load_demo

    accounts = load_demo(database, part.value)
    if not accounts:
        OUT.print("The database has data already; the demonstration was not loaded into it.")
        return
    OUT.print("Accounts of the demonstration, for invented people alone; these passwords are told this once:")
    for account in accounts:
        OUT.print(f"  {account.sign_in_name:<14} {account.password}", markup=False)
