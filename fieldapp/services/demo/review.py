"""What the demo's coordinator made of each point the day after: words for all, thanks, talks, tickets."""

from datetime import datetime
from typing import Any

from fieldapp.domain import observation_status, sentences
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.domain.text import one_line
from fieldapp.services.demo.points import Noted
from fieldapp.services.review import thanks
from fieldapp.services.review.outcomes import Becomes
from fieldapp.services.routing import Town
from fieldapp.store.observations import Observation, merged_into
from fieldapp.store.revisions import next_rev

_C = Reviewer.COORDINATOR
_S = ObservationStatus
#: Outcomes of the story that are not a ticket's.
WITHOUT_TICKET = {"praise": Becomes.PRAISE, "dialogue": Becomes.DIALOGUE}
NOT_READ = frozenset({"noted", "released", "withdrawn"})


def accept(noted: Noted, at: datetime) -> None:
    """The words are fit for all to read; what the point becomes is settled when the walk is sent."""
    row = noted.row
    _move(row, _S.REVIEWED)
    row.public_text, row.public_lang = one_line(row.text), row.lang
    row.outcome = WITHOUT_TICKET.get(noted.told.outcome, Becomes.TICKET).value
    row.reviewed_at = at


def answer(noted: Noted, at: datetime) -> None:
    """Thanks, or a talk about the place: answered without a ticket."""
    is_praise = noted.told.outcome == "praise"
    _move(noted.row, _S.PRAISE if is_praise else _S.DIALOGUE)
    noted.row.answer, noted.row.answered_at = _sentence(noted.told.template), at
    if is_praise:
        thanks.keep([noted.row], Town(), at)


def dismiss(noted: Noted, at: datetime) -> None:
    row = noted.row
    accept(noted, at)
    _move(row, _S.DISMISSED)
    row.outcome, row.reason = "", sentences.templates()[noted.told.template].reason
    row.answer, row.answered_at = _sentence(noted.told.template), at


def merge(noted: Noted, into: Noted, at: datetime) -> None:
    """The same thing as another point of the walk: it gets that one's answer."""
    row = noted.row
    accept(noted, at)
    _move(row, _S.MERGED)
    row.merged_into_id, row.ticket_id, row.outcome = into.row.id, into.row.ticket_id, ""


def _move(row: Observation, to: ObservationStatus) -> None:
    observation_status.require(row.state, to, _C)
    row.state = to
    row.version += 1
    for one in (row, *merged_into(row.id)):
        one.rev = next_rev()


def _sentence(template: str) -> dict[str, Any]:
    return sentences.to_json(sentences.from_template(template))
