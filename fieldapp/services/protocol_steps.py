"""Section H: who does what until when, as far as the points and their owners have said it."""

from collections.abc import Sequence

from fieldapp.documents.protocol_data import NextStep, Point, Section
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.figures import Figure
from fieldapp.services.protocol_words import ProtocolWords
from fieldapp.store.walks import Walk
from fieldapp.translations import N_

_OWNERS_MAX = 6


def next_steps(
    words: ProtocolWords, points: Sequence[Point], answers_due: str, following: Walk | None
) -> tuple[NextStep, ...]:
    """Answers that are still owed, work that is promised, and the walk that comes back to look."""
    own = [point for point in points if point.section is not Section.SINCE_LAST]
    steps: list[NextStep] = []
    waiting = [point for point in own if point.outcome is Figure.UNANSWERED]
    if waiting:
        what = words.say(N_("Svara på punkter som saknar svar: {count}")).format(count=len(waiting))
        steps.append(NextStep(what, _owners(waiting), answers_due))
    planned = [point for point in own if point.outcome is Figure.PLANNED]
    if planned:
        what = words.say(N_("Gör klart planerade åtgärder: {count}")).format(count=len(planned))
        steps.append(NextStep(what, _owners(planned), words.say(N_("se svaren i avsnitt C"))))
    if following is not None:
        day = words.short_day(local_day(following.starts_at))
        steps.append(NextStep(words.say(N_("Uppföljning på plats")), following.leader_role, day))
    return tuple(steps)


def _owners(points: Sequence[Point]) -> str:
    names = list(dict.fromkeys(point.owner for point in points if point.owner))
    return ", ".join(names[:_OWNERS_MAX]) + (" …" if len(names) > _OWNERS_MAX else "")
