"""The municipality's own reasons and sentences."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the step that needs it."""


def downgrade() -> None:
    """Filled by the step that needs it."""
