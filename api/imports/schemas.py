"""Imports as they are told."""

from datetime import datetime

from pydantic import Field

from api.shapes import Outgoing


class TableCounts(Outgoing):
    """What an import did to one table."""

    read: int = Field(description="Rows in the file.", examples=[313])
    added: int = Field(description="Rows that were not there.", examples=[12])
    changed: int = Field(description="Rows that said something else.", examples=[1])
    unchanged: int = Field(description="Rows that were there word for word.", examples=[300])
    removed: int = Field(
        description="Windows, attendances, skills or events that their visit, staff member or shift no longer has.",
        examples=[0],
    )


class ImportPart(Outgoing):
    """An import that was made, or, where only checked, would have been."""

    import_id: str | None = Field(
        description="None where it was only checked.", examples=["6f1c2a9d8e7b4c3fa1b2c3d4e5f60718"]
    )
    sha256: str = Field(
        description="Of the files' names and bytes: the same files, the same digest.", examples=["9f86d081…"]
    )
    made_by: str = Field(description="The account that sent it.", examples=["5f0c2f6c9d3e4b7f8a1b2c3d4e5f6a7b"])
    made_at: datetime = Field(examples=["2026-11-23T06:30:00Z"])
    counts: dict[str, TableCounts] = Field(
        description="By table.",
        examples=[{"visits": {"read": 313, "added": 12, "changed": 1, "unchanged": 300, "removed": 0}}],
    )
