"""Whom an owner is reached by: its head, who stands in, and when nobody is there."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the step that needs it."""


def downgrade() -> None:
    """Filled by the step that needs it."""
