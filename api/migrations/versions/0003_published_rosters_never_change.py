"""A published roster never changes: the database itself refuses all but that a later number supersedes it.

Written by hand, for alembic reads no triggers. A revision that copies the table on SQLite must make them again.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    *("roster_id", "number", "scope", "locality_id", "team_ids", "first_date", "num_days", "run_id", "based_on_id"),
    *("plan", "pins", "pins_given", "made_by", "made_at", "published_by", "published_at"),
    *("report", "scorecard", "tables_zip"),
    "version",
)
"""All but the state."""
IS_PUBLISHED = "OLD.state IN ('published', 'superseded')"
SAYS = "a published roster is never changed"


def upgrade() -> None:
    """Go forwards."""
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in COLUMNS)
        for what, when in (
            ("UPDATE", f"{IS_PUBLISHED} AND (NEW.state <> 'superseded' OR {changed})"),
            ("DELETE", IS_PUBLISHED),
        ):
            op.execute(
                f"CREATE TRIGGER rosters_no_{what.lower()} BEFORE {what} ON rosters WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_rosters() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' AND NEW.state = 'superseded' "
        "AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER rosters_no_change BEFORE UPDATE OR DELETE ON rosters "
        f"FOR EACH ROW WHEN ({IS_PUBLISHED}) EXECUTE FUNCTION refuse_change_of_rosters()"
    )


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(f"DROP TRIGGER rosters_no_{what}")
        return
    op.execute("DROP TRIGGER rosters_no_change ON rosters")
    op.execute("DROP FUNCTION refuse_change_of_rosters()")
