"""Every text a person reads is there in Swedish, Finnish and English."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from fieldapp.translations import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
TRANSLATED = [language for language in LANGUAGES if language != "sv"]
_VALUES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts as code, templates and scripts have them now."""
    file = tmp_path_factory.mktemp("texts") / "messages.pot"
    pybabel = str(Path(sys.executable).parent / "pybabel")
    command = [pybabel, "--quiet", "extract", "--mapping-file", "pyproject.toml", "--keywords"]
    subprocess.run([*command, "N_ ngettext:1,2", "--output-file", str(file), "."], cwd=ROOT, check=True)
    with file.open("rb") as source:
        return read_po(source)


def catalogue(language: str) -> Catalog:
    file = ROOT / "fieldapp" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing_or_fuzzy(language: str, texts: Catalog) -> None:
    found = catalogue(language)
    missing = [message.id for message in texts if message.id and not _is_whole(found.get(message.id))]
    assert not missing, f"run `make messages` and translate {len(missing)}: {missing[:5]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_text_that_is_gone(language: str, texts: Catalog) -> None:
    gone = [message.id for message in catalogue(language) if message.id and texts.get(message.id) is None]
    assert not gone


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_takes_the_same_values(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = set(_VALUES.findall(originals[-1]))
        for words in _forms(message):
            assert set(_VALUES.findall(words)) <= wanted, f"{language}: {words!r} has values of its own"


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _is_whole(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_forms(message))


def test_no_text_hides_in_a_template_literal() -> None:
    """The extraction does not look there, so the text would stay Swedish for everybody."""
    hidden = [
        f"{file.relative_to(ROOT)}: {found}"
        for file in sorted((ROOT / "static" / "js").rglob("*.js"))
        for found in re.findall(r"\$\{[^}`]*\b(?:_|ngettext)\([^)]*\)", file.read_text(encoding="utf-8"))
    ]
    assert not hidden
