"""The roles of the staff, in words."""

from fieldapp.domain.actors import Role
from fieldapp.web.language import gettext as _


def role_names() -> dict[Role, str]:
    """What each is called."""
    return {
        Role.LEADER: _("Vandringsledare"),
        Role.COORDINATOR: _("Samordnare"),
        Role.CREW: _("Utförare"),
        Role.SUPERVISOR: _("Arbetsledare"),
        Role.PARTNER: _("Samverkan"),
        Role.BOARD: _("Nämnd"),
        Role.ADMIN: _("Administratör"),
    }


def role_duties() -> dict[Role, str]:
    """What each does here, in a sentence."""
    return {
        Role.LEADER: _("Leder vandringar och släpper punkter på plats."),
        Role.COORDINATOR: _("Granskar punkter, skickar ärenden och gör protokollet."),
        Role.CREW: _("Åtgärdar ärenden ute, i telefonen."),
        Role.SUPERVISOR: _("Fördelar en ansvarigs ärenden och ser när de blir klara."),
        Role.PARTNER: _("Polis eller räddningstjänst: ser ärenden som rör dem, aldrig namn."),
        Role.BOARD: _("Ser siffror, aldrig enskilda punkter."),
        Role.ADMIN: _("Sköter konton, ansvariga och inställningar."),
    }
