"""What the room's routes ask for: the sight of a caller, and its record."""

from typing import Annotated

from fastapi import Depends, Path

from api.caseloads.service.sight import Sight
from api.dependencies import Coordinator, ReadSession, SettingsDep, Today, WriteSession, only
from api.security import AccountRole, Caller

Reader = Annotated[Caller, Depends(only(AccountRole.COORDINATOR, AccountRole.PLANNER))]
PatientId = Annotated[str, Path(max_length=64, examples=["p-0001"])]
VisitId = Annotated[str, Path(max_length=64, examples=["v-0001"])]


def _listing(session: ReadSession, caller: Reader, settings: SettingsDep, today: Today) -> Sight:
    return Sight.of(session, caller, on=today, key=settings.signing_key)


def _reading(session: ReadSession, caller: Coordinator, settings: SettingsDep, today: Today) -> Sight:
    return Sight.of(session, caller, on=today, key=settings.signing_key)


def _changing(session: WriteSession, caller: Coordinator, settings: SettingsDep, today: Today) -> Sight:
    return Sight.of(session, caller, on=today, key=settings.signing_key)


ListingSight = Annotated[Sight, Depends(_listing)]
"""Of a coordinator, or of a planner, who sees pseudonyms."""
ReadingSight = Annotated[Sight, Depends(_reading)]
"""Of a coordinator."""
ChangingSight = Annotated[Sight, Depends(_changing)]
"""Of a coordinator who changes something."""
