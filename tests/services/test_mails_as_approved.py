"""What an owner gets by mail, in three languages, against what was read and approved.

Where a mail has changed its new transcript lies in test-artifacts/mails/. Read it; if it is right, copy
it to tests/services/approved/.
"""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from fieldapp.domain.ids import fingerprint
from fieldapp.services import owner_links
from fieldapp.services.ticketing import mail_items, sending
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.tickets import Ticket, link_by_fingerprint
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.letters import differences, leave, transcript
from tests.support.world import World

pytestmark = on_sqlite_only
APPROVED = Path(__file__).parent / "approved"


@pytest.fixture
def asked(world: World) -> Asked:
    with unit_of_work():
        town = the_municipality()
        town.name, town.contact_email = "Upplands-Bro kommun", "trygg@kommun.example"
        town.contact_phone = "08-123 45 67"
    return Asked(world)


def webp(colour: str, size: tuple[int, int] = (400, 300)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "WEBP")
    return out.getvalue()


def three(asked: Asked) -> tuple[list[UUID], list[UUID]]:
    """A bench with two pictures, a tree that nobody has reviewed, and a lamp on end; tickets and photos."""
    bench = asked.point(place="Emaljstigen, innergården")
    tree = asked.point(
        category="VAX",
        subcategory="VAX5",
        severity="akut",
        reviewed_at=None,
        public_text="",
        place="Parkvägen 3",
    )
    lamp = asked.point(
        category="BEL", subcategory="BEL1", public_text="Valaisin ei pala.", public_lang="fi", place=""
    )
    photos = [
        asked.photo(bench, data=webp("navy"), width=4000, height=3000),
        asked.photo(bench, data=webp("teal"), width=4000, height=3000),
        asked.photo(tree, data=webp("green")),
        asked.photo(lamp, data=webp("gold", (300, 400)), width=3000, height=4000),
    ]
    return [asked.ticket(one) for one in (bench, tree, lamp)], photos


def write(asked: Asked, *ids: UUID) -> None:
    with unit_of_work():
        rows = [row for one in ids if (row := by_key(Ticket, one)) is not None]
        sending.write_to_owner(asked.tools, rows[0], rows, asked.now)


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_mails_to_an_owner_read_as_approved(language: str, asked: Asked, tools: Toolbox) -> None:
    for owner in (asked.world.housing, asked.world.streets):
        asked.change(Owner, owner, language=language)
    ids, _ = three(asked)
    write(asked, *ids)
    (many,) = leave(tools)
    write(asked, ids[0])
    (one,) = leave(tools)
    crew = asked.ticket(asked.point(), owner_id=asked.world.streets)
    write(asked, crew)
    (list_,) = leave(tools)
    token = asked.link(*ids)
    with unit_of_work():
        link = link_by_fingerprint(fingerprint(token))
        assert link is not None
        link.expires_at = asked.now
    owner_links.send_new(tools, token)
    (renewed,) = leave(tools)
    wrong = []
    for name, message in {"many": many, "one": one, "crew": list_, "new-link": renewed}.items():
        wrong += differences(transcript(message), APPROVED / f"owner-{name}.{language}.txt")
    assert wrong == []


def test_a_picture_that_was_taken_away_after_the_mail_was_written_does_not_leave(
    asked: Asked, tools: Toolbox
) -> None:
    ids, photos = three(asked)
    write(asked, *ids)
    asked.change(Photo, photos[0], state=PhotoState.REMOVED)
    (message,) = leave(tools)
    text = transcript(message)
    assert text.count("--- image/jpeg") == 1
    assert text.count("<img") == 1
    assert "BRU-2026-2-01.jpg" not in text.split("--- text/html")[1]


def test_what_goes_along_is_bounded_and_the_rest_is_said_to_be_behind_the_link(
    asked: Asked, tools: Toolbox
) -> None:
    points = [asked.point() for _ in range(mail_items.PHOTOS_MAX + 2)]
    for point in points:
        asked.photo(point, data=webp("navy"))
    write(asked, *[asked.ticket(point) for point in points])
    (message,) = leave(tools)
    text = transcript(message)
    assert text.count("--- image/jpeg") == text.count("<img") == mail_items.PHOTOS_MAX
    assert "2 bilder till finns bakom länken." in text
    assert len(message.as_bytes()) < 5_000_000


def test_no_original_words_leave(asked: Asked, tools: Toolbox) -> None:
    ids, _ = three(asked)
    write(asked, *ids)
    (message,) = leave(tools)
    assert "Kalle" in {row.text.split()[2] for row in db.session.query(Observation) if row.text}
    assert "Kalle" not in transcript(message)
