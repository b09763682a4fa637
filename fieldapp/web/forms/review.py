"""The fields of the review screen, read as what the service takes."""

from collections.abc import Mapping
from uuid import UUID

from fieldapp.domain.errors import Invalid
from fieldapp.services.review.acts import Decision, Edits, Said

_ALT = "alt_text-"


def version(form: Mapping[str, str], name: str = "version") -> int:
    """The version that the page showed; raises `Invalid`."""
    text = form.get(name, "")
    if not text.isdecimal() or len(text) > 9:
        raise Invalid(name, "missing-value")
    return int(text)


def decision(form: Mapping[str, str]) -> Decision:
    """What was tapped; the name of an owner beside a border only keeps what is written, with that owner."""
    if form.get("whose"):
        return Decision.SAVE
    try:
        return Decision(form.get("decision", ""))
    except ValueError as error:
        raise Invalid("decision", "unknown-value") from error


def edits(form: Mapping[str, str]) -> Edits:
    """What the reviewer wrote and chose. Owner and urgency count only where they were touched."""
    category, subcategory = _category(form.get("category"))
    return Edits(
        public_text=form.get("public_text"),
        category=category,
        subcategory=subcategory,
        owner=form.get("whose") or _touched(form, "owner"),
        urgency=_touched(form, "urgency"),
        sentence=form.get("sentence", ""),
        asset=form.get("asset"),
        alt_texts={
            found: text
            for name, text in form.items()
            if name.startswith(_ALT) and (found := uuid(name.removeprefix(_ALT))) is not None
        },
    )


def said(form: Mapping[str, str]) -> Said:
    return Said(dismissal=form.get("dismissal", ""), into=uuid(form.get("into")))


def position(form: Mapping[str, str]) -> tuple[float, float]:
    """Latitude and longitude as typed, with point or comma; raises `Invalid("position")`."""
    try:
        lat, lon = (float(form.get(name, "").strip().replace(",", ".")) for name in ("lat", "lon"))
    except ValueError as error:
        raise Invalid("position", "not-a-place") from error
    return lat, lon


#: The arrows: metres north and east.
STEPS = {"north": (10.0, 0.0), "south": (-10.0, 0.0), "east": (0.0, 10.0), "west": (0.0, -10.0)}


def uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _category(code: str | None) -> tuple[str | None, str | None]:
    """ "BEL1" is a subcategory, "BEL" a category of which no more is known."""
    if not code:
        return None, None
    category = code.rstrip("0123456789")
    return category, code if code != category else None


def _touched(form: Mapping[str, str], name: str) -> str | None:
    """The choice, or None where it is still what the page proposed."""
    chosen = form.get(name)
    return None if chosen is None or chosen == form.get(f"{name}_was") else chosen
