"""`cilt validate-data`: the importer's report alone."""

from scheduler.cli.options import DataDir
from scheduler.cli.rim import OUT, counted


def validate_data(data_dir: DataDir) -> None:
    """Read a data folder and report every fault at once: exit code 0 if there is none, else 2.

    Warnings name what is lawful but probably not meant.

    Example: cilt validate-data data/west_weekday
    """
    from scheduler.io.tables.reading import read_folder
    from scheduler.io.tables.rows import TABLES

    folder = read_folder(data_dir)
    for warning in folder.warnings:
        OUT.print(f"warning: {warning}", markup=False)
    num_rows, num_days = sum(len(folder.rows(table)) for table in TABLES), len(folder.dates())
    warnings, days = counted(len(folder.warnings), "warnings"), counted(num_days, "days")
    OUT.print(f"0 faults, {warnings} in {num_rows:,} rows; visits on {days}.")
