"""`cilt audit`: the record of what was seen and done, proved whole. Questions to it are asked over HTTP."""

from typing import Annotated

import typer

from scheduler.cli.rim import ERR, OUT, UNLAWFUL

audit = typer.Typer(
    name="audit",
    no_args_is_help=True,
    help="Prove the record of what was seen and done.\n\nExample: cilt audit verify",
)


@audit.callback()
def _group() -> None:
    """Keep `verify` a verb of its own, though it is the only one."""


@audit.command()
def verify(
    kept: Annotated[
        tuple[int, str] | None,
        typer.Option("--kept", help="Number and hash of an entry, as an earlier run told them.", show_default=False),
    ] = None,
) -> None:
    """Find every entry that was changed, taken out or put in; the exit code is 1 where there is one.

    Entries cut off at the end are found only with --kept: keep what this prints somewhere else.

    Example: cilt audit verify --kept 412 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    """
    from api.audit import faults_in_chain, last_entry, was_kept
    from api.starting import reach_database, read_settings

    database = reach_database(read_settings())
    with database.reading() as session:
        faults = list(faults_in_chain(session))
        if kept is not None and not was_kept(session, *kept):
            faults.append(f"Entry {kept[0]} is not there with the hash that was kept.")
        number, entry_hash = last_entry(session)
    database.close()
    for fault in faults:
        ERR.print(fault, markup=False)
    if faults:
        raise typer.Exit(UNLAWFUL)
    OUT.print(f"{'1 entry' if number == 1 else f'{number:,} entries'}, whole.")
    OUT.print(f"Keep elsewhere: {number} {entry_hash}")
