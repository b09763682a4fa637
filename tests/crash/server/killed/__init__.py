"""Servers that are killed or stopped while phones send: real processes, on either database."""
