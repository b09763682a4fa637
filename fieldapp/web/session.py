"""Two cookies that never replace each other: the staff session and the phone in a walk."""

import hashlib
import hmac
from typing import Any

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SessionInterface
from werkzeug import Response

from fieldapp.web.tools import settings

STAFF = "fieldapp"
PHONE = "fieldapp-phone"
LANGUAGE = "fieldapp-language"
_A_YEAR_S = 365 * 24 * 3600


def cookie_name(name: str) -> str:
    """With the __Host- prefix where the address is https; plain on loopback only, in demo."""
    return f"__Host-{name}" if settings().is_https else name


def token_of(name: str) -> str | None:
    """The token that the browser holds for `STAFF` or `PHONE`."""
    return request.cookies.get(cookie_name(name))


def keep(response: Response, name: str, token: str, max_age_s: int = _A_YEAR_S) -> None:
    """Hand the browser a token. How long it is good for is judged on the server."""
    response.set_cookie(
        cookie_name(name),
        token,
        max_age=max_age_s,
        path="/",
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response, name: str) -> None:
    response.delete_cookie(
        cookie_name(name), path="/", secure=settings().is_https, httponly=True, samesite="Lax"
    )


class TokenSession(SessionInterface):
    """What Flask-WTF calls the session: nothing but a form secret derived from our own cookies.

    A person's forms hang on the person's cookie alone: joining a walk in another tab must not expire them.
    It writes no cookie; whoever has none gets the same secret as all strangers,
    and the origin rule (csrf.py) guards them.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        holder = token_of(STAFF) or token_of(PHONE) or ""
        key = str(app.secret_key).encode()
        secret = hmac.new(key, f"form:{holder}".encode(), hashlib.sha256).hexdigest()
        return SecureCookieSession({"csrf_token": secret})

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Nothing to keep."""
