"""A letter becomes an e-mail message: whole, in both shapes, and with no header that a person typed."""

import json
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from fieldapp.notify.mail import Attachment, BadAddress, Mail, address, message

MESSAGE_ID = UUID("01900000-0000-7000-8000-000000000001")
DATE = datetime(2026, 9, 24, 16, 5, tzinfo=UTC)
LETTER = Mail(
    to="ann@example.se",
    subject="Tre ärenden väntar",
    text="Hej,\n\nåäö 🌲\n",
    html="<p>Hej</p>",
    sender_name='Upplands-Bro "kommun", trygghet',
    sender_email="trygghet@example.se",
)
OUR_HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "mime-version",
    "content-type",
    "content-language",
}
HOSTILE = ["x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example", "x\u2028Bcc: e", "x\x85Bcc: e", "x\x00y"]


def as_received(letter: Mail, host: str = "trygg.example.se:8443") -> EmailMessage:
    sent = message(letter, MESSAGE_ID, host, DATE).as_bytes()
    found = message_from_bytes(sent, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def changed(**values: str) -> Mail:
    return Mail(**{**LETTER.__dict__, **values})


def test_it_arrives_as_text_and_as_html() -> None:
    found = as_received(LETTER)
    plain, html = found.get_body(("plain",)), found.get_body(("html",))
    assert plain is not None and html is not None
    assert plain.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html


def test_its_headers_say_who_when_and_that_no_person_wrote_it() -> None:
    found = as_received(LETTER)
    assert found["From"].addresses[0].display_name == LETTER.sender_name
    assert found["From"].addresses[0].addr_spec == "trygghet@example.se"
    assert found["Subject"] == LETTER.subject
    assert found["Date"].datetime == DATE
    assert found["Message-ID"] == f"<{MESSAGE_ID}@trygg.example.se>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Content-Language"] == "sv"
    assert "Reply-To" not in found


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_a_machine_without_a_name_still_makes_a_valid_id(host: str) -> None:
    assert as_received(LETTER, host)["Message-ID"] == f"<{MESSAGE_ID}@fieldapp.invalid>"


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("field", ["subject", "sender_name"])
def test_no_words_add_a_header(field: str, words: str) -> None:
    found = as_received(changed(**{field: words}))
    assert "Bcc" not in found
    assert {name.lower() for name in found} == OUR_HEADERS


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "ann",
        "ann@",
        "@example.se",
        "ann@example",
        "a b@example.se",
        "a@b@example.se",
        "ann@example.se\r\nBcc: eve@evil.example",
        "ann@example.se, eve@evil.example",
        "Ann <ann@example.se>",
        "ånn@example.se",
        "ann@.example.se",
        "=?utf-8?q?x?=@example.se\n",
    ],
)
def test_an_address_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(BadAddress):
        address(bad)
    with pytest.raises(BadAddress):
        message(changed(to=bad), MESSAGE_ID, "trygg.example.se", DATE)


def test_a_subject_without_end_is_cut() -> None:
    assert len(as_received(changed(subject="å" * 1000))["Subject"]) == 200


def test_files_go_along_under_their_own_name() -> None:
    content = bytes(range(256))
    letter = Mail(
        to="ann@example.se",
        subject="x",
        text="x",
        html="x",
        attachments=(Attachment("protokoll åäö\r\n.pdf", "application/pdf", content),),
    )
    (file,) = as_received(letter).iter_attachments()
    assert file.get_filename() == "protokoll åäö .pdf"
    assert file.get_content_type() == "application/pdf"
    assert file.get_content() == content


def test_a_letter_survives_being_kept_as_json() -> None:
    letter = Mail(**{**LETTER.__dict__, "attachments": (Attachment("a", "text/csv", b"\x00\xff"),)})
    assert Mail.from_payload(json.loads(json.dumps(letter.as_payload()))) == letter
