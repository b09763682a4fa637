"""What every application of a run would reckon anew and to the same end: its URLs, templates and SQL.

Each test has an application, an engine and a database of its own. What depends on none of them (the code
that builds a URL, a template's bytecode, the SQL text of a query) is made by the first and kept for the
others, as one process that serves for months keeps it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from pytest import MonkeyPatch
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from fieldapp.store.db import db

_STATEMENTS = 4000


class _Templates(BytecodeCache):
    """By name, file and content, so that a changed template is compiled anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_templates = _Templates()
_dialects: dict[str, Dialect] = {}
_statements: LRUCache[Any, Any] = LRUCache(_STATEMENTS)


@contextmanager
def urls() -> Iterator[None]:
    """Rules that say the same share the functions that Werkzeug compiles for them."""
    compile_anew: Callable[..., Any] = Rule._compile_builder
    built: dict[Any, Any] = {}

    def compile_once(self: Rule, append_unknown: bool = True) -> Any:
        if self.defaults:
            return compile_anew(self, append_unknown)
        converters = tuple((name, repr(vars_of(one))) for name, one in self._converters.items())
        key = (self.rule, tuple(self._trace), converters, append_unknown)
        if key not in built:
            built[key] = compile_anew(self, append_unknown)
        return built[key]

    def vars_of(converter: Any) -> Any:
        return type(converter), {name: value for name, value in vars(converter).items() if name != "map"}

    with MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


def templates_and_sql(app: Flask) -> None:
    """Let the application, in its context, read and keep what others of this run have compiled."""
    app.jinja_env.bytecode_cache = _templates
    _share_statements(db.engine)


def _share_statements(engine: Engine) -> None:
    """SQLAlchemy keeps what it compiled by dialect: those of one kind of database become one."""
    engine._compiled_cache = _statements
    kept = _dialects.get(engine.name)
    if kept is not None:
        engine.dialect = engine.pool._dialect = kept
        return
    # A dialect knows its server only after the first connection.
    with engine.connect():
        _dialects[engine.name] = engine.dialect
    engine.dispose()
