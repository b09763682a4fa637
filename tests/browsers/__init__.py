"""The offline story in the other engines: WebKit (as in every iPhone) and Gecko (Firefox)."""
