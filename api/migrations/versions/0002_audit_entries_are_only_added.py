"""Audit entries are only added: the database itself refuses to change one or take one out.

Written by hand, for alembic reads no triggers. Whoever owns the database can take them away; the chain of hashes shows
what is done then.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forwards."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entries_no_{what.lower()} BEFORE {what} ON audit_entries "
                "BEGIN SELECT RAISE(ABORT, 'audit entries are only added'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_audit_entries() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries are only added'; END $$"
    )
    for what in ("UPDATE", "DELETE", "TRUNCATE"):
        op.execute(
            f"CREATE TRIGGER audit_entries_no_{what.lower()} BEFORE {what} ON audit_entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_entries()"
        )


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entries_no_{what}")
        return
    for what in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER audit_entries_no_{what} ON audit_entries")
    op.execute("DROP FUNCTION refuse_change_of_audit_entries()")
