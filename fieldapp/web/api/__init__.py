"""Interfaces for phones and other systems."""
