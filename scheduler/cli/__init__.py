"""The `cilt` command: a file or folder for each verb, and verbs that others add. Heavy libraries are imported by the verb that needs them."""

import sys

try:
    from importlib.metadata import entry_points
    from typing import Annotated

    import typer

    from scheduler import __version__
    from scheduler.cli.benchmark import benchmark
    from scheduler.cli.check import check
    from scheduler.cli.design_teams import design_teams
    from scheduler.cli.explain import explain
    from scheduler.cli.generate import generate
    from scheduler.cli.place import place
    from scheduler.cli.plan import plan
    from scheduler.cli.rim import OUT, Rim
    from scheduler.cli.validate_data import validate_data
    from scheduler.cli.what_if import what_if
except KeyboardInterrupt:
    # Ctrl-C in the first moments comes before there is a rim to catch it.
    sys.stderr.write("Stopped before a plan was made; nothing was written.\n")
    sys.exit(130)

app = typer.Typer(
    cls=Rim,
    name="cilt",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done; 1 a plan with hard violations, or no team design; 2 files or options that cannot be read as asked; "
    "130 stopped by Ctrl-C with nothing written.",
)
app.command()(plan)
app.command()(check)
app.command()(validate_data)
app.command()(generate)
app.command()(explain)
app.command()(place)
app.command()(what_if)
app.command()(design_teams)
app.add_typer(benchmark)
# What stands above the scheduler brings its verbs along, so that the scheduler need not know it.
for found in entry_points(group="cilt.commands"):
    app.add_typer(found.load())


def _say_version(is_asked: bool) -> None:
    if is_asked:
        OUT.print(f"cilt {__version__}")
        raise typer.Exit


@app.callback()
def cilt(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Plans home visits for community integrated locality teams, and judges any plan."""
