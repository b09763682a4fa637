"""Enrolled crew phones, who a ticket is assigned to, and whether it takes two people."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "crew_phone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=True),
        sa.Column("code_sha256", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", MOMENT, nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("waiting_count", sa.Integer(), nullable=False),
        sa.Column("waiting_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_crew_phone_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crew_phone")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_crew_phone_code_sha256")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_crew_phone_token_sha256")),
    )
    op.create_index(op.f("ix_crew_phone_owner_id"), "crew_phone", ["owner_id"])
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("assigned_to_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("two_people", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_index(op.f("ix_ticket_assigned_to_id"), ["assigned_to_id"])
    # Apart: on SQLite a table is copied in one go, and rows that are there need the default for that.
    with op.batch_alter_table("ticket") as table:
        table.alter_column("two_people", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ticket") as table:
        table.drop_index(op.f("ix_ticket_assigned_to_id"))
        table.drop_column("two_people")
        table.drop_column("assigned_to_id")
    op.drop_index(op.f("ix_crew_phone_owner_id"), table_name="crew_phone")
    op.drop_table("crew_phone")
