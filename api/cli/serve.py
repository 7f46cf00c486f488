"""`cilt serve`: the service in one process, with its worker beside it."""

from typing import Annotated

import typer

from scheduler.cli.rim import OUT


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8000,
) -> None:
    """Start the service; Ctrl-C ends it.

    Example: cilt serve --port 8000
    """
    from threading import Thread

    import uvicorn

    from api.main import create_app
    from api.runs.warming import warm_up
    from api.starting import open_database, read_settings
    from api.worker import Dispatcher

    settings = read_settings()
    database = open_database(settings)
    dispatcher = Dispatcher(settings, database)
    app = create_app(settings, database=database, workers=dispatcher.is_ready.is_set, beside=dispatcher)
    Thread(target=warm_up, name="warm-up", daemon=True).start()
    OUT.print(f"CILT listens on http://{host}:{port}; its interface is described at http://{host}:{port}/docs.")
    uvicorn.run(app, host=host, port=port, access_log=False)
