"""Copies a PostgreSQL database with pg_dump at one snapshot and puts it back in one transaction."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from fieldapp.store.copying import CopyFailed, make_durable

FILE_NAME = "database.dump"
#: Nobody else's time limits hold for a copy of everything.
_PATIENT = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
_EMPTY = """
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', one);
  END LOOP;
END $$;
"""


@contextmanager
def copied(engine: Engine, target: Path) -> Iterator[Connection]:
    """A connection that reads what the finished copy holds: the same snapshot."""
    _program("pg_dump")
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        for name in _PATIENT:
            connection.execute(text(f"SET LOCAL {name} = 0"))
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        wanted = ("--format=custom", "--no-owner", "--no-privileges", "--table=public.*")
        _run(engine, "pg_dump", *wanted, f"--snapshot={snapshot}", f"--file={target}", *_database(engine))
        verify(target)
        make_durable(target)
        yield connection
        connection.rollback()


def verify(file: Path) -> None:
    """The list of its contents and every byte of its data are read."""
    _program("pg_restore")
    done = subprocess.run(
        ["pg_restore", "--file=/dev/null", str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CopyFailed(f"{file.name} cannot be read: {_last_line(done.stderr)}")


def put_back(engine: Engine, file: Path) -> None:
    _program("psql")
    with TemporaryDirectory(prefix="fieldapp-") as folder:
        script = Path(folder) / "all.sql"
        # Written whole before any of it is run: a script that was cut would be committed all the same.
        _run(engine, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
        _run(
            engine,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--command={_EMPTY}",
            f"--file={script}",
            *_database(engine),
        )


def set_aside(_engine: Engine, _stamp: str) -> Path:
    raise CopyFailed("PostgreSQL does not answer for its tables: restore into a new database")


def findings(engine: Engine) -> list[str]:
    """Keys that were never checked; the server itself watches over pages and foreign keys."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT conname FROM pg_constraint WHERE NOT convalidated")).scalars()
        return [f"the constraint {name} was never checked" for name in found]


@contextmanager
def scratch(engine: Engine, _folder: Path) -> Iterator[str]:
    name = f"fieldapp_check_{secrets.token_hex(6)}"
    server = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    except DBAPIError as error:
        reason = _last_line(str(error.orig))
        raise CopyFailed(
            f"the database user may not create a database to check the backup in ({reason})"
        ) from error
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def _database(engine: Engine) -> tuple[str, ...]:
    """Without the password, which other people on the machine could read among the arguments."""
    url = engine.url.set(drivername="postgresql", password=None)
    return (f"--dbname={url.render_as_string()}",)


def _program(name: str) -> None:
    if shutil.which(name) is None:
        raise CopyFailed(f"{name} is not on the PATH; install PostgreSQL's client programs")


def _run(engine: Engine, *command: str) -> None:
    _program(command[0])
    secret = {"PGPASSWORD": engine.url.password} if engine.url.password else {}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **secret})
    if done.returncode:
        raise CopyFailed(f"{command[0]} failed: {_last_line(done.stderr)}")


def _last_line(words: str) -> str:
    return (words.strip().splitlines() or ["no reason given"])[-1][:300]
