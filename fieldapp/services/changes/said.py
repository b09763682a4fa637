"""The public sentence for phones: as data, and in words of every language, for they read it offline."""

from typing import Any

from fieldapp.domain import sentences
from fieldapp.domain.languages import Language
from fieldapp.domain.sentences import OwnWords, PublicSentence


def in_all_languages(sentence: PublicSentence | None) -> dict[str, Any] | None:
    """`{"template", "values"}` or `{"text", "lang"}`, and `words` by language; None where nothing is said."""
    if sentence is None:
        return None
    words = {language.value: sentences.render(sentence, language).text for language in Language}
    own = {"lang": None} if not isinstance(sentence, OwnWords) else {}
    return {**own, **sentences.to_json(sentence), "words": words}


def stored(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """`in_all_languages` of what a row holds."""
    return in_all_languages(sentences.from_json(data)) if data else None
