"""`cilt benchmark judge`: the validator on anyone's solution of a public instance."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.benchmark.arguments import InstanceFile
from scheduler.cli.rim import UNLAWFUL


def judge(
    instance_file: InstanceFile,
    solution_file: Annotated[
        Path, typer.Argument(metavar="SOLUTION_FILE", help="A solution of it, in its own format.", show_default=False)
    ],
) -> None:
    """Judge anyone's solution of a public instance: exit code 0 if it keeps every hard rule, else 1.

    Example: cilt benchmark judge INSTANCE_FILE SOLUTION_FILE
    """
    from benchmarks.harness.measure import judge as judged_of
    from scheduler.cli.benchmark.verdict import print_verdict
    from scheduler.io.public_instances import read_public_instance

    judged = judged_of(read_public_instance(instance_file), solution_file)
    print_verdict(judged)
    if not judged.report.is_lawful:
        raise typer.Exit(UNLAWFUL)
