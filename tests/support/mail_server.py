"""A real SMTP server for a test, on this machine, with or without TLS and a password."""

import ssl
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class _OnAnyPort(Controller):
    """Knocks at the port that the system has chosen."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class MailServer:
    """Keeps what it takes in `messages`; `on_message` runs before it says that it has taken one."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        password: str = "",
    ) -> None:
        self.messages: list[EmailMessage] = []
        self.answer = "250 taken"
        self.on_message: Callable[[], None] = lambda: None
        self._password = password
        self._controller = _OnAnyPort(
            self,
            hostname=host,
            port=0,
            ssl_context=tls,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=self._judge if password else None,
            auth_required=bool(password),
            auth_require_tls=starttls is not None,
        )

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.messages.append(found)
        self.on_message()
        return self.answer

    def _judge(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        fits = isinstance(given, LoginPassword) and given.password == self._password.encode()
        return AuthResult(success=fits, handled=False)


def self_signed(folder: Path, name: str = "localhost") -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
        + ["-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
