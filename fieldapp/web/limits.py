"""How large a request may be, judged before a byte of it is read."""

from flask import Flask, request

from fieldapp.domain.queue_file import FILE_MAX_BYTES

PAGE_MAX_BYTES = 256 * 1024
SYNC_MAX_BYTES = 64 * 1024
RANGE_MAX_BYTES = 256 * 1024
PHOTO_FORM_MAX_BYTES = 26 * 1024 * 1024
#: The file of a municipality's owners or areas, with its form around it, and the corners of one area.
AREA_FORM_MAX_BYTES = 5 * 1024 * 1024 + PAGE_MAX_BYTES
#: A phone's whole queue as a file, for those two views that take it.
QUEUE_FORM_MAX_BYTES = FILE_MAX_BYTES + PAGE_MAX_BYTES
QUEUE_VIEWS = frozenset({"sync.receive_queue", "rescue.bring"})
AREA_FORMS = frozenset({"owners.import_file", "areas.import_file", "areas.new", "areas.change"})
#: Views that take a picture in a form, for readers without the app.
PHOTO_FORMS = frozenset({"owner_reply.answer", "tickets.add_photo", "tickets.change"})


def install(app: Flask) -> None:
    """Put the limit that fits the view on every request."""
    app.config.update(MAX_CONTENT_LENGTH=PHOTO_FORM_MAX_BYTES, MAX_FORM_PARTS=300)

    @app.before_request
    def limit() -> None:
        request.max_content_length = _limit_for(request.endpoint or "")


def _limit_for(endpoint: str) -> int:
    if endpoint == "sync.receive_operations":
        return SYNC_MAX_BYTES
    if endpoint == "sync.receive_range":
        return RANGE_MAX_BYTES
    if endpoint in QUEUE_VIEWS:
        return QUEUE_FORM_MAX_BYTES
    if endpoint in PHOTO_FORMS:
        return PHOTO_FORM_MAX_BYTES
    if endpoint in AREA_FORMS:
        return AREA_FORM_MAX_BYTES
    return PAGE_MAX_BYTES
