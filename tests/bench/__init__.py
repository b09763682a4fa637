"""Measured ratios, each held against a bound in the same run: `make bench`."""
