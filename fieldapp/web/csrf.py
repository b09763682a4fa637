"""No other site may act for a browser: the origin rule, then form tokens."""

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from fieldapp.domain.errors import Forbidden
from fieldapp.web import guards, session
from fieldapp.web.tools import settings

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
protect = CSRFProtect()
#: Whose own long token is the permission: a mail program presses the button without having seen the page.
BY_TOKEN = frozenset({"following.stop"})


def install(app: Flask) -> None:
    """Judge the origin of every unsafe request, and ask forms for their token."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False, WTF_CSRF_CHECK_DEFAULT=False)
    protect.init_app(app)

    @app.before_request
    def check() -> None:
        if request.method not in UNSAFE:
            return
        if not _is_from_us():
            raise Forbidden("other-origin")
        if not request.path.startswith("/sync/") and request.endpoint not in BY_TOKEN:
            _require_right(app)
            protect.protect()


def _require_right(app: Flask) -> None:
    """Looking for a form's token reads the whole form: who may not send it is told so before."""
    guard = getattr(app.view_functions.get(request.endpoint or ""), "fieldapp_guard", guards.PUBLIC)
    if guard != guards.PUBLIC:
        guards.allowed(guard)


def _is_from_us() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in _our_origins()
    # Our only clients with a cookie are browsers, and those name their origin.
    return not any(session.token_of(name) for name in (session.STAFF, session.PHONE))


def _our_origins() -> tuple[str, ...]:
    """The address that the installation is told it has; a demo is also open by the machine's others."""
    here = settings()
    return (here.base_url, request.host_url.rstrip("/")) if here.is_demo else (here.base_url,)
