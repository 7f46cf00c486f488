"""Where: localities, places, bases, teams, practices. The columns are those of the tables of the same names in data/README.md."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.tables.base import Base, Code, Text, Versioned


class LocalityRecord(Base):
    """A part of the county with its own coordinators."""

    __tablename__ = "localities"

    locality_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class LocationRecord(Base):
    """A point that people travel to; private where it is a home."""

    __tablename__ = "locations"

    location_id: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    latitude: Mapped[float]
    longitude: Mapped[float]
    address: Mapped[str] = mapped_column(Text, default="")
    area: Mapped[str] = mapped_column(Text, default="")
    access_notes: Mapped[str] = mapped_column(Text, default="")


class BaseRecord(Base):
    """A building from which a team works."""

    __tablename__ = "bases"

    base_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(ForeignKey("locations.location_id"))
    telephone: Mapped[str] = mapped_column(Text, default="")


class TeamRecord(Base, Versioned):
    """A neighbourhood team."""

    __tablename__ = "teams"

    team_id: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    locality_id: Mapped[str] = mapped_column(ForeignKey("localities.locality_id"), index=True)
    base_id: Mapped[str] = mapped_column(ForeignKey("bases.base_id"))
    telephone: Mapped[str] = mapped_column(Text, default="")


class PracticeRecord(Base):
    """A GP practice and the team it belongs to."""

    __tablename__ = "practices"

    ods_code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    location_id: Mapped[str] = mapped_column(ForeignKey("locations.location_id"))
    team_id: Mapped[str] = mapped_column(ForeignKey("teams.team_id"), index=True)
    list_size: Mapped[int] = mapped_column(default=0)
    share_over_65: Mapped[float] = mapped_column(default=0.0)
