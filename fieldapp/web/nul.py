"""Refuses NUL in addresses and forms: nobody types it, and not every database can look for it."""

from collections.abc import Iterator

from flask import Flask, abort, request

_NUL = "\x00"


def install(app: Flask) -> None:
    """Before any view reads what was sent; what phones send is judged by its types (domain/commands.py)."""

    @app.before_request
    def check() -> None:
        if any(_NUL in text for text in _texts()):
            abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    sent = [request.args] if request.path.startswith("/sync/") else [request.args, request.form]
    for fields in sent:
        for name, value in fields.items(multi=True):
            yield name
            yield value
