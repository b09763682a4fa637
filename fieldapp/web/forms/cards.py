"""How many cards to order."""

from flask_wtf import FlaskForm

from fieldapp.services.cards import COUNT_MAX
from fieldapp.translations import N_
from fieldapp.web.forms.walks import CountField
from fieldapp.web.language import Later
from fieldapp.web.language import gettext as _


class CardsForm(FlaskForm):  # type: ignore[misc]
    """One field; ten cards fill an A4."""

    count = CountField(Later(N_("Antal kort")))

    @property
    def wanted(self) -> int:
        return self.count.data or 0

    def is_right(self) -> bool:
        """Whether it is a number of cards that is made at once; else the field says so."""
        if self.validate() and 1 <= self.wanted <= COUNT_MAX:
            return True
        self.count.errors = [_("Skriv ett tal från 1 till %(most)s.") % {"most": COUNT_MAX}]
        return False
