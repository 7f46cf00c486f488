"""Where the command meets its user: exit codes, and errors as one message without a traceback."""

import logging
import os
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from scheduler.errors import CiltError

UNLAWFUL = 1
"""A plan with hard violations."""
BAD_INPUT = 2
"""Files or options that cannot be read as asked; the same code as for a misspelt option."""

STOPPED = 130
"""Ctrl-C before there was anything to keep."""


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Say no more to a reader that has gone (``| head``): the verdict, and so the exit code, stays what it is."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


OUT = _Screen(highlight=False, soft_wrap=True)
"""What was asked for."""
WIDE = _Screen(highlight=False, soft_wrap=True, width=500)
"""What was asked for, in tables that are to be copied and so are never squeezed into a terminal."""
ERR = _Screen(stderr=True, highlight=False, soft_wrap=True)
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
        except KeyboardInterrupt:
            is_plan = ctx.invoked_subcommand == "plan"
            ERR.print("Stopped before a plan was made; nothing was written." if is_plan else "Stopped.")
            raise typer.Exit(STOPPED) from None
        except OSError as error:
            place = error.filename or "what was asked for"
            ERR.print(f"cannot read or write {place}: {error.strerror}", markup=False)
        raise typer.Exit(BAD_INPUT)


def counted(number: int, things: str) -> str:
    """A number with its noun, which is handed over in the plural: ``1 visit``, ``2 visits``."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"
