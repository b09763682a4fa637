"""The library of sentences in words: what its groups are called, and what is wrong with a new one."""

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Invalid
from fieldapp.domain.sentences import OWN_WORDS_MAX, Outcome, Template
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language


def outcome(code: Outcome) -> str:
    """What the sentences of a group say."""
    return {
        Outcome.DONE: _("Klart"),
        Outcome.PLANNED: _("Planerat"),
        Outcome.INVESTIGATING: _("Utreds"),
        Outcome.NEEDS_PROJECT: _("Kräver projekt"),
        Outcome.DECLINED: _("Görs inte, därför …"),
        Outcome.DISMISSED: _("Läggs åt sidan, därför …"),
    }[code]


def gap(code: Outcome) -> str:
    """What is filled in where a sentence of this group has a gap; "" where nothing is."""
    return {
        Outcome.PLANNED: _("veckan eller årstiden som väljs"),
        Outcome.INVESTIGATING: _("dagen för besked"),
        Outcome.NEEDS_PROJECT: _("årtalet som väljs"),
    }.get(code, "")


def about(template: Template) -> str:
    """What a sentence is meant for: categories and subcategories by name."""
    defaults = load_defaults()
    names = {code: one.name.in_(language()) for code, one in defaults.categories.items()}
    names |= {code: one.name.in_(language()) for code, one in defaults.subcategories.items()}
    found = [names[code] for code in template.applies_to if code in names]
    return ", ".join(found) or _("Alla slags punkter")


def wrong(error: Invalid) -> str:
    """What to do about a refusal."""
    return {
        "empty": _("Skriv meningen på det här språket också."),
        "too-long": _("Skriv högst %(most)s tecken.") % {"most": OWN_WORDS_MAX},
        "unknown-gap": _("Inom klamrar kan bara det stå som nämns ovanför rutorna."),
        "other-gaps": _("Samma sak ska fyllas i på alla språk. Skriv samma inom klamrar som i den svenska."),
        "needed": _("Den här meningen behövs: för varje punkt ska det finnas minst en att välja."),
    }.get(error.code) or _("Det går inte att använda.")
