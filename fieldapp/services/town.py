"""The municipality as its readers meet it: a name, and whom to ask."""

from dataclasses import dataclass

from fieldapp.store.municipality import the_municipality


@dataclass(frozen=True)
class Town:
    """Empty where the municipality has not said it yet."""

    name: str
    contact_email: str
    contact_phone: str
    answer_days: int


def town() -> Town:
    found = the_municipality()
    return Town(found.name, found.contact_email, found.contact_phone, found.answer_days)
