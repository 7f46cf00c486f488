"""Web processes: one or several answer requests at one address, and whoever started them sees that they live and end together.

What a web process answers with stands in `main.py`, what runs beside them in `worker.py`.
"""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_bool
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, parent_process
from tempfile import TemporaryDirectory
from threading import Thread

from fastapi import FastAPI
from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.database import Database
from api.edge.logs import configure_logs
from api.edge.metrics import SHARED_FIGURES
from api.errors import StartError
from api.settings import Settings

IN_MEMORY = "/dev/shm"  # noqa: S108 - a folder of our own is made in it
"""Where there is one: a full disk must not end who counts requests in a file, nor may anybody clear it away."""
SECONDS_TO_FINISH = 5
"""For requests that are being answered when the service is told to stop."""
SECONDS_TO_END = 10
"""For a web process that has been told to stop; whoever hangs is killed then."""
SECONDS_OF_ONE_THREAD = 0.0005
"""After so long a thread lets another go on that waits. A request waits after each of its words with the database, and
Python's own 0.005 add up wherever another request is busy."""
SECONDS_OF_SILENCE = 20
"""[assumption] A web process that says nothing for so long hangs, and another one takes its place."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WebProcess:
    """What a web process is given as it starts, and makes its application of."""

    settings: Settings
    has_workers: c_bool
    """Shared with the dispatcher."""

    def __call__(self) -> FastAPI:
        """The application, in the web process itself; where it cannot be made, the service ends instead of trying for ever."""
        configure_logs()
        sys.setswitchinterval(SECONDS_OF_ONE_THREAD)
        try:
            return self._application()
        except Exception:
            log.exception("a web process does not start")
            sys.exit(STARTUP_FAILURE)

    def _application(self) -> FastAPI:
        # They bring the solvers, which stay out of the process that starts the others.
        from api.main import create_app  # noqa: PLC0415
        from api.rosters.service.standing import read_ahead  # noqa: PLC0415
        from api.runs.warming import warm_up_placements  # noqa: PLC0415

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


class Supervisor(Multiprocess):
    """Starts web processes and watches them: uvicorn's own, but a terminal that is closed ends it, and nobody who hangs is waited for."""

    def __init__(self, config: Config, sockets: list[socket.socket]) -> None:
        of_hanging_up = signal.getsignal(signal.SIGHUP)
        super().__init__(config, sockets)
        if of_hanging_up == signal.SIG_IGN:  # `nohup`
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def handle_hup(self) -> None:
        """End: who started the service has gone."""
        self.handle_term()

    def handle_ttin(self) -> None:
        """Leave the number of processes as it was set: a terminal sends this for reasons of its own."""

    def handle_ttou(self) -> None:
        """Leave the number of processes as it was set."""

    def keep_subprocess_alive(self) -> None:
        """Put others in the place of processes that died or hang, which is an error to be looked at."""
        before = list(self.processes)
        for each in before:
            each.child_conn.close()  # our copy, which would keep a process that dies under a question from being missed
        super().keep_subprocess_alive()
        for old, new in zip(before, self.processes, strict=True):
            if old is not new:
                log.error("a web process died or hung, and another one took its place: exit code %s", old.exitcode)

    def join_all(self) -> None:
        """Wait until all that were told to stop have ended."""
        for each in self.processes:
            each.process.join(SECONDS_TO_END)
            each.process.kill()
            each.process.join()


def serve(settings: Settings, database: Database, listener: socket.socket) -> None:
    """Answer requests and hand out runs until told to stop; raises what `answer` raises."""
    # It brings Dask, which stays out of web processes.
    from api.worker import Dispatcher  # noqa: PLC0415

    configure_logs()
    with _counting_together(), Dispatcher(settings, database) as dispatcher:
        answer(WebProcess(settings, dispatcher.has_workers), settings.web_processes, listener)


def answer(web_process: Callable[[], FastAPI], num_processes: int, listener: socket.socket) -> None:
    """Answer requests until told to stop, then close the listener.

    Raises
    ------
    StartError
        A web process could not start.
    """
    config = Config(
        web_process,
        factory=True,
        workers=num_processes,
        timeout_worker_healthcheck=SECONDS_OF_SILENCE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        log_config=None,
        access_log=False,
        server_header=False,
    )
    supervisor = Supervisor(config, [listener])
    try:
        supervisor.run()
    finally:
        # Whatever went wrong: web processes that nobody watches would be waited for, for ever.
        supervisor.terminate_all()
        supervisor.join_all()
        listener.close()
    if any(each.exitcode == STARTUP_FAILURE for each in supervisor.processes):
        raise StartError("A web process did not start; the last lines of the log say why.")


@contextmanager
def _counting_together() -> Iterator[None]:
    """A folder in which web processes that start meanwhile count requests together."""
    place = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="cilt-figures-", dir=place) as folder:
        os.environ[SHARED_FIGURES] = folder
        try:
            yield
        finally:
            del os.environ[SHARED_FIGURES]


def _end_with_parent() -> None:
    """Stop this process as soon as the one that started it is gone, however it went."""
    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
