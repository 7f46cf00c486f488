"""Audit entries are only added: the database itself refuses to change one or take one out.

Written by hand, for alembic reads no triggers. Whoever owns the database can take them away; the chain of hashes shows
what is done then.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


TABLES = ("audit_entries", "audited_patients")
WHAT = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def upgrade() -> None:
    """Go forwards."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change_of_audit_entries() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit entries are only added'; END $$"
        )
    refusal = {
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'audit entries are only added'); END",
        "postgresql": "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_entries()",
    }[dialect]
    for table in TABLES:
        for what in WHAT[dialect]:
            op.execute(f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} {refusal}")


def downgrade() -> None:
    """Go back."""
    dialect = op.get_bind().dialect.name
    for table in TABLES:
        for what in WHAT[dialect]:
            op.execute(f"DROP TRIGGER {table}_no_{what}{'' if dialect == 'sqlite' else f' ON {table}'}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_audit_entries()")
