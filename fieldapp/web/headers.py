"""The headers of every answer: a strict policy without exceptions, and no cache but by name."""

from flask import Flask, Response, request

from fieldapp.web.tools import settings

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
DATA_POLICY = "default-src 'none'; sandbox"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"


def install(app: Flask) -> None:
    """Put them on pages, data, static files and errors alike."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings().is_https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers.setdefault("Content-Security-Policy", _policy(response))
        response.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith("/sync/"):
            response.headers["X-Fieldapp"] = "1"
        return response


def _policy(response: Response) -> str:
    # A worker and its scripts are governed by the policy they came with.
    is_code = response.mimetype in ("text/html", "text/javascript", "application/javascript")
    return PAGE_POLICY if is_code else DATA_POLICY
