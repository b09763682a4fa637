"""Cards: a printed code with which its holder follows a point without a phone of their own."""

from fieldapp.domain.errors import Forbidden, Invalid
from fieldapp.services.capture.act import Act, Outcome
from fieldapp.services.capture.observations import touch
from fieldapp.store import participants


def attach(act: Act) -> Outcome:
    """Tie a card of this walk to an own point; leaders tie anybody's (*Skriv åt någon*: their own)."""
    point = act.observation(act.op.entity_id)
    if not act.is_own(point):
        raise Forbidden
    code = act.payload.card.strip().upper().replace(" ", "").replace("-", "")
    card = participants.card_by_code(code) if code.isalnum() else None
    if card is None or card.walk_id != point.walk_id:
        raise Invalid("payload.card", "unknown-card")
    if point.card_id != card.id:
        point.card_id = card.id
        touch(point)
    return Outcome(point.rev)
