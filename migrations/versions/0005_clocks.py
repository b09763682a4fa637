"""What was asked of owners again, what was lifted to somebody's head, and which mails never arrived."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
_MOMENTS = ("last_asked_at", "escalated_at", "by_hand_at", "informed_at")


def upgrade() -> None:
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("clock_on", sa.Date(), nullable=True))
        for name in _MOMENTS:
            table.add_column(sa.Column(name, MOMENT, nullable=True))
    op.create_table(
        "owner_mail",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_ids", sa.JSON(), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox.id"], name=op.f("fk_owner_mail_message_id_outbox"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_owner_mail_owner_id_owner")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_owner_mail")),
    )
    op.create_index(op.f("ix_owner_mail_owner_id"), "owner_mail", ["owner_id"])
    _begin_clocks()
    op.execute("UPDATE ticket SET last_asked_at = sent_at, informed_at = sent_at WHERE sent_at IS NOT NULL")


def downgrade() -> None:
    op.drop_index(op.f("ix_owner_mail_owner_id"), table_name="owner_mail")
    op.drop_table("owner_mail")
    with op.batch_alter_table("ticket") as table:
        for name in (*_MOMENTS, "clock_on"):
            table.drop_column(name)


def _begin_clocks() -> None:
    """From the day on which the first point was noted, or the clock began anew: until now this was read
    from points and history each time."""
    bind = op.get_bind()
    began: dict[object, object] = {}
    for ticket_id, at in bind.execute(sa.text("SELECT id, created_at FROM ticket")):
        began[ticket_id] = at
    noted = (
        "SELECT ticket_id, MIN(observed_at) FROM observation WHERE ticket_id IS NOT NULL GROUP BY ticket_id"
    )
    anew = (
        "SELECT ticket_id, MAX(at) FROM ticket_event "
        "WHERE kind = 'status' AND to_state IN ('reopened', 'new') GROUP BY ticket_id"
    )
    for query in (noted, anew):
        began.update((row[0], row[1]) for row in bind.execute(sa.text(query)))
    days = [{"key": key, "day": _local_day(at)} for key, at in began.items()]
    if days:
        tickets = sa.table("ticket", sa.column("id"), sa.column("clock_on", sa.Date()))
        bind.execute(
            tickets.update()
            .where(tickets.c.id == sa.bindparam("key"))
            .values(clock_on=sa.bindparam("day", type_=sa.Date())),
            days,
        )


def _local_day(at: object) -> date:
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at).replace("Z", "+00:00"))
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).date()
