"""Which browser this is, in two words that its owner recognises in a list."""

from flask import request

#: What the browser says of itself → what people call it; the first that fits wins.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_name() -> str:
    """For example "Firefox · Windows"; empty when the browser does not say."""
    words = request.user_agent.string[:400]
    found = (_first(words, _BROWSERS), _first(words, _SYSTEMS))
    return " · ".join(name for name in found if name)


def _first(words: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in words), "")
