"""Hands messages to the municipality's mail server: TLS that is checked, limits on time."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 20.0
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class RefusedPlainText(Exception):
    """Without TLS mails only go to a server on this machine."""


@dataclass(frozen=True)
class Server:
    """Where mails go, taken from `smtp://`, `smtps://` or `smtp+starttls://user:password@host:port`."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    @classmethod
    def of(cls, url: str) -> "Server":
        parts = urlsplit(url)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=parts.port or _PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    @property
    def is_here(self) -> bool:
        return self.host in _LOOPBACK


def send(url: str, message: EmailMessage, timeout_s: float = TIMEOUT_S) -> None:
    """Send one message; raises `smtplib.SMTPException`, `OSError` or `RefusedPlainText`."""
    connection = _connect(Server.of(url), timeout_s)
    try:
        connection.send_message(message)
    finally:
        # The message is taken once it was sent; a server that hangs up first changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()


def answers(url: str, timeout_s: float = 5.0) -> bool:
    """Whether the server lets us in now."""
    try:
        _connect(Server.of(url), timeout_s).quit()
    except (smtplib.SMTPException, OSError, RefusedPlainText):
        return False
    return True


def _connect(server: Server, timeout_s: float) -> smtplib.SMTP:
    if server.scheme == "smtp" and not server.is_here:
        raise RefusedPlainText(server.host)
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout_s, context=_tls(server)
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=timeout_s)
    try:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=_tls(server))
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _tls(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.is_here:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
