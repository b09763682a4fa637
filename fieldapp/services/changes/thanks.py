"""What people liked of a crew's work, for its phone: a few of the latest, in the words that were reviewed."""

from datetime import datetime, timedelta
from typing import Any

from fieldapp.domain.actors import Actor
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.clock import to_ms
from fieldapp.domain.languages import Language
from fieldapp.store import thanks
from fieldapp.store.observations import Observation
from fieldapp.store.thanks import Thanks

#: So many and so old at most: thanks are a kindness, no list to work through.
MOST = 5
SHOWN_FOR = timedelta(days=90)


def of_crew(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """The latest thanks to the actor's owner, newest first; a sensitive point without place and words."""
    if actor.owner_id is None:
        return []
    return [_as_data(row, point) for row, point in thanks.latest_of(actor.owner_id, now - SHOWN_FOR, MOST)]


def _as_data(row: Thanks, point: Observation) -> dict[str, Any]:
    name = load_defaults().find(point.category, point.subcategory).name
    return {
        "id": point.id,
        "at": to_ms(row.given_at),
        "title": {language.value: name.in_(language.value) for language in Language},
        "place": "" if point.is_sensitive else point.place,
        "text": "" if point.is_sensitive else point.public_text,
        "lang": point.public_lang,
    }
