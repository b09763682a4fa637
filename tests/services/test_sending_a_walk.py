"""A walk is sent: tickets are opened, each owner gets one mail, and whoever did good is thanked."""

from fieldapp.domain.observation_status import ObservationStatus as S
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services.review import whole_walk
from fieldapp.store import outbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import OwnerLink
from fieldapp.store.walks import Walk
from tests.services.points import accept, add_point, set_walk, states, ticket_of
from tests.support.world import World


def test_sending_opens_tickets_and_writes_one_mail_for_each_owner(world: World) -> None:
    set_walk(world, WalkStatus.REVIEW)
    for owner in ("gata-park", "gata-park", "bostad"):
        accept(world, add_point(world), owner=owner)
    lost = add_point(world, category="KOL", subcategory="KOL2")
    accept(world, lost)
    ann = world.actor(world.ann)
    ready = whole_walk.ready(ann, world.walk_id)
    assert [len(parcel.lines) for parcel in ready.parcels] == [2, 1, 1]
    assert ready.parcels[-1].owner is None
    sent = whole_walk.send(world.tools, ann, world.walk_id)
    assert (sent.ticket_count, sent.owner_count, sent.without_owner) == (3, 2, ("BRU-2026-2-04",))
    assert outbox.unsent_count() == 2
    assert states(world) == [S.TICKET] * 4
    assert ticket_of(lost).state is TicketStatus.NEW
    walk = by_key(Walk, world.walk_id)
    assert walk is not None and walk.state is WalkStatus.SENT


def test_sending_twice_is_harmless_and_later_points_go_alone(world: World) -> None:
    accept(world, add_point(world), owner="bostad")
    ann = world.actor(world.ann)
    whole_walk.send(world.tools, ann, world.walk_id)
    again_sent = whole_walk.send(world.tools, ann, world.walk_id)
    assert (again_sent.ticket_count, outbox.unsent_count()) == (0, 1)
    accept(world, add_point(world), owner="bostad")
    assert whole_walk.send(world.tools, ann, world.walk_id).ticket_count == 1
    letters = db.session.query(OutboxMessage).order_by(OutboxMessage.created_at, OutboxMessage.id).all()
    assert len(letters) == 2
    assert "BRU-2026-2-02" in letters[1].payload["text"]
    assert "BRU-2026-2-01" not in letters[1].payload["text"]


def test_the_mail_says_number_title_place_words_and_limit_and_holds_the_only_copy_of_the_link(
    world: World,
) -> None:
    stop_id = world.stop_ids()[2]
    accept(world, add_point(world, stop_id=stop_id), owner="bostad", public_text="Lamporna är släckta.")
    accept(world, add_point(world), owner="gata-park")
    whole_walk.send(world.tools, world.actor(world.ann), world.walk_id)
    letters = {row.payload["to"]: row.payload for row in db.session.query(OutboxMessage)}
    text = letters["bostad@demo.invalid"]["text"]
    for words in (
        "BRU-2026-2-01",
        "Trasig eller släckt lampa",
        "Gångtunneln vid Granhammarsvägen",
        "”Lamporna är släckta.”",
        "Klart senast 8 oktober",
        "http://localhost/o/",
    ):
        assert words in text
    link = db.session.query(OwnerLink).one()
    token = text.split("/o/")[1].split()[0]
    assert token not in (link.token_sha256, "") and len(token) >= 40
    assert letters["bostad@demo.invalid"]["is_secret"] is True
    crew = letters["gata-park@demo.invalid"]["text"]
    assert "http://localhost/crew" in crew and "/o/" not in crew


def test_whoever_is_behind_the_good_things_is_thanked_once_when_the_walk_is_sent(world: World) -> None:
    ann = world.actor(world.ann)
    with unit_of_work():
        owner = by_key(Owner, world.housing)
        assert owner is not None
        owner.language = "fi"
    for owner_code, text in (("bostad", "Ny bänk."), ("bostad", "Fint ljus."), ("gata-park", "Klippt.")):
        point = add_point(world, category="POS", subcategory="POS3", text=text)
        accept(world, point, owner=owner_code)
    hidden = add_point(world, category="POS", subcategory="POS3", text="HEMLIGT", is_sensitive=True)
    accept(world, hidden, owner="bostad")
    for _ in range(2):
        whole_walk.send(world.tools, ann, world.walk_id)
    sent = db.session.query(OutboxMessage).filter_by(kind="thanks")
    mails = {row.payload["to"]: row.payload for row in sent}
    assert mails.keys() == {"bostad@demo.invalid", "gata-park@demo.invalid"}
    assert db.session.query(OutboxMessage).count() == 2
    finnish, swedish = mails["bostad@demo.invalid"], mails["gata-park@demo.invalid"]
    assert (finnish["language"], swedish["language"]) == ("fi", "sv")
    assert swedish["subject"] == "Tack från vandringen Trygghetsvandring Brunna: 1 sak som är bra"
    for payload in (finnish["text"], finnish["html"]):
        assert "Ny bänk." in payload and "Fint ljus." in payload
        assert "HEMLIGT" not in payload and "Klippt." not in payload
        assert payload.count("BRU-2026-2-") == 3
    late = add_point(world, category="POS", subcategory="POS3", text="Ny lampa.")
    accept(world, late, owner="bostad")
    whole_walk.send(world.tools, ann, world.walk_id)
    thanks = [row.payload for row in db.session.query(OutboxMessage) if row.kind == "thanks"]
    assert len(thanks) == 3
    assert sum("Ny lampa." in payload["text"] for payload in thanks) == 1
