"""The `cilt` command: five verbs, each in a file of its own. Heavy libraries are imported by the verb that needs them."""

import typer

from scheduler.cli.check import check
from scheduler.cli.explain import explain
from scheduler.cli.generate import generate
from scheduler.cli.plan import plan
from scheduler.cli.rim import Rim
from scheduler.cli.validate_data import validate_data

app = typer.Typer(
    cls=Rim,
    name="cilt",
    help="Plans home visits for community integrated locality teams, and judges any plan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(plan)
app.command()(check)
app.command()(validate_data)
app.command()(generate)
app.command()(explain)
