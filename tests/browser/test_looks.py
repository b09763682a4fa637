"""What the tests of every page rely on when they look at colours in one language alone."""

import re

from config import ROOT

#: `:lang(fi)`, `[lang]`, `[lang|="en"]`, and the classes or attributes of ours that would say the same.
ASKS = re.compile(
    r":lang\(|\[(xml:)?(data-)?(hreflang|lang|language|locale)\b|\.(lang|language)-?(sv|fi|en)\b"
)


def test_no_stylesheet_asks_for_the_language() -> None:
    sheets = sorted((ROOT / "static/css").rglob("*.css"))
    assert len(sheets) > 10
    assert {sheet.name: ASKS.findall(sheet.read_text(encoding="utf-8")) for sheet in sheets} == {
        sheet.name: [] for sheet in sheets
    }


def test_whatever_asks_for_the_language_would_be_found() -> None:
    for rule in (":lang(fi) h1", "[lang|=en] p", "html[lang='sv']", ".lang-fi b", "[data-language=en]"):
        assert ASKS.search(rule), rule
