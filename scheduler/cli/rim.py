"""Where the command meets its user: exit codes, and errors as one message without a traceback."""

import logging
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from scheduler.errors import CiltError

UNLAWFUL = 1
"""A plan with hard violations."""
BAD_INPUT = 2
"""Files or options that cannot be read as asked; the same code as for a misspelt option."""

OUT = Console(highlight=False, soft_wrap=True)
"""What was asked for."""
ERR = Console(stderr=True, highlight=False, soft_wrap=True)
"""How it goes, and what went wrong."""


class Rim(TyperGroup):
    """The root command: turns every error that CILT raises on purpose into one clear message and exit code 2."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps the types of its click to itself
        """Run a verb."""
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        try:
            return super().invoke(ctx)
        except CiltError as error:
            ERR.print(str(error), markup=False)
        except OSError as error:
            ERR.print(f"cannot read or write {error.filename or 'a file'}: {error.strerror}", markup=False)
        raise typer.Exit(BAD_INPUT)
