"""Faults of the server: killed, stopped, its disk full, its clock set back."""
