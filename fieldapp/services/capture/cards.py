"""Cards: a printed code with which its holder follows own points and leaves no trace.

Named for a point, a card follows that point; named for the phone itself, it follows all own points of the
walk, those still to come too. What is written for another person follows that person's card alone.
"""

from uuid import UUID

from fieldapp.domain.errors import Forbidden, Invalid
from fieldapp.services.capture.act import Act, Outcome
from fieldapp.services.capture.observations import touch
from fieldapp.store import observations, participants
from fieldapp.store.participants import Card


def attach(act: Act) -> Outcome:
    """Tie a card of this walk to an own point, or to the phone that acts; another card takes its place."""
    if act.op.entity_id == act.actor_id:
        return _attach_all(act)
    point = act.observation(act.op.entity_id)
    if not act.is_own(point):
        raise Forbidden
    card = _card(act, point.walk_id)
    if point.card_id != card.id:
        point.card_id = card.id
        touch(point)
    return Outcome(point.rev)


def _attach_all(act: Act) -> Outcome:
    phone = act.phone
    act.require_in_time(phone.walk)
    card = _card(act, phone.walk_id)
    rev, phone.card_id = 0, card.id
    for point in observations.of_phone(phone.id):
        if point.is_for_its_phone and point.card_id != card.id:
            point.card_id = card.id
            touch(point)
            rev = point.rev
    return Outcome(rev)


def _card(act: Act, walk_id: UUID) -> Card:
    code = act.payload.card.strip().upper().replace(" ", "").replace("-", "")
    card = participants.card_by_code(code) if code.isalnum() else None
    if card is None or card.walk_id != walk_id:
        raise Invalid("payload.card", "unknown-card")
    return card
