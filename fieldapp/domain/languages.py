"""The languages of the first release, and words that exist in all of them."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that every text exists in; Swedish comes first."""

    SV = "sv"
    FI = "fi"
    EN = "en"


@dataclass(frozen=True)
class Words:
    """The same words in Swedish, Finnish and English."""

    sv: str
    fi: str
    en: str

    def in_(self, language: str) -> str:
        """The words in `language` ("sv", "fi", "en"); in Swedish where the language is another."""
        return {"fi": self.fi, "en": self.en}.get(language, self.sv)
