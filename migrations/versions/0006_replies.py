"""Reply links that are renewed and revoked."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the step that needs it."""


def downgrade() -> None:
    """Filled by the step that needs it."""
