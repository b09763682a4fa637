"""Faults of the phone: killed, without a network, its storage gone, two of its pages at once."""
