"""Logs as JSON, a line each, with ids only. An exception is told by its kind and its place: its words may hold a patient's."""

import logging
import sys
import traceback
from collections.abc import Sequence

import structlog
from structlog.typing import EventDict, Processor

MOST_FRAMES = 12
QUIET = ("distributed", "alembic", "fontTools", "httpx", "httpx2")
"""Libraries of which warnings are enough."""


def configure_logs(level: int = logging.INFO) -> None:
    """Send every log line of the process to standard error, those of libraries, too."""
    before: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words_of_errors,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=(
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ),
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=(*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter),
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def without_words_of_errors(_: object, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and where it was raised."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event
