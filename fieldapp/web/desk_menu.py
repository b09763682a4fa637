"""The desk's menu: five words, each only for whoever may open it."""

from dataclasses import dataclass

from flask import request, url_for

from fieldapp.domain import access
from fieldapp.domain.actors import Role
from fieldapp.services import desk
from fieldapp.web.actor import staff
from fieldapp.web.language import gettext as _

#: Groups of pages that stand below another in the menu.
_BELOW = {name: "settings" for name in ("owners", "areas", "rules", "library", "people")} | {
    "protocol": "walks"
}


@dataclass(frozen=True)
class MenuItem:
    words: str
    url: str
    is_here: bool
    count: int = 0


def desk_menu() -> list[MenuItem]:
    person = staff()
    if person is None:
        return []
    waiting = desk.to_review_count() if access.may(person, "review.read") else 0
    is_supervisor = person.role is Role.SUPERVISOR
    entries = (
        (_("Fördela"), "supervisor.overview", "crew.lead", 0)
        if is_supervisor
        else (_("Att göra"), "desk.home", "desk.home", 0),
        (_("Vandringar"), "walks.overview", "walk.read", 0),
        (_("Granska"), "review.overview", "review.read", waiting),
        (_("Ärenden"), "tickets.overview", "ticket.list", 0),
        (_("Telefoner"), "crew_phones.overview", "crew.lead", 0),
        (_("Inställningar"), "settings.overview", "settings.read", 0),
    )
    group = (request.endpoint or "").split(".")[0]
    here = _BELOW.get(group, group)
    return [
        MenuItem(words, url_for(endpoint), endpoint.split(".")[0] == here, count)
        for words, endpoint, action, count in entries
        if access.may(person, action)
    ]
