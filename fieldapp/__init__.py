"""fieldapp: the walk that remembers; no point without an answer."""
