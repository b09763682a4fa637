"""Where to go after signing in or choosing a language: only a path of our own."""

import re

from flask import current_app, request
from werkzeug.exceptions import HTTPException

_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x1f\\]*")


def safe_next(given: str | None, fallback: str = "/") -> str:
    """`given` if it is a page of ours that can be opened, else `fallback`."""
    if not given or not _OWN_PATH.fullmatch(given):
        return fallback
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(given.split("?")[0], method="GET")
    except HTTPException:
        return fallback
    return given
