"""What went wrong, said so that a reader knows what is safe and what to do; phones get problem+json."""

import json
import logging
import secrets
from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized

from fieldapp.domain import errors
from fieldapp.services.failures import DatabaseFull, DatabaseUnavailable, StorageFull, VaultUnavailable
from fieldapp.web.language import _

log = logging.getLogger("fieldapp")

STATUS = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.TooManyTries: 429,
    StorageFull: 507,
    DatabaseFull: 507,
    VaultUnavailable: 503,
    DatabaseUnavailable: 503,
}
#: A full disk or a database that does not answer is seldom mended sooner.
TRY_AGAIN_S = 10


def wants_data() -> bool:
    return request.path.startswith(("/sync/", "/api/", "/open311/", "/health/"))


def problem(status: int, code: str, **values: Any) -> Response:
    """RFC 9457 with a stable `code`."""
    body = {"type": "about:blank", "status": status, "code": code, **values}
    response = Response(json.dumps(body, default=str), status, mimetype="application/problem+json")
    return _with_retry_after(response, values)


def _with_retry_after(response: Response, values: dict[str, Any]) -> Response:
    """Nothing is lost: whoever sent something that we cannot take now is told when to come back with it."""
    is_for_now = response.status_code in (503, 507)
    after = values.get("retry_after_s", TRY_AGAIN_S if is_for_now else None)
    if after is not None:
        response.headers["Retry-After"] = str(after)
    return response


def install(app: Flask) -> None:
    """Answer our own errors, HTTP's, and those that nobody foresaw."""

    @app.errorhandler(errors.DomainError)
    def domain_error(error: errors.DomainError) -> Response:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
        if status >= 500:
            log.error("%s: %s", error.code, error, exc_info=error)
        return _answer(status, error.code, error.values)

    @app.errorhandler(CSRFError)
    def form_expired(error: CSRFError) -> Response:
        return _answer(403, "form-expired", {})

    @app.errorhandler(Unauthorized)
    def sign_in_first(error: Unauthorized) -> Any:
        if wants_data() or request.method != "GET":
            return _answer(401, "sign-in", {})
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")), 303)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        code = {404: "not-found", 405: "method", 413: "too-large", 400: "bad-request"}.get(status, "error")
        return _answer(status, code, {})

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        reference = secrets.token_hex(4)
        log.exception("unforeseen error %s", reference)
        return last_resort(reference)


def _answer(status: int, code: str, values: dict[str, Any]) -> Response:
    if wants_data():
        return problem(status, code, **values)
    page = render_template("errors/error.html", status=status, code=code, words=words(status, code))
    return _with_retry_after(Response(page, status, mimetype="text/html"), values)


def last_resort(reference: str) -> Response:
    """The page that asks nothing of database, templates or session."""
    if wants_data():
        return problem(500, "unforeseen", reference=reference)
    page = (
        '<!doctype html><html lang="sv"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Något gick fel</title>'
        "<main><h1>Något gick fel hos oss</h1><p>Det du har sparat finns kvar. Försök igen om en stund."
        f"</p><p>Kod: {reference}</p><p><a href='/'>Till början</a></p></main></html>"
    )
    return Response(page, 500, mimetype="text/html")


def words(status: int, code: str) -> tuple[str, str]:
    """What happened, and what to do."""
    by_code = {
        "form-expired": (
            _("Sidan var för gammal"),
            _("Gå tillbaka, ladda om sidan och försök igen. Inget är ändrat."),
        ),
        "other-origin": (
            _("Vi kunde inte ta emot det"),
            _("Anropet kom från en annan webbplats. Öppna sidan här och försök igen."),
        ),
    }
    by_status = {
        401: (_("Logga in först"), _("Sidan är till för dig som har ett konto.")),
        403: (_("Det får du inte göra"), _("Ditt konto har inte rätt till det här. Fråga samordnaren.")),
        404: (_("Sidan finns inte"), _("Länken kan vara gammal. Gå till början och leta dig fram.")),
        405: (_("Så kan sidan inte användas"), _("Gå till början och leta dig fram.")),
        409: (
            _("Någon annan hann före"),
            _("Ladda om sidan, se vad som ändrades och försök igen. Inget är förlorat."),
        ),
        413: (_("Det var för stort"), _("Välj en mindre bild eller skriv kortare, och försök igen.")),
        422: (_("Något saknas eller är fel"), _("Gå tillbaka och rätta det. Inget är ändrat.")),
        429: (_("För många försök"), _("Vänta en stund och försök igen.")),
        503: (_("Vi kan inte spara just nu"), _("Inget är förlorat. Försök igen om en stund.")),
        507: (_("Det finns ingen plats kvar"), _("Inget är förlorat. Säg till samordnaren.")),
    }
    fallback = (_("Något gick fel"), _("Gå tillbaka och försök igen. Inget är ändrat."))
    return by_code.get(code) or by_status.get(status, fallback)
