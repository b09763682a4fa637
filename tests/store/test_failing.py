"""A database that cannot serve is told from a question that was asked wrongly."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from fieldapp.store.db import DatabaseUnavailable, db


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_mistake_in_how_we_ask_is_no_database_that_does_not_answer(app: Flask) -> None:
    with pytest.raises(StatementError) as found:
        db.session.execute(text("SELECT :value"), {"value": object()})
    assert not isinstance(found.value, DatabaseUnavailable)
