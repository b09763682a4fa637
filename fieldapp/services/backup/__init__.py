"""Backups: taking them, reading what they promise, putting them back, proving that they can be."""
