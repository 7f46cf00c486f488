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
    import uvicorn

    from api.main import create_app
    from api.starting import open_database, read_settings

    settings = read_settings()
    app = create_app(settings, database=open_database(settings))
    OUT.print(f"CILT listens on http://{host}:{port}; its interface is described at http://{host}:{port}/docs.")
    uvicorn.run(app, host=host, port=port, access_log=False)
