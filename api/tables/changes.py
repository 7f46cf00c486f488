"""How often the data have changed that problems are made of: what is kept in memory is good as long as the number stands."""

from sqlalchemy import event, func, insert, select, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column, sessionmaker

from api.tables import caseloads, geography, workforce
from api.tables.base import Base

_NOT_PLANNED_WITH = (caseloads.CarePlanRecord, caseloads.ReferralRecord, caseloads.ImportRecord)
_PLANNED_WITH = frozenset(
    mapper.local_table
    for mapper in Base.registry.mappers
    if mapper.class_.__module__ in {part.__name__ for part in (caseloads, geography, workforce)}
    and mapper.class_ not in _NOT_PLANNED_WITH
)
_CHANGED = "data have changed"


class DataVersionRecord(Base):
    """The one row that counts; none: nothing has changed yet."""

    __tablename__ = "data_version"

    only: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int] = mapped_column(default=1)


def data_version(session: Session) -> int:
    """The number of transactions so far that changed what problems are made of.

    Ask before reading the data: whatever changes in between then makes the number too old, never the data.
    """
    return session.scalar(select(func.max(DataVersionRecord.number))) or 0


def count_changes(sessions: sessionmaker[Session]) -> None:
    """Count every transaction of these sessions that changes a table which problems are made of."""

    @event.listens_for(sessions, "after_flush")
    def _by_objects(session: Session, _: UOWTransaction) -> None:
        touched = (*session.new, *session.dirty, *session.deleted)
        if any(type(record).__table__ in _PLANNED_WITH for record in touched):
            session.info[_CHANGED] = True

    @event.listens_for(sessions, "do_orm_execute")
    def _by_statements(state: ORMExecuteState) -> None:
        is_change = state.is_insert or state.is_update or state.is_delete
        if is_change and getattr(state.statement, "table", None) in _PLANNED_WITH:
            state.session.info[_CHANGED] = True

    @event.listens_for(sessions, "before_commit")
    def _count(session: Session) -> None:
        session.flush()
        if session.info.pop(_CHANGED, False):
            more = update(DataVersionRecord).values(number=DataVersionRecord.number + 1)
            if not session.execute(more.returning(DataVersionRecord.number)).all():
                session.execute(insert(DataVersionRecord))
