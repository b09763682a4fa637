"""The schema of the database: where it stands, and how it gets to this release's."""

from pathlib import Path

from fieldapp.services import defaults
from fieldapp.store import schema

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade() -> tuple[str | None, str]:
    """Run what is missing, fill in the default set; returns the revision before and after."""
    before = schema.current()
    schema.upgrade(MIGRATIONS)
    defaults.fill()
    return before, schema.current() or ""


def current() -> str | None:
    """The revision of the database's tables, None where there are none."""
    return schema.current()


def head() -> str:
    """The revision of this release's tables."""
    return schema.head(MIGRATIONS)


def is_current() -> bool:
    """Whether the database has this release's tables."""
    return current() == head()


def is_known(revision: str) -> bool:
    """Whether this release can bring tables of that revision to its own."""
    return schema.is_known(MIGRATIONS, revision)
