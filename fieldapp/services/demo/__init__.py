"""The demo municipality: the story of four walks and an open one, with people that do not exist."""
