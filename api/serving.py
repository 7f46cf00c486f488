"""Web processes: one or several answer requests at one address, and whoever started them sees that they live and end together.

What a web process answers with stands in `main.py`, what runs beside them in `worker.py`.
"""

import gc
import os
import signal
import socket
import sys
from ctypes import c_bool
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, parent_process
from tempfile import TemporaryDirectory
from threading import Thread

from fastapi import FastAPI
from uvicorn import Config
from uvicorn.supervisors import Multiprocess

from api.database import Database
from api.edge.logs import configure_logs
from api.edge.metrics import SHARED_FIGURES
from api.settings import Settings
from api.worker import Dispatcher

SECONDS_TO_FINISH = 5
"""For requests that are being answered when the service is told to stop."""
SECONDS_OF_ONE_THREAD = 0.0005
"""After so long a thread lets another go on that waits. A request waits after each of its words with the database, and
Python's own 0.005 add up wherever another request is busy."""
SECONDS_OF_SILENCE = 30
"""[assumption] A web process that says nothing for so long hangs, and another one takes its place."""


@dataclass(frozen=True)
class WebProcess:
    """What a web process is given as it starts, and makes its application of."""

    settings: Settings
    has_workers: c_bool
    """Shared with the dispatcher."""

    def __call__(self) -> FastAPI:
        """The application, in the web process itself."""
        # They bring the solvers, which stay out of the process that starts the others.
        from api.main import create_app  # noqa: PLC0415
        from api.rosters.service.standing import read_ahead  # noqa: PLC0415
        from api.runs.warming import warm_up_placements  # noqa: PLC0415

        configure_logs()
        sys.setswitchinterval(SECONDS_OF_ONE_THREAD)
        database = Database.of(self.settings)
        app = create_app(self.settings, database=database, workers=lambda: self.has_workers.value)
        gc.freeze()  # what was imported stays: looking through it for rubbish takes as long as ten answers
        for name, work in (
            ("end", _end_with_parent),
            ("warm-up", warm_up_placements),
            ("read-ahead", partial(read_ahead, database)),
        ):
            Thread(target=work, name=name, daemon=True).start()
        return app


def serve(settings: Settings, database: Database, listener: socket.socket) -> None:
    """Answer requests and hand out runs until told to stop."""
    configure_logs()
    with TemporaryDirectory(prefix="cilt-figures-") as figures, Dispatcher(settings, database) as dispatcher:
        os.environ[SHARED_FIGURES] = figures
        config = Config(
            WebProcess(settings, dispatcher.has_workers),
            factory=True,
            workers=settings.web_processes,
            timeout_worker_healthcheck=SECONDS_OF_SILENCE,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
            log_config=None,
            access_log=False,
            server_header=False,
        )
        Multiprocess(config, sockets=[listener]).run()


def _end_with_parent() -> None:
    """Stop this process as soon as the one that started it is gone, however it went."""
    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
