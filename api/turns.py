"""What only one may do at a time, whoever and wherever it is: each waits for its turn until the other's transaction ends."""

from enum import IntEnum

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session


class Turn(IntEnum):
    """Keys of PostgreSQL's advisory locks; no two share one."""

    AUDIT = 0x43494C54
    """Entries follow each other in one chain."""
    MIGRATION = 0x43494C55
    """Of two programs that start at once one migrates, the other waits."""
    PUBLISHING = 0x524F5354
    """Numbers follow each other, and nothing is booked twice."""
    RUNS = 0x52554E53
    """One run is taken at a time, so that limits hold."""


def take_turn(of: Session | Connection, turn: Turn) -> None:
    """Wait for a turn and hold it until the transaction ends. SQLite has one writer anyway."""
    connection = of.connection() if isinstance(of, Session) else of
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(turn)})
