"""The tables of the database, typed. What may be done with them stands in the rooms."""

from api.tables import accounts, audit, caseloads, changes, geography, rosters, runs, workforce
from api.tables.base import Base

__all__ = ["Base", "accounts", "audit", "caseloads", "changes", "geography", "rosters", "runs", "workforce"]
