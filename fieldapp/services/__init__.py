"""One module per use case; each owns its transaction and asks everything below."""
