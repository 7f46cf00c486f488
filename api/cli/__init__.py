"""The verbs that the service adds to `cilt` (entry point `cilt.commands`), a file for each. Heavy libraries are imported by the verb that needs them."""

import typer

from api.cli.accounts import accounts
from api.cli.audit import audit
from api.cli.migrate import migrate
from api.cli.serve import serve

commands = typer.Typer()
commands.command()(serve)
commands.command()(migrate)
commands.add_typer(accounts)
commands.add_typer(audit)
