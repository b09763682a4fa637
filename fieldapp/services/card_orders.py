"""Cards of a walk at the desk: ordered in batches, each printed as one PDF; whose a card is, nobody knows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldapp.documents.cards_pdf import CardSheet, CardWords, cards_pdf
from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import NotFound
from fieldapp.domain.languages import Language
from fieldapp.services.protocol import Printed
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, participants, walks
from fieldapp.store.municipality import the_municipality
from fieldapp.store.walks import Walk
from fieldapp.translations import translator


@dataclass(frozen=True)
class Batch:
    """One order: how many cards, and how many of them follow a point."""

    number: int
    count: int
    used_count: int
    made_at: datetime


@dataclass(frozen=True)
class Orders:
    """A walk and its orders, the latest first."""

    walk: Walk
    batches: tuple[Batch, ...]


def of_walk(actor: Actor, walk_id: UUID) -> Orders:
    """Raises `Forbidden` or `NotFound`."""
    walk = _walk(actor, walk_id)
    used = observations.used_cards(walk.id)
    return Orders(
        walk,
        tuple(
            Batch(number, count, used.get(number, 0), made_at)
            for number, count, made_at in participants.card_batches(walk.id)
        ),
    )


def pdf(tools: Toolbox, actor: Actor, walk_id: UUID, batch: int, language: str) -> Printed:
    """The cards of one order, ten on a page. Raises `Forbidden`, or `NotFound` for an order that is none."""
    walk = _walk(actor, walk_id)
    codes = participants.codes_of_batch(walk.id, batch)
    if not codes:
        raise NotFound("batch")
    _ = translator(language)
    title = _("Kort till %(walk)s, omgång %(batch)s") % {"walk": walk.title, "batch": batch}
    host = tools.base_url.partition("://")[2]
    sheet = CardSheet(
        title=title,
        town=the_municipality().name,
        language=language,
        address=f"{host}/k",
        link=f"{tools.base_url}/k/{{code}}",
        alt_text=_("QR-kod till kortet {code}"),
        words=[CardWords(one.value, _words(one.value)) for one in Language],
        codes=codes,
    )
    content = cards_pdf(
        sheet,
        templates_dir=tools.templates_dir / "print",
        fonts_dir=tools.fonts_dir,
        made_on=tools.clock.now(),
    )
    return Printed(f"{walk.number} {title}.pdf", content)


def _walk(actor: Actor, walk_id: UUID) -> Walk:
    access.require(actor, "walk.codes")
    walk = walks.find_for(actor, walk_id)
    if walk is None:
        raise NotFound("walk")
    return walk


def _words(language: str) -> tuple[str, str]:
    _ = translator(language)
    return _("Läs svaren på dina punkter."), _("Ingen vet vem som har kortet.")
