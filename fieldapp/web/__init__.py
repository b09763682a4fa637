"""HTTP, and nothing but HTTP: who asks, what may be asked, one service call, an answer."""
