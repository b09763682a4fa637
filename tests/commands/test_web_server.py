"""Which bodies the web server takes before the application has seen them."""

from waitress.adjustments import Adjustments

from fieldapp.commands.web_server import (
    BODY_MAX_BYTES,
    QUEUE_MAX_BYTES,
    QUEUES_AT_ONCE,
    QueueTakingParser,
)


def asked(body_bytes: int) -> QueueTakingParser:
    """A request for the address of queues whose head has come."""
    parser = QueueTakingParser(Adjustments(max_request_body_size=BODY_MAX_BYTES))
    head = f"POST /sync/rescue HTTP/1.1\r\nCookie: fieldapp=x\r\nContent-Length: {body_bytes}\r\n\r\n"
    parser.received(head.encode())
    return parser


def test_a_few_whole_queues_come_at_once_and_room_is_made_when_one_ends() -> None:
    large = BODY_MAX_BYTES + 1
    coming = [asked(large) for _ in range(QUEUES_AT_ONCE)]
    assert [one.error for one in coming] == [None] * QUEUES_AT_ONCE
    assert asked(large).error is not None
    assert asked(1000).error is None
    coming.pop()
    assert asked(large).error is None
    assert asked(QUEUE_MAX_BYTES).error is not None
