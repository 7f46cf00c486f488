"""`cilt serve`: the service in one process, with its workers beside it."""

import gc
import socket
import sys
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.rim import OUT

if TYPE_CHECKING:
    from api.database import Database
    from api.settings import Settings

SECONDS_TO_FINISH = 5
"""For requests that are being answered when the service is told to stop."""
SECONDS_OF_ONE_THREAD = 0.0005
"""After so long a thread lets another go on that waits. A request waits after each of its words with the database, and
Python's own 0.005 add up wherever another request is busy."""


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
    from api.starting import open_database, read_settings

    settings = read_settings()
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
    listener = _listener(host, port)
    database = open_database(settings)
    if demo:
        _load_demo(database, demo_part)
    OUT.print(f"CILT: http://{host}:{port}, its interface: http://{host}:{port}/docs. Ctrl-C ends it.", markup=False)

    _run(settings, database, listener)


def _run(settings: "Settings", database: "Database", listener: socket.socket) -> None:
    """Serve until told to stop."""
    from functools import partial
    from threading import Thread

    import uvicorn

    from api.edge.logs import configure_logs
    from api.main import create_app
    from api.rosters.service.standing import read_ahead
    from api.runs.warming import warm_up_placements
    from api.worker import Dispatcher

    configure_logs()
    sys.setswitchinterval(SECONDS_OF_ONE_THREAD)
    gc.freeze()  # what was imported stays: looking through it for rubbish takes as long as ten answers
    dispatcher = Dispatcher(settings, database)
    app = create_app(settings, database=database, workers=dispatcher.is_ready.is_set, beside=dispatcher)
    for warm_up in (warm_up_placements, partial(read_ahead, database)):
        Thread(target=warm_up, name="warm-up", daemon=True).start()
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=SECONDS_TO_FINISH
    )
    with suppress(KeyboardInterrupt):  # which is not raised where the shell has the program ignore it
        uvicorn.Server(config).run(sockets=[listener])
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
