"""What a mail says of each ticket: enough to act on without opening anything, and nothing unreviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.in_words import day_in_words
from fieldapp.domain.languages import Language
from fieldapp.domain.text import one_line
from fieldapp.notify.mail import Attachment
from fieldapp.services import reviewed_pictures
from fieldapp.store import observations, point_answers
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo
from fieldapp.store.tickets import Ticket

#: How many pictures go along with one mail: some 30 KB each, far below what mail servers take.
PHOTOS_MAX = 20
_JPEG = "image/jpeg"
_EDGE = 400


@dataclass(frozen=True)
class MailPhoto:
    """A reviewed picture of at most 400 px; `cid` names it inside the mail, `name` is the file's."""

    id: UUID
    cid: str
    name: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class MailItem:
    """One ticket in the mail's language. `due` and `answer_by` are days in words, "" where there is none;
    `at` is its place in degrees, latitude first, as maps read it; `words_lang` is whose words they are in.
    """

    ticket_id: UUID
    number: str
    title: str
    place: str
    words: str
    words_lang: str
    is_reviewed: bool
    urgency: str
    due: str
    answer_by: str
    is_late: bool
    at: str
    photos: tuple[MailPhoto, ...]


def in_words(tickets: Sequence[Ticket], language: str, today: date) -> list[MailItem]:
    """The tickets in their order, read in a bounded number of queries; `today` is the local day."""
    ids = [ticket.id for ticket in tickets]
    gathered: dict[UUID, list[Observation]] = {one: [] for one in ids}
    for point in observations.of_tickets(ids):
        if point.ticket_id is not None:
            gathered[point.ticket_id].append(point)
    points = [point.id for found in gathered.values() for point in found]
    photos = point_answers.stored_photos(points, [])
    return [_item(ticket, gathered[ticket.id], photos, language, today) for ticket in tickets]


def pictures(items: Sequence[MailItem]) -> tuple[Attachment, ...]:
    """The first picture of each ticket, as files that are read when the mail leaves."""
    first = [item.photos[0] for item in items if item.photos]
    return tuple(Attachment(one.name, _JPEG, cid=one.cid, photo=str(one.id)) for one in first[:PHOTOS_MAX])


def pictures_left_out(items: Sequence[MailItem]) -> int:
    """How many reviewed pictures are only behind the link."""
    return sum(len(item.photos) for item in items) - len(pictures(items))


def _item(
    ticket: Ticket, points: Sequence[Observation], photos: Sequence[Photo], language: str, today: date
) -> MailItem:
    what = load_defaults().find(ticket.category, ticket.subcategory)
    reviewed = [point for point in points if point.reviewed_at is not None]
    texts = [one_line(point.public_text) for point in reviewed if point.public_text.strip()]
    languages = {point.public_lang for point in reviewed if point.public_text.strip()}
    found = reviewed_pictures.of_points(points, photos)
    return MailItem(
        ticket_id=ticket.id,
        number=ticket.number,
        title=what.name.in_(language),
        place=one_line(ticket.place),
        words=" ".join(dict.fromkeys(texts)),
        words_lang=languages.pop() if len(languages) == 1 else "",
        is_reviewed=len(reviewed) == len(points),
        urgency=ticket.urgency,
        due=_day(ticket.due_on, language),
        answer_by=_day(ticket.answer_due_on, language),
        is_late=ticket.answer_due_on is not None and ticket.answer_due_on < today,
        at="" if ticket.lat is None or ticket.lon is None else f"{ticket.lat:.5f}, {ticket.lon:.5f}",
        photos=tuple(_photo(photo, ticket.number, at) for at, photo in enumerate(found, 1)),
    )


def _photo(photo: Photo, number: str, at: int) -> MailPhoto:
    name = f"{number}.jpg" if at == 1 else f"{number}-{at}.jpg"
    width, height = photo.width or _EDGE, photo.height or _EDGE
    part = min(1.0, _EDGE / max(width, height))
    shown = max(1, round(width * part)), max(1, round(height * part))
    return MailPhoto(photo.id, f"{photo.id}@photo", name, photo.alt_text, *shown)


def _day(day: date | None, language: str) -> str:
    return day_in_words(day, Language(language)) if day is not None else ""
