"""Tickets: opened from reviewed points, sent to whoever must answer, moved by their table."""
