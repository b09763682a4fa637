"""The first tables, with the one row of the municipality and of the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: A moment in UTC: timestamptz on PostgreSQL, sortable text on SQLite.
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "address",
        sa.Column("cell", sa.String(length=30), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("cell", name=op.f("pk_address")),
    )
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("sv", sa.String(length=80), nullable=False),
        sa.Column("fi", sa.String(length=80), nullable=False),
        sa.Column("en", sa.String(length=80), nullable=False),
        sa.Column("short_sv", sa.String(length=40), nullable=False),
        sa.Column("short_fi", sa.String(length=40), nullable=False),
        sa.Column("short_en", sa.String(length=40), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("duty_phone", sa.String(length=40), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("bounds", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("client_at", MOMENT, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_operation_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("claimed_by", sa.String(length=60), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("dead_at", MOMENT, nullable=True),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "owner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("class_code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("company", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("receives", sa.String(length=12), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
        sa.UniqueConstraint("code", name=op.f("uq_owner_code")),
    )
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owner_class_code"), ["class_code"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("try_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_since_at"), ["since_at"], unique=False)

    op.create_table(
        "walk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "open",
                "closing",
                "review",
                "sent",
                "sealed",
                "followed_up",
                "cancelled",
                name="walkstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("gathering", sa.String(length=160), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("is_step_free", sa.Boolean(), nullable=False),
        sa.Column("releases_all", sa.Boolean(), nullable=False),
        sa.Column("never_closes", sa.Boolean(), nullable=False),
        sa.Column("weather", sa.String(length=120), nullable=False),
        sa.Column("sunset_on_wall", sa.String(length=5), nullable=False),
        sa.Column("dark_on_wall", sa.String(length=5), nullable=False),
        sa.Column("register_number", sa.String(length=40), nullable=False),
        sa.Column("leader_role", sa.String(length=120), nullable=False),
        sa.Column("resident_count", sa.Integer(), nullable=False),
        sa.Column("organisations", sa.JSON(), nullable=False),
        sa.Column("route", sa.JSON(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("announced_stop_id", sa.Uuid(), nullable=True),
        sa.Column("last_point_number", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["follows_id"], ["walk.id"], name=op.f("fk_walk_follows_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk")),
        sa.UniqueConstraint("number", name=op.f("uq_walk_number")),
    )
    with op.batch_alter_table("walk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_walk_follows_id"), ["follows_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_walk_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("geometry", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_area_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_card_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("code", name=op.f("uq_card_code")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_walk_id"), ["walk_id"], unique=False)

    op.create_table(
        "join_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_join_code_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_code")),
        sa.UniqueConstraint("code", name=op.f("uq_join_code_code")),
    )
    with op.batch_alter_table("join_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_code_walk_id"), ["walk_id"], unique=False)

    op.create_table(
        "owner_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_ids", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_owner_link_owner_id_owner")),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_owner_link_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_owner_link_token_sha256")),
    )
    with op.batch_alter_table("owner_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owner_link_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "anyone",
                "participant",
                "secretary",
                "leader",
                "coordinator",
                "crew",
                "supervisor",
                "reader",
                "partner",
                "board",
                "admin",
                name="role",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("sees_all", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("waiting_count", sa.Integer(), nullable=False),
        sa.Column("muted_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_participant_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_participant_token_sha256")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_walk_id"), ["walk_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "anyone",
                "participant",
                "secretary",
                "leader",
                "coordinator",
                "crew",
                "supervisor",
                "reader",
                "partner",
                "board",
                "admin",
                name="role",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_person_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_stop_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
    )
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stop_walk_id"), ["walk_id"], unique=False)

    op.create_table(
        "subcategory",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("category_code", sa.String(length=4), nullable=False),
        sa.Column("sv", sa.String(length=80), nullable=False),
        sa.Column("fi", sa.String(length=80), nullable=False),
        sa.Column("en", sa.String(length=80), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_subcategory_category_code_category")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_subcategory")),
    )
    with op.batch_alter_table("subcategory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subcategory_category_code"), ["category_code"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "sent",
                "bounced",
                "accepted",
                "investigating",
                "planned",
                "in_progress",
                "handed_over",
                "needs_project",
                "done",
                "confirmed",
                "declined",
                "reopened",
                "merged",
                "contested",
                name="ticketstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=4), nullable=False),
        sa.Column("subcategory", sa.String(length=6), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("urgency", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_because", sa.String(length=30), nullable=False),
        sa.Column("planned_for", sa.String(length=20), nullable=False),
        sa.Column("informed", sa.JSON(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("answer_by", sa.String(length=160), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("first_answered_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("no_photo_reason", sa.String(length=300), nullable=False),
        sa.Column("external_case", sa.String(length=60), nullable=False),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("hazard", sa.Text(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("asked_count", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["ticket.id"], name=op.f("fk_ticket_merged_into_id_ticket")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_ticket_owner_id_owner")),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_ticket_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_answer_due_on"), ["answer_due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_rev"), ["rev"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_walk_id"), ["walk_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "noted",
                "reviewed",
                "ticket",
                "praise",
                "dialogue",
                "merged",
                "dismissed",
                "withdrawn",
                name="observationstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=4), nullable=False),
        sa.Column("subcategory", sa.String(length=6), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("for_other", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("position_source", sa.String(length=6), nullable=True),
        sa.Column("stretch_lat", sa.Double(), nullable=True),
        sa.Column("stretch_lon", sa.Double(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("public_lang", sa.String(length=2), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("urgency", sa.String(length=10), nullable=True),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("owner_hint", sa.String(length=40), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("withdrawal_asked_at", MOMENT, nullable=True),
        sa.Column("observed_at", MOMENT, nullable=False),
        sa.Column("clock", sa.String(length=10), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("field_revs", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_observation_card_id_card")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["observation.id"], name=op.f("fk_observation_merged_into_id_observation")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_observation_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_observation_stop_id_stop")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_observation_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_observation_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("walk_id", "number", name=op.f("uq_observation_walk_id_number")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observation_card_id"), ["card_id"], unique=False)
        batch_op.create_index("ix_observation_category_observed", ["category", "observed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index("ix_observation_walk_id_rev", ["walk_id", "rev"], unique=False)

    op.create_table(
        "one_time_link",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id_person")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_one_time_link")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("light", sa.String(length=4), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_rating_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_rating_stop_id_stop")),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_rating_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "participant_id", "stop_id", "light", name=op.f("uq_rating_participant_id_stop_id_light")
        ),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rating_walk_id"), ["walk_id"], unique=False)

    op.create_table(
        "routing_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=4), nullable=True),
        sa.Column("subcategory_code", sa.String(length=6), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("urgency", sa.String(length=10), nullable=True),
        sa.Column("used_count", sa.Integer(), nullable=False),
        sa.Column("bounced_count", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_routing_rule_area_id_area")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_routing_rule_owner_id_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_staff_session_token_sha256")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_role", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_event")),
    )
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_event_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_event_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_agreement_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_agreement_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("observation_id", "participant_id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=True),
        sa.Column("observation_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=6), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "expected", "stored", "refused", "removed", name="photostate", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("refusal", sa.String(length=30), nullable=False),
        sa.Column("upload_sha256", sa.String(length=64), nullable=False),
        sa.Column("upload_bytes", sa.Integer(), nullable=False),
        sa.Column("upload_type", sa.String(length=60), nullable=False),
        sa.Column("large_key", sa.String(length=64), nullable=True),
        sa.Column("print_key", sa.String(length=64), nullable=True),
        sa.Column("small_key", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("alt_text", sa.String(length=300), nullable=False),
        sa.Column("announced_at", MOMENT, nullable=False),
        sa.Column("stored_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_photo_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_photo_operation_id_operation")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_photo_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_large_key"), ["large_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_observation_id"), ["observation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_print_key"), ["print_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_small_key"), ["small_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_vote_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_vote_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["walk_id"], ["walk.id"], name=op.f("fk_vote_walk_id_walk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "participant_id", "observation_id", name=op.f("uq_vote_participant_id_observation_id")
        ),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_observation_id"), ["observation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_walk_id"), ["walk_id"], unique=False)

    op.execute("INSERT INTO revision (id, value) VALUES (1, 0)")
    op.execute(
        "INSERT INTO municipality"
        " (id, name, contact_email, contact_phone, duty_phone, answer_days, bounds, is_demo)"
        " VALUES (1, '', '', '', '', 30, '[59.4, 17.5, 59.7, 17.95]', false)"
    )


def downgrade() -> None:
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_walk_id"))
        batch_op.drop_index(batch_op.f("ix_vote_observation_id"))

    op.drop_table("vote")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_photo_small_key"))
        batch_op.drop_index(batch_op.f("ix_photo_print_key"))
        batch_op.drop_index(batch_op.f("ix_photo_operation_id"))
        batch_op.drop_index(batch_op.f("ix_photo_observation_id"))
        batch_op.drop_index(batch_op.f("ix_photo_large_key"))

    op.drop_table("photo")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_participant_id"))

    op.drop_table("agreement")
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_event_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_event_owner_id"))

    op.drop_table("ticket_event")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_staff_session_expires_at"))

    op.drop_table("staff_session")
    op.drop_table("routing_rule")
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_walk_id"))
        batch_op.drop_index(batch_op.f("ix_rating_participant_id"))

    op.drop_table("rating")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_person_id"))

    op.drop_table("one_time_link")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index("ix_observation_walk_id_rev")
        batch_op.drop_index(batch_op.f("ix_observation_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_observation_state"))
        batch_op.drop_index(batch_op.f("ix_observation_participant_id"))
        batch_op.drop_index(batch_op.f("ix_observation_merged_into_id"))
        batch_op.drop_index("ix_observation_category_observed")
        batch_op.drop_index(batch_op.f("ix_observation_card_id"))

    op.drop_table("observation")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_walk_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_state"))
        batch_op.drop_index(batch_op.f("ix_ticket_rev"))
        batch_op.drop_index(batch_op.f("ix_ticket_owner_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_answer_due_on"))

    op.drop_table("ticket")
    with op.batch_alter_table("subcategory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subcategory_category_code"))

    op.drop_table("subcategory")
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stop_walk_id"))

    op.drop_table("stop")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_owner_id"))

    op.drop_table("person")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_walk_id"))

    op.drop_table("participant")
    with op.batch_alter_table("owner_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owner_link_owner_id"))

    op.drop_table("owner_link")
    with op.batch_alter_table("join_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_code_walk_id"))

    op.drop_table("join_code")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_walk_id"))

    op.drop_table("card")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_owner_id"))

    op.drop_table("area")
    with op.batch_alter_table("walk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_walk_starts_at"))
        batch_op.drop_index(batch_op.f("ix_walk_follows_id"))

    op.drop_table("walk")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_since_at"))

    op.drop_table("throttle")
    op.drop_table("revision")
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owner_class_code"))

    op.drop_table("owner")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_sent_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_due_at"))

    op.drop_table("outbox")
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_entity_id"))
        batch_op.drop_index(batch_op.f("ix_operation_actor_id"))

    op.drop_table("operation")
    op.drop_table("municipality")
    op.drop_table("category")
    op.drop_table("address")
