"""Every route declares who may; one that does not is closed to all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, g, request
from werkzeug.exceptions import Unauthorized

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Forbidden
from fieldapp.web.actor import actor, phone, signed_in, staff

PUBLIC = "public"
View = TypeVar("View", bound=Callable[..., Any])


def may(action: str) -> Callable[[View], View]:
    """Let in whoever of this browser's actors may do `action` (domain/access.py)."""
    if action not in access.MAY:
        raise ValueError(f"{action} is not in domain/access.py")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.actor = allowed(action)
            return view(*args, **kwargs)

        guarded.fieldapp_guard = action  # type: ignore[attr-defined]
        return cast(View, guarded)

    return declare


def public(view: View) -> View:
    """Anyone may; the view decides what of it they see."""
    view.fieldapp_guard = PUBLIC  # type: ignore[attr-defined]
    return view


def allowed(action: str) -> Actor:
    """Who of this browser's actors may do it; raises `Unauthorized` or `Forbidden`. Reads no body."""
    here = signed_in()
    for found in here:
        if access.may(found, action):
            return found
    if here:
        raise Forbidden(action=action)
    raise Unauthorized


def refuse_undeclared(app: Flask) -> None:
    """Close every route without a declaration, before its view runs."""

    @app.before_request
    def check() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is not None and not hasattr(view, "fieldapp_guard"):
            raise Forbidden(action="undeclared")


__all__ = ["actor", "may", "phone", "public", "refuse_undeclared", "staff"]
