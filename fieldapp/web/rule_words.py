"""Rules in words: what one says, what has taught a new one, and the way to an owner step by step."""

from dataclasses import dataclass

from fieldapp.domain.routing_steps import Step, StepKind
from fieldapp.services.rule_learning import Offer
from fieldapp.services.rule_tester import RoutingRule, Trial
from fieldapp.web import wording
from fieldapp.web.language import gettext as _
from fieldapp.web.language import ngettext

K = StepKind


@dataclass(frozen=True)
class Line:
    """One step of the way; `holds` is the one that decides."""

    icon: str
    words: str
    holds: bool


def what(category: str | None, subcategory: str | None) -> str:
    """Which points: a subcategory, a category, or everything."""
    return wording.kind(category or "", subcategory) if category or subcategory else _("Allt")


def where(area_name: str | None, *, is_outside: bool) -> str:
    if is_outside:
        return _("utanför alla områden")
    return _("i %(area)s") % {"area": area_name} if area_name else _("överallt")


def rule(row: RoutingRule) -> str:
    """ "Trasig eller släckt lampa, i Brunna centrum"."""
    place = where(row.area.name if row.area else None, is_outside=row.is_outside)
    return f"{what(row.category_code, row.subcategory_code)}, {place}"


def offer(one: Offer) -> str:
    """What came back, from whom, and whose it was."""
    values = {
        "what": what(one.lesson.category, one.lesson.subcategory),
        "where": where(one.area.name if one.area else None, is_outside=one.area is None),
        "from": one.from_owner.name,
        "to": one.to_owner.name,
    }
    words = ngettext(
        "%(num)s gång har ”%(what)s” %(where)s gått till %(from)s och varit %(to)s.",
        "%(num)s gånger har ”%(what)s” %(where)s gått till %(from)s och varit %(to)s.",
        one.count,
    )
    return words % {"num": one.count, **values}


def way(trial: Trial) -> list[Line]:
    """The steps in words, the last of them the answer."""
    last = len(trial.steps) - 1
    return [_line(trial, step, is_last=place == last) for place, step in enumerate(trial.steps)]


def _line(trial: Trial, step: Step, *, is_last: bool) -> Line:
    if not is_last:
        return Line("minus", _sentence(trial, step), holds=False)
    return Line("circle-help" if step.kind is K.NOBODY else "check", _sentence(trial, step), holds=True)


def _sentence(trial: Trial, step: Step) -> str:
    if step.kind is K.OTHER_KINDS:
        return ngettext("%(num)s regel gäller annat.", "%(num)s regler gäller annat.", step.count) % {
            "num": step.count
        }
    row, area, owner = trial.rule(step.rule), trial.area(step.area), trial.owner(step.owner)
    values = {
        "rule": rule(row) if row is not None else "",
        "area": area.name if area is not None else "",
        "owner": owner.name if owner is not None else "",
        "kind": wording.owner_class(step.owner_class),
    }
    return _of_kind(step.kind) % values


def _of_kind(kind: StepKind) -> str:
    return {
        K.NO_RULES: _("Det finns ingen regel."),
        K.RULE_ELSEWHERE: _("Regeln ”%(rule)s” gäller inte här: platsen ligger inte i %(area)s."),
        K.RULE_INSIDE: _("Regeln ”%(rule)s” gäller inte här: platsen ligger i ett område."),
        K.RULE_HOLDS: _("Regeln ”%(rule)s” gäller. %(owner)s får punkten."),
        K.PLACE_UNKNOWN: _("Platsen är okänd, så marken säger inget."),
        K.NOT_PLACE_BOUND: _("Marken avgör inte sådant här."),
        K.NO_AREA: _("Platsen ligger inte i något område."),
        K.NO_OWNED_AREA: _("Platsen ligger i %(area)s, som inte har någon ansvarig."),
        K.GROUND_CANNOT: _("Marken är %(owner)s (%(area)s), men sådant här svarar de inte för."),
        K.GROUND_HOLDS: _("Marken är %(owner)s (%(area)s), och de svarar för sådant här på egen mark."),
        K.USUAL_HOLDS: _("%(owner)s svarar för sådant här när inget annat gäller (%(kind)s)."),
        K.NO_USUAL: _("Ingen är vanlig ansvarig för sådant här. %(kind)s"),
        K.DEFAULT_HOLDS: _("%(owner)s får det som ingen annan har."),
        K.NOBODY: _("Ingen får det. Välj vem som ska få det som ingen annan har."),
    }[kind]
