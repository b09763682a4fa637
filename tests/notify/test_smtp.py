"""Mail to a real server: TLS that is checked, a password, limits on time, refusals that are told."""

import smtplib
import socket
import ssl
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from fieldapp.notify import smtp
from tests.support.mail_server import MailServer, self_signed


def letter() -> EmailMessage:
    result = EmailMessage()
    result["From"], result["To"] = "a@example.se", "b@example.se"
    result["Subject"] = "Hej på dig"
    result.set_content("åäö")
    return result


def test_a_message_arrives_as_it_was_written() -> None:
    with MailServer() as server:
        smtp.send(f"smtp://127.0.0.1:{server.port}", letter())
        (found,) = server.messages
    assert found["Subject"] == "Hej på dig"
    assert found.get_content().strip() == "åäö"


def test_starttls_and_a_password_with_any_characters(tmp_path: Path) -> None:
    with MailServer(starttls=self_signed(tmp_path), password="p@ss:w/rd %") as server:
        smtp.send(f"smtp+starttls://user:p%40ss%3Aw%2Frd%20%25@127.0.0.1:{server.port}", letter())
        assert len(server.messages) == 1


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    with MailServer(tls=self_signed(tmp_path)) as server:
        smtp.send(f"smtps://127.0.0.1:{server.port}", letter())
        assert len(server.messages) == 1


def test_a_wrong_password_is_told(tmp_path: Path) -> None:
    with MailServer(starttls=self_signed(tmp_path), password="right") as server:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.send(f"smtp+starttls://user:wrong@127.0.0.1:{server.port}", letter())
        assert server.messages == []
        assert smtp.answers(f"smtp+starttls://user:wrong@127.0.0.1:{server.port}") is False
        assert smtp.answers(f"smtp+starttls://user:right@127.0.0.1:{server.port}") is True


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_elsewhere_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, scheme: str) -> None:
    """127.0.0.2 is not among the names of this machine that need no check."""
    context = self_signed(tmp_path)
    is_tls = scheme == "smtps"
    server = MailServer("127.0.0.2", tls=context if is_tls else None, starttls=None if is_tls else context)
    with server, pytest.raises(ssl.SSLCertVerificationError):
        smtp.send(f"{scheme}://127.0.0.2:{server.port}", letter())
    assert server.messages == []


def test_elsewhere_nothing_goes_without_tls() -> None:
    with MailServer("127.0.0.2") as server, pytest.raises(smtp.RefusedPlainText):
        smtp.send(f"smtp://127.0.0.2:{server.port}", letter())
    assert server.messages == []


def test_a_server_that_refuses_the_message_is_an_error() -> None:
    with MailServer() as server:
        server.answer = "550 not here"
        with pytest.raises(smtplib.SMTPDataError):
            smtp.send(f"smtp://127.0.0.1:{server.port}", letter())


def test_a_server_that_never_speaks_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011  (every way of not answering)
            smtp.send(f"smtp://127.0.0.1:{silent.getsockname()[1]}", letter(), timeout_s=0.3)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("url", "port"),
    [("smtp://localhost", 25), ("smtps://m.example.se", 465), ("smtp+starttls://m.example.se", 587)],
)
def test_each_way_has_its_usual_port(url: str, port: int) -> None:
    assert smtp.Server.of(url).port == port
